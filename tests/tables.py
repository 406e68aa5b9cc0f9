"""What the tables of cases share."""
from typing import Any

import pytest


def wrong(reason: str, *values: Any) -> Any:
    """A case that the reader gets wrong today, under the kind of its cause; the day it gets it right, the test says so."""
    return pytest.param(*values, marks=pytest.mark.xfail(strict=True, reason=reason))
