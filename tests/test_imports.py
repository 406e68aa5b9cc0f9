"""The import rule of the house: who may know whom. Imports inside functions count like any others."""
import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "sayso"
MAY_IMPORT = {
    "errors": set(),
    "records": {"errors"},
    "lexicon": {"errors", "records"},
    "gazetteer": {"errors", "records"},
    "read": {"errors", "records", "lexicon", "gazetteer"},
    "collect": {"errors", "records"},
    "compare": {"errors", "records", "lexicon"},
    "store": {"errors", "records", "lexicon"},
    "export": {"errors", "records", "lexicon"},
    "show": {"errors", "records", "store"},  # of the store, the rows that it prints
    "workers": {"errors", "records", "collect"},
    "pipeline": {"errors", "records", "collect", "read", "compare", "store", "gazetteer", "workers"},
    "component": {"read", "records"},
    "cli": {"errors", "records", "lexicon", "show", "pipeline", "store", "export"},
    "__init__": {"errors", "records", "read", "pipeline"},
}
ONLY_IN = {  # a library, and the files or the folder that know it
    "spacy": {"read/parse.py", "read/attributes.py", "component.py"},
    "thinc": {"read/fast.py"},
    "onnxruntime": {"read/typing/network.py"},
    "tokenizers": {"read/typing/network.py"},
    "torch": set(),
    "rich": {"show"},
    "typer": {"cli"},
    "trafilatura": {"collect/page.py"},
    "socket": {"collect/fetch.py"},
    "ssl": {"collect/fetch.py"},
    "http": {"collect/fetch.py"},
    "sqlite3": {"gazetteer", "store/sqlite.py"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "rensa": {"compare/copies.py", "compare/shingles.py"},
    "protego": {"collect/polite.py"},
    "pyarrow": {"export/parquet.py"},
    "followthemoney": {"export/ftm.py"},
    "distributed": {"pipeline/engine.py"},
    "multiprocessing": {"workers.py"},
    "random": set(),
    "requests": set(),
    "httpx": set(),
}
MODULES = sorted(SOURCE.rglob("*.py"))
NAMES = [path.relative_to(SOURCE).as_posix() for path in MODULES]


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Every module that a file imports, and whether it does so while it is itself imported."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    late = {node for outer in ast.walk(tree) if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
            or (isinstance(outer, ast.If) and "TYPE_CHECKING" in ast.unparse(outer.test)) for node in ast.walk(outer)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node not in late) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            module = node.module or ""
            inner = [f"{module}.{alias.name}" for alias in node.names]
            known = [name for name in inner if module.startswith("sayso") and _file(name)]
            yield from ((name, node not in late) for name in known or [module])


def _file(module: str) -> Path | None:
    """The file of one of our modules."""
    path = SOURCE.parent.joinpath(*module.split("."))
    return next((p for p in (path.with_suffix(".py"), path / "__init__.py") if p.exists()), None)


def _room(path: Path) -> str:
    """The part of the house that a file belongs to."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_who_knows_whom(path: Path) -> None:
    """Each part imports only what DESIGN allows it to."""
    ours = {name.split(".")[1] if "." in name else "__init__" for name, _ in imports(path)
            if name.split(".")[0] == "sayso"}
    wrong = ours - MAY_IMPORT[_room(path)] - {_room(path)}
    assert not wrong, f"{path.relative_to(SOURCE)} may not import {sorted(wrong)}"


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_one_place_knows_each_library(path: Path) -> None:
    """spaCy behind the parser, the network behind the fetcher, chance nowhere."""
    name = path.relative_to(SOURCE).as_posix()
    libraries = {module.split(".")[0] for module, _ in imports(path)}
    wrong = [library for library in libraries if not {name, _room(path)} & ONLY_IN.get(library, {name})]
    assert not wrong, f"{name} may not import {wrong}"


def test_no_stage_imports_another() -> None:
    """What two stages need lies in a helper module; only english.py lists the stages."""
    stages = {f"sayso.read.{path.relative_to(SOURCE / 'read').with_suffix('').as_posix().replace('/', '.')}": path
              for path in (SOURCE / "read").rglob("*.py") if re.search(r"^def \w+_stage\(", path.read_text(), re.MULTILINE)}
    assert len(stages) >= 7
    wrong = [(name, other) for name, path in stages.items() for other, _ in imports(path) if other in stages]
    assert not wrong


def test_no_circles() -> None:
    """No module needs itself to be imported."""
    graph = {path: {found for name, early in imports(path) if early and name.startswith("sayso")
                    and (found := _file(name)) and found != path} for path in MODULES}
    done: set[Path] = set()
    while ready := [path for path, needs in graph.items() if path not in done and needs <= done]:
        done.update(ready)
    assert not set(graph) - done, sorted(p.name for p in set(graph) - done)


def test_every_library_is_declared() -> None:
    """What is imported stands in pyproject.toml, not only in what something else happens to install."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    declared = {re.split(r"[<>=\[ ]", line)[0].lower().replace("-", "_") for line in lines} | {"sayso_models"}
    used = {module.split(".")[0] for path in MODULES for module, _ in imports(path)} - set(sys.stdlib_module_names)
    assert not used - declared - {"sayso"}
