"""A process that adds a file to a store with the invented reader, for the tests that kill it.

    python -m tests.pipeline_store.adder STORE FILE [WORKERS]
"""
import sys

from sayso.pipeline.adding import add
from sayso.pipeline.reading import Options
from tests.pipeline_store.held import opened
from tests.pipeline_store.telling import load_told


def main(place, file, workers="1"):
    with opened(place) as store:
        add([file], store, Options(workers=int(workers)), load=load_told)


if __name__ == "__main__":
    main(*sys.argv[1:])
