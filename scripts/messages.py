"""Collect every sentence of the screens and keep the Chinese catalogue complete.

    python -m scripts.messages            writes shanqiao/locale/zh_Hans/LC_MESSAGES/django.po anew: what is no
                                          longer said leaves it, what is new comes in without a translation
    python -m scripts.messages --check    changes nothing; says what has no translation, or a translation that no
                                          longer fits, and fails if there is any

Our own extraction because GNU gettext is not on every machine: Babel reads the Python files, Django's own
`templatize` turns templates into something whose calls are found again.
"""

import ast
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

HOUSE = Path(__file__).parents[1]
PACKAGE = HOUSE / "shanqiao"
CATALOGUE = PACKAGE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    **dict.fromkeys(["_", "_now", "gettext", "gettext_lazy", "gettext_noop"]),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
}
_CALL = re.compile(
    r"""\b(gettext|_|ngettext|pgettext|npgettext)\(\s*(?P<first>u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"))"""
    r"""(?:\s*,\s*(?P<second>u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")))?""",
    re.S,
)


def said():
    """Every message with where it stands: (message, context, "file:line") in the order of the files."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            for line, message, _, context in extract_from_file("python", path, keywords=KEYWORDS):
                yield message, context, (str(path.relative_to(HOUSE)), line)
    for path in sorted((PACKAGE / "templates").rglob("*.*")):
        if path.suffix in {".html", ".txt"}:
            for message, context, line in _in_template(path):
                yield message, context, (str(path.relative_to(HOUSE)), line)
    yield from _of_doors()


def _of_doors():
    """What doors say to those they turn away: the docstrings of functions of a person."""
    for path in sorted((PACKAGE / "www").glob("*/door.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            is_door = isinstance(node, ast.FunctionDef) and [a.arg for a in node.args.args] == [
                "person"
            ]
            if is_door and (sentence := ast.get_docstring(node)):
                yield sentence, None, (str(path.relative_to(HOUSE)), node.lineno)


def _in_template(path):
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for call in _CALL.finditer(source):
        line = source.count("\n", 0, call.start()) + 1
        first, second = (ast.literal_eval(x) if x else None for x in call.group("first", "second"))
        match call.group(1):
            case "pgettext":
                yield second, first, line
            case "ngettext":
                yield (first, second), None, line
            case _:
                yield first, None, line


def collect():
    """The catalogue as it should be: what is said now, with the Chinese known so far."""
    known = _known()
    begun = datetime(2026, 11, 23, tzinfo=UTC)  # fixed, so that only words make a difference
    fresh = Catalog(
        locale="zh_Hans",
        project="shanqiao",
        domain="django",
        fuzzy=False,
        copyright_holder="the shanqiao authors",
        creation_date=begun,
        revision_date=begun,
    )
    for message, context, (file, _line) in said():
        if message and message[0 if isinstance(message, tuple) else slice(None)]:
            fresh.add(message, known.get((_key(message), context)), [(file, None)], context=context)
    return fresh


def _known():
    translations = {}
    for path in [CATALOGUE, *sorted((PACKAGE / "locale" / "parts").glob("*.po"))]:
        if path.exists():
            with path.open("rb") as file:
                for message in read_po(file, locale="zh_Hans", charset="utf-8"):
                    if message.id and any(_texts(message.string)):
                        translations[_key(message.id), message.context] = message.string
    return translations


def _key(message):
    return message[0] if isinstance(message, tuple | list) else message


def _texts(string):
    return string if isinstance(string, tuple | list) else (string,)


def untranslated(catalogue):
    """Messages without Chinese, and those whose Chinese names other placeholders."""
    for message in catalogue:
        if not message.id:
            continue
        texts = [t for t in _texts(message.string) if t]
        if not texts:
            yield f"{message.locations[0][0]}: no Chinese for {_key(message.id)!r}"
        for text in texts:
            if _placeholders(text) != _placeholders(_texts(message.id)[-1]):
                yield f"{message.locations[0][0]}: other placeholders in the Chinese of {_key(message.id)!r}"


def _placeholders(text):
    return set(re.findall(r"%\(\w+\)[sd]|\{\w*\}", text))


def main(arguments):
    catalogue = collect()
    if "--check" not in arguments:
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        with CATALOGUE.open("wb") as file:
            write_po(file, catalogue, width=110, sort_by_file=True, omit_header=False)
        for part in sorted((PACKAGE / "locale" / "parts").glob("*.po")):
            part.unlink()
    lacking = list(untranslated(catalogue))
    print(*lacking, sep="\n", end="\n" if lacking else "")
    print(f"{len(catalogue)} messages, {len(lacking)} to mend")
    return 1 if lacking and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
