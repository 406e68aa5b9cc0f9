"""A new store for each test; a PostgreSQL where it is installed."""
import pytest

from tests.pipeline_store.held import opened
from tests.store.conftest import postgres  # noqa: F401 (a fixture)


@pytest.fixture
def place(tmp_path):
    return str(tmp_path / "sayso.db")


@pytest.fixture
def store(place):
    with opened(place) as held:
        yield held
