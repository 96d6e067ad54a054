"""Every sentence of the screens is there in both languages."""

import re
from pathlib import Path

from django.utils.translation.template import templatize

from scripts.messages import KEYWORDS, collect, untranslated

PACKAGE = Path(__file__).parents[2] / "shanqiao"
HAN = re.compile(r"[\u4e00-\u9fff]")
SAYS = re.compile(r">([^<>{}]*[A-Za-z\u4e00-\u9fff][^<>{}]*)<")
READ_ALOUD = re.compile(
    r"""\b(?:title|alt|placeholder|aria-label)="([^"{}]*[A-Za-z\u4e00-\u9fff][^"{}]*)\""""
)
NAMES = {
    "善桥",
    "shanqiao",
    "English",
    "简体中文",
    "CSV",
    "XLSX",
    "JSON",
    "SHA-256",
    "A4",
    "×",
    "→",
}


def test_every_message_has_its_chinese():
    assert list(untranslated(collect())) == []


def test_no_file_calls_gettext_by_a_name_that_is_not_collected():
    """What is said under another name would stay English on a Chinese screen, and nobody would be told."""
    alias = re.compile(r"\b[np]?n?p?gettext(?:_lazy|_noop)? as (\w+)")
    found = {
        (path.relative_to(PACKAGE), name)
        for path in PACKAGE.rglob("*.py")
        for name in alias.findall(path.read_text())
        if name not in KEYWORDS
    }
    assert found == set()


def test_no_template_says_a_word_outside_the_catalogue():
    """What is left of a template when its translated parts and tags are taken out says nothing."""
    for path in sorted((PACKAGE / "templates").rglob("*.html")):
        text = re.sub(
            r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}|<!--.*?-->",
            "",
            path.read_text(),
            flags=re.S,
        )
        text = re.sub(
            r"\{% blocktrans(?:late)? .*?%\}.*?\{% endblocktrans(?:late)? %\}", "", text, flags=re.S
        )
        text = re.sub(
            r"\{% blocktrans(?:late)? %\}.*?\{% endblocktrans(?:late)? %\}", "", text, flags=re.S
        )
        text = re.sub(r"\{[{%].*?[%}]\}", "", text, flags=re.S)
        text = re.sub(r"<(script|style|svg)\b.*?</\1>", "", text, flags=re.S)
        said = {found.strip() for found in [*SAYS.findall(text), *READ_ALOUD.findall(text)]}
        said = {words for words in said if words not in NAMES}
        assert said == set(), path.relative_to(PACKAGE)


def test_code_speaks_english_and_the_catalogue_chinese():
    """A Chinese sentence in the code would never be English; 中文 beside an English word explains it."""
    for path in sorted(PACKAGE.rglob("*.html")):
        if "templates" in path.parts:
            left = templatize(path.read_text())
            for found in re.findall(r"gettext\((['\"])(.*?)\1", left):
                assert not HAN.match(found[1]), f"{path.relative_to(PACKAGE)}: {found[1]}"
