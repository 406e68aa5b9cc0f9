"""Sayso as a spaCy component: `nlp.add_pipe("sayso", config={"published": "2015-10-23"})`, results on `doc._.sayso`.

It stands after the parser, the tagger, the lemmatizer and the name finder, and reads the doc's own analysis.
"""
from collections.abc import Callable
from typing import Any


def make_component(nlp: Any, name: str, published: str | None, lexicon: str | None,
                   models: str | None, threshold: float | None) -> Callable[[Any], Any]:
    """The component; `published` is the date of all docs that carry no `doc.user_data["published"]`.

    `models`: "installed", the trained models that are installed, if any; a folder; or None for the rules alone.
    """
    from spacy.tokens import Doc

    from sayso.read.english import Reader
    from sayso.read.parse import assemble

    if not Doc.has_extension("sayso"):
        Doc.set_extension("sayso", default=None)
    reader = Reader(parser=None, lexicon=lexicon, models=models, threshold=threshold)

    def component(doc: Any) -> Any:
        parsed = assemble(doc.text, [(doc, 0)])
        doc._.sayso = reader.read_parsed(parsed, published=doc.user_data.get("published", published))
        return doc

    return component


def _register() -> Callable[..., Any]:
    from spacy.language import Language

    factory: Callable[..., Any] = Language.factory("sayso", default_config={
        "published": None, "lexicon": None, "models": "installed", "threshold": None})(make_component)
    return factory


_register()
