"""Receipts and letters as PDF or as pictures: plain words in, a file out. Nothing is fetched from anywhere.

What a letter says stands in ``templates/words.toml``, how it looks in the ``.typ`` file of its kind.
"""

from __future__ import annotations

import hashlib
import io
import json
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import segno
import typst

KINDS = ("receipts", "certificates", "thanks", "summaries", "referrals", "guidance", "sheets")
LANGUAGES = ("zh", "en")
_FOLDER = Path(__file__).parent / "templates"
_FONTS = Path(__file__).parent / "fonts"


class CannotSetLetters(Exception):
    """The fonts are missing, or a letter lacks something its kind needs."""


def set_letters(kind: str, letters: Sequence[Mapping], *, language: str) -> bytes:
    """A PDF (PDF/A-2b) with these letters one after the other.

    Args:
        kind: one of ``KINDS``.
        letters: at least one; what each holds, says the template of its kind.
        language: one of ``LANGUAGES``.

    Raises:
        CannotSetLetters: with the reason.
    """
    [whole] = _set(kind, letters, language, format="pdf", pdf_standards=["a-2b"])
    return whole


def draw_letters(
    kind: str, letters: Sequence[Mapping], *, language: str, ppi: int = 96
) -> list[bytes]:
    """The same as pictures (PNG), one for each page."""
    return _set(kind, letters, language, format="png", ppi=ppi)


def form_of(kind: str, *, language: str) -> str:
    """Whose form a letter of a kind has, and its version, as a sentence; it stands on the letter and beside its button.

    The version is another one wherever the look or the words of the letter change.
    """
    words = _words()[language]
    source = words.get(f"form_source_{kind}", words["form_source"])
    return words["form"].format(source=source, version=_version(kind))


def square_code(text: str) -> str:
    """A square code (QR, ISO/IEC 18004) that says ``text``, as SVG."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", border=1, xmldecl=False)
    return drawn.getvalue().decode()


def _set(kind, letters, language, **form) -> list[bytes]:
    if kind not in KINDS or language not in LANGUAGES or not letters:
        raise CannotSetLetters(f"no letters of the kind {kind} in {language}")
    form_told = form_of(kind, language=language)
    told = json.dumps(
        {"language": language, "form": form_told, "letters": list(letters)}, ensure_ascii=False
    )
    try:
        done = _compiler().compile(
            input=str(_FOLDER / f"{kind}.typ"), sys_inputs={"told": told}, **form
        )
    except typst.TypstError as refusal:
        raise CannotSetLetters(str(refusal)) from refusal
    return done if isinstance(done, list) else [done]


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads((_FOLDER / "words.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=len(KINDS))
def _version(kind: str) -> str:
    parts = (_FOLDER / name for name in (f"{kind}.typ", "common.typ", "words.toml"))
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()[:8]


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    """Reads the fonts once; 30 MB of them."""
    if not any(_FONTS.glob("*.ttf")):
        raise CannotSetLetters("The fonts of letters are missing: run `make setup`.")
    return typst.Compiler(root=str(_FOLDER), font_paths=[str(_FONTS)], ignore_system_fonts=True)
