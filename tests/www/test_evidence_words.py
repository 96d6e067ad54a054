"""How sure we are of an instrument or a path is said in the language of the page."""

import tomllib
from pathlib import Path

import pytest
from django.utils.translation import gettext, override

from shanqiao.data import crises, instruments
from shanqiao.www.station.evidence_words import EVIDENCE

FILES = [
    file
    for package in (instruments, crises)
    for file in sorted(Path(package.__file__).parent.glob("*.toml"))
]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_comes_with_shanqiao_says_so_in_chinese(file):
    said = tomllib.loads(file.read_text(encoding="utf-8"))["evidence"]

    assert said in EVIDENCE
    with override("zh-hans"):
        assert gettext(said) != said
