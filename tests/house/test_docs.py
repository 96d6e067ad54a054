"""What the pages say is there: links lead somewhere, dependencies have a reason, words are those of the code."""

import json
import re
import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest

from shanqiao.cli import app

ROOT = Path(__file__).parents[2]
PLACES = ("*.md", "docs/**/*.md", "examples/**/*.md", "bench/**/*.md", "deploy/**/*.md")
PAGES = sorted({path for place in PLACES for path in ROOT.glob(place)})
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.S | re.M)
LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
INTERNAL = {"SHANQIAO_RUN"}  # by which a run knows its own programs; nobody sets it
NAME = re.compile(r"^\s*(@?[A-Za-z0-9][\w./-]*)")


def relative(path):
    return str(path.relative_to(ROOT))


def links_in(page):
    text = CODE.sub("", page.read_text())
    found = (first or second for first, second in LINK.findall(text))
    return [unquote(link) for link in found if not re.match(r"[a-z]+:", link)]


def anchors_of(page):
    """The names under which a page's headings can be linked to, as repository hosts make them."""
    headings = re.findall(r"^#+ (.+)$", CODE.sub("", page.read_text()), re.M)
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in kept}


def required():
    """Every package this project asks for by name."""
    folders = ("", "-dev", "-cluster")
    locks = (f"requirements{which}.in" for which in folders)
    for lock in (*locks, "deploy/setup/node.in"):
        for line in (ROOT / lock).read_text().splitlines():
            if line and not line.startswith(("#", "-r")):
                yield NAME.match(line)[1]
    pages = json.loads((ROOT / "package.json").read_text())
    yield from (*pages["dependencies"], *pages["devDependencies"])
    yield from tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_every_link_and_picture_leads_somewhere(page):
    for link in links_in(page):
        place, _, anchor = link.partition("#")
        target = (page.parent / place).resolve() if place else page
        assert target.exists(), f"{link} is not there"
        assert target.is_relative_to(ROOT), f"{link} leads out of the project"
        assert not anchor or anchor in anchors_of(target), f"{link}: no such heading"


def test_every_dependency_has_a_reason_a_licence_and_a_record():
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in (ROOT / "docs/decisions/dependencies.md").read_text().splitlines()
        if line.startswith("| ")
    ]
    reasons = {name: told for name, *told in rows if name != "package"}

    assert set(required()) - set(reasons) == set()
    assert all(why and licence and "](0" in record for why, licence, record in reasons.values())


def test_the_page_of_commands_knows_every_target_command_and_variable():
    page = (ROOT / "docs/reference/commands.md").read_text()
    code = "\n".join(path.read_text() for path in (ROOT / "shanqiao").rglob("*.py"))
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.M)
    commands = [command.name for command in app.registered_commands]
    variables = set(re.findall(r"SHANQIAO_[A-Z_]+", code)) - INTERNAL

    told = {f"`make {target}`" for target in targets if target != "help"}
    told |= {f"`{variable}`" for variable in variables}
    assert {words for words in told if words not in page} == set()
    assert {name for name in commands if f"`shanqiao {name}" not in page} == set()


def test_a_test_that_is_named_on_a_page_is_there():
    tests = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    named = {name for page in PAGES for name in re.findall(r"`(test_\w+)`", page.read_text())}

    assert named
    assert {name for name in named if f"def {name}(" not in tests} == set()


def test_every_record_is_in_the_list():
    folder = ROOT / "docs" / "decisions"
    records = {path.name for path in folder.glob("0*.md")}

    assert {link for link in links_in(folder / "README.md") if link.startswith("0")} == records
    for name in records:
        told = re.findall(r"^## (.+)$", (folder / name).read_text(), re.M)
        assert told == ["The case", "What we decided", "What it costs", "What we did not choose"]


def test_the_words_of_the_glossary_are_those_of_the_code():
    code = "\n".join(path.read_text() for path in (ROOT / "shanqiao").rglob("*.py"))
    named = {
        word
        for line in (ROOT / "GLOSSARY.md").read_text().splitlines()
        if line.startswith("| ")
        for name in re.findall(r"`([\w.]+)`", line)
        for word in name.split(".")
    }

    assert {word for word in named if not re.search(rf"\b{word}\b", code)} == set()
