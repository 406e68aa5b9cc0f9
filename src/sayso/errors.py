"""What can go wrong, by whose fault.

`RecordError`: data that someone handed us breaks its format; it names the place in the data.
`SourceError`: a page, feed or file cannot be read; it carries a short code for programs and a sentence for people.
`PartnerError` and `StoreError` stand for the wire and for the store. Anything else that escapes is our own fault.
"""


class SaysoError(Exception):
    """The base of everything that Sayso raises on purpose."""


class RecordError(SaysoError):
    """Data breaks its format; `path` names the place, growing outwards as the error climbs."""

    def __init__(self, message: str, path: str = "") -> None:
        super().__init__(f"{message} in {path!r}" if path else message)
        self.message, self.path = message, path

    def inside(self, outer: str) -> "RecordError":
        """The same error as seen from the thing that holds the data."""
        joined = outer if not self.path else outer + self.path if self.path.startswith("[") else f"{outer}.{self.path}"
        return RecordError(self.message, joined)


class SourceError(SaysoError):
    """A page, feed or file cannot be read. `code` is stable and short ("empty", "language"), `message` a sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


class PartnerError(SaysoError):
    """A partner's record or the wire to it failed."""


class StoreError(SaysoError):
    """The store cannot do what was asked."""
