"""The documentation is true: every command has a page, every example runs, every link leads somewhere."""
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sayso.records.codec import VOCABULARY, encode_reading
from tests.samples import reading

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("samples/*.md")])
ENVIRONMENT = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "100"}


def blocks(language: str) -> list[tuple[str, str]]:
    """Every code block in a language, with the page that it stands on."""
    return [(page.relative_to(ROOT).as_posix(), found[1]) for page in PAGES
            for found in re.finditer(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)]


def examples() -> list[tuple[str, str, str]]:
    """Every command of a console block, with what is printed below it."""
    found = []
    for page, block in blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((page, command, output))
    return found


def commands_of(*group: str) -> list[str]:
    """The commands of `sayso`, or of one of its groups; [] for a command that is none."""
    done = subprocess.run(["sayso", *group, "--help"], capture_output=True, text=True, check=True, env=ENVIRONMENT)
    return re.findall(r"^  (\w+)  ", done.stdout.partition("Commands:")[2], re.MULTILINE)


def test_every_command_has_a_page() -> None:
    """And the page names every option, of its own commands too ("sayso feed add")."""
    commands = commands_of()
    assert {"read", "explain", "setup", "add", "feed", "search", "claim", "export"} <= set(commands)
    for command in commands:
        page = (ROOT / "docs" / f"{command}.md").read_text()
        assert f"`sayso {command}`" in page
        for inner in ([], *([name] for name in commands_of(command))):
            shown = subprocess.run(["sayso", command, *inner, "--help"], capture_output=True, text=True, check=True,
                                   env=ENVIRONMENT).stdout
            missing = [o for o in re.findall(r"--[a-z][a-z-]+", shown) if o not in page and o != "--help"]
            assert not missing, f"{command} {inner}"


@pytest.mark.parametrize(("page", "command", "output"), examples(), ids=lambda v: v[:40] if "\n" not in v else "…")
def test_every_command_shown_runs(page: str, command: str, output: str, tmp_path: Path) -> None:
    """It prints what the page shows; "…" stands for anything."""
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, cwd=tmp_path, env=ENVIRONMENT)
    assert done.returncode in (0, 1), f"{page}: {done.stderr}"
    assert not done.stderr
    pattern = re.escape(output.strip()).replace("…", r"(?:.|\n)*")
    assert re.fullmatch(pattern, done.stdout.strip()) or not output.strip(), f"{page} shows something else"


@pytest.mark.parametrize("page", sorted({page for page, _ in blocks("python")}))
def test_every_python_example_runs(page: str) -> None:
    """The blocks of a page in their order, as one program."""
    program = "\n".join(block for where, block in blocks("python") if where == page)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT,
                          env=ENVIRONMENT)
    assert done.returncode == 0, done.stderr
    if page == "docs/follow-one-article.md":
        assert done.stdout.startswith("Why Tbilisi's coalition cannot agree on the northern road\n2023-06-11\n")
        assert "according to" in done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    """Inside the repository; addresses of the web are not asked."""
    links = [link for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
             if not re.match(r"[a-z]+:", link)]
    assert not [link for link in links if not (page.parent / link).exists()]


def keys(value: object) -> set[str]:
    """Every key anywhere in a JSON value."""
    if isinstance(value, dict):
        return set(value).union(*(keys(inner) for inner in value.values()))
    return set().union(*(keys(inner) for inner in value)) if isinstance(value, list) else set()


def test_the_contract_names_every_key_and_word() -> None:
    """docs/reading.md knows all that is printed."""
    page = (ROOT / "docs" / "reading.md").read_text()
    assert not [key for key in keys(json.loads(encode_reading(reading()))) - {"events"} if f"`{key}`" not in page]
    assert not [word for words in VOCABULARY.values() for word in words if f"`{word}`" not in page]


def test_every_error_code_is_documented() -> None:
    """docs/errors.md knows each code that the sources raise."""
    page = (ROOT / "docs" / "errors.md").read_text()
    codes = {code for path in (ROOT / "src").rglob("*.py")
             for code in re.findall(r'(?:SourceError\(\s*|code=)"([a-z-]+)"', path.read_text())} - {"lexicon"}
    assert {"empty", "internal", "worker-died"} <= codes
    assert not [code for code in codes if f"`{code}`" not in page]
