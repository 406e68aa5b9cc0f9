"""A reader without a model, for the tests of what stands around readers."""
import os
import signal
import time

from sayso.errors import RecordError, SourceError
from sayso.pipeline import With
from sayso.records import Article, ReaderInfo, Reading

INFO = ReaderInfo(name="fake", version="0", language_model="none", lexicon="0")


class FakeReader:
    """Does what the text tells it to."""

    def read(self, article: Article) -> Reading:
        if article.text.startswith("die"):
            os.kill(os.getpid(), signal.SIGKILL)
        if article.text.startswith("slow"):
            time.sleep(0.4)
        if article.text.startswith("wrong"):
            raise ValueError("so it is")
        if article.text.startswith("broken"):
            raise SourceError("language", "The text is in Klingon.")
        return Reading(reader=INFO, article=article, removed=None, times=(), places=(), entities=(), statements=(),
                       events=())


def load_fake(_made: With) -> FakeReader:
    return FakeReader()


def load_never(_made: With) -> FakeReader:
    raise RecordError("no column 'lemmas'", "events.tsv, line 1")


def load_dying(_made: With) -> FakeReader:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError
