"""The command as a person at a terminal sees it."""

from __future__ import annotations

from dataclasses import dataclass

from typer.testing import CliRunner

from shanqiao.cli import app


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


def shanqiao(*words: object, lang: str = "en") -> Said:
    """Run the command in a language; anything it does not foresee is raised."""
    arguments = [str(word) for word in words]
    result = CliRunner().invoke(app, [*arguments, "--lang", lang], catch_exceptions=False)
    return Said(result.exit_code, result.stdout, result.stderr)
