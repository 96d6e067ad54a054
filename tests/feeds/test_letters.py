"""Receipts and letters as files: every field is on the page, in both languages, and nothing in it is taken for a command."""

import re
import zlib

import pytest

from shanqiao.feeds import letters
from shanqiao.feeds.letters import (
    KINDS,
    LANGUAGES,
    CannotSetLetters,
    draw_letters,
    form_of,
    set_letters,
    square_code,
)

PNG = b"\x89PNG\r\n\x1a\n"
CODE = square_code("https://shanqiao.example/verify/?code=44010126&number=1&check=7F3K9Q2M")
RECEIPT = {
    "void": False,
    "code_svg": CODE,
    "title": "公益事业捐赠票据",
    "code": "44010126",
    "number": "0000000012",
    "check_code": "7F3K9Q2M",
    "issued_on": "2026年5月6日",
    "payer": "镕喆",
    "payer_uscc": "91440101MA59ABCD1X",
    "item_code": "",
    "item": "货币捐赠：长者膳食",
    "unit": "元",
    "quantity": "1",
    "standard": "",
    "amount": "1,234.50",
    "amount_sign": "¥1,234.50",
    "capitals": "人民币壹仟贰佰叁拾肆元伍角整",
    "remarks": "",
    "replaces": "0000000007",
    "host": "第一慈善会",
    "handler": "陈嘉怡",
    "verify": "shanqiao.example",
}
GIFT = {
    "name": "黄伟强",
    "day": "6 May 2026",
    "purse": "Meals",
    "amount": "CNY 1,000.00",
    "code_svg": CODE,
    "number": "JZ2026-0000012",
    "host": "Charity",
    "signed_on": "7 May 2026",
    "wish": "",
}
LINE = {
    "day": "2026-05-06",
    "number": "JZ2026-0000012",
    "purse": "长者膳食",
    "how": "银行",
    "amount": "¥20.00",
    "receipt": "",
}
SUMMARY = {
    "n": 0,
    "year": 2026,
    "name": "黄伟强",
    "host": "第一慈善会",
    "signed_on": "2026年12月31日",
    "total": "¥1,200.00",
    "capitals": "人民币壹仟贰佰元整",
    "gifts": [LINE] * 60,
}
REFERRAL = {
    "to": "第一慈善会",
    "station": "第2社工站",
    "owner": "某3",
    "kind": "照料",
    "item": "",
    "much": "10 小时",
    "street": "沙面街道",
    "words": "每周上门两次 #panic()",
    "wanted_by": "2026年6月1日",
    "open_until": "2026年5月20日",
    "address": "https://shanqiao.example/referral/x/",
    "by_exception": False,
    "code_svg": CODE,
    "written_on": "2026年5月6日",
}
GUIDED = {
    "name": "黄伟强",
    "station": "第2社工站",
    "day": "2026年5月6日",
    "agrees": False,
    "needs": [
        {
            "kind": "照料",
            "item": "",
            "lacking": "20 小时",
            "assessed": True,
            "fits": [
                {
                    "name": "长者关爱",
                    "fit": "现在就能申请",
                    "most": "20 小时",
                    "papers": ["身份证"],
                    "missing": [],
                    "says": [],
                }
            ],
            "others": [{"name": "助学", "why": "条件：18岁以下"}],
        }
    ],
}
SHEET = {
    "name": "黄伟强",
    "station": "第2社工站",
    "day": "2026年5月6日",
    "facts": [["姓名", "黄伟强"], ["电话", "020-00001234"]],
    "beside": [],
    "stations": ["第2社工站"],
    "consents": ["找帮助"],
    "looks": [["2026年5月6日", "某3", "办理个案"]],
    "passed_on": [],
}
LETTERS = {
    "receipts": RECEIPT,
    "certificates": GIFT,
    "thanks": GIFT,
    "summaries": SUMMARY,
    "referrals": REFERRAL,
    "guidance": GUIDED,
    "sheets": SHEET,
}
PAGES = {"summaries": 4}  # of two letters; all others are one page each


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_set_in_both_languages(kind, language):
    told = [LETTERS[kind], {**LETTERS[kind], "n": 1}]

    pages = draw_letters(kind, told, language=language, ppi=40)

    assert len(pages) == PAGES.get(kind, 2)
    assert all(page.startswith(PNG) for page in pages)
    assert set_letters(kind, told, language=language).startswith(b"%PDF-")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_whose_form_it_is_and_which_version(kind, monkeypatch):
    [zh, en] = (form_of(kind, language=language) for language in LANGUAGES)
    version = zh.rsplit(" ", 1)[1]
    assert en.endswith(f"version {version}") and re.fullmatch(r"[0-9a-f]{8}", version)
    assert ("财综〔2024〕1号" in zh) == (kind == "receipts")
    before = draw_letters(kind, [LETTERS[kind]], language="zh", ppi=40)

    monkeypatch.setattr(letters, "_version", lambda _kind: "00000000")

    assert draw_letters(kind, [LETTERS[kind]], language="zh", ppi=40) != before


def test_the_version_is_another_one_where_look_or_words_change(monkeypatch, tmp_path):
    for part in letters._FOLDER.iterdir():
        (tmp_path / part.name).write_bytes(part.read_bytes())
    monkeypatch.setattr(letters, "_FOLDER", tmp_path)
    versions = []
    for changed in (None, "thanks.typ", "words.toml"):
        if changed:
            (tmp_path / changed).write_text((tmp_path / changed).read_text() + "\n")
        letters._version.cache_clear()
        versions.append(letters._version("thanks"))
    letters._version.cache_clear()

    assert len(set(versions)) == 3


def test_the_fonts_are_in_the_file_and_say_which_character_is_which():
    content = set_letters("receipts", [RECEIPT], language="zh")

    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.S)
    said = b"".join(_unpacked(stream) for stream in streams)
    assert b"NotoSerifSC" in content + said
    for character in "镕喆壹佰票据":  # the map from drawn signs back to text
        assert f"{ord(character):04X}".encode() in said.upper()


def test_what_looks_like_a_command_is_only_text():
    told = {**RECEIPT, "payer": '#panic() $x$ _y_ [z] \\ "', "remarks": "#pagebreak()"}

    assert len(draw_letters("receipts", [told], language="zh", ppi=40)) == 1


def test_a_void_receipt_looks_void():
    good, void = (
        draw_letters("receipts", [{**RECEIPT, "void": is_void}], language="zh", ppi=40)
        for is_void in (False, True)
    )

    assert good != void


@pytest.mark.parametrize(
    ("kind", "told", "language"),
    [("cheques", [RECEIPT], "zh"), ("receipts", [], "zh"), ("receipts", [RECEIPT], "fr")],
)
def test_other_letters_are_not_set(kind, told, language):
    with pytest.raises(CannotSetLetters):
        set_letters(kind, told, language=language)


def test_a_letter_that_lacks_something_says_so():
    with pytest.raises(CannotSetLetters, match="payer"):
        set_letters("receipts", [{k: v for k, v in RECEIPT.items() if k != "payer"}], language="zh")


def test_without_fonts_it_says_what_to_do(monkeypatch, tmp_path):
    letters._compiler.cache_clear()
    monkeypatch.setattr(letters, "_FONTS", tmp_path)

    with pytest.raises(CannotSetLetters, match="make setup"):
        set_letters("receipts", [RECEIPT], language="zh")

    letters._compiler.cache_clear()


def _unpacked(stream):
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream
