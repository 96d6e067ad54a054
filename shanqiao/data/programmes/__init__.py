"""The programme templates that come with shanqiao, as text. See SOURCE.md."""

from functools import cache
from pathlib import Path


@cache
def template_files() -> dict[str, str]:
    """{name of the file: its text}, in the order of the names."""
    folder = Path(__file__).parent
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.toml"))}
