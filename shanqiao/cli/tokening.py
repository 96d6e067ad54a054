"""What `shanqiao token` does: read a list, say what is wrong with it, make tokens, write them."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from rich.progress import Progress

from shanqiao.cli.options import Lang
from shanqiao.cli.speaking import err, language_of, out, refuse, say_problems
from shanqiao.engines.linkage import normalise
from shanqiao.engines.linkage.tokens import MISSING, Tokens, make_tokens
from shanqiao.feeds.plan_files import Language, Words
from shanqiao.feeds.token_files import (
    LIST_COLUMNS,
    CannotUseFile,
    PeopleList,
    masked,
    read_key_file,
    read_list,
    write_tokens,
)

_WRONG_ID = 3  # IdKind.WRONG
# column: (what holds of a row in normal form that cannot be used as it is written, in words)
_DOUBTS = {
    "id_no": (
        pl.col("id_kind") == _WRONG_ID,
        Words("校验位或出生日期不对，请对照证件", "its check digit or birth date is wrong; compare it with the card"),
    ),
    "dob": (
        pl.col("born").is_null(),
        Words("读不出日期；写成 1950-05-06 最稳妥", "no day can be read; 1950-05-06 is the surest way to write it"),
    ),
    "phone": (
        pl.col("phone").is_null(),
        Words("不像电话号码，未使用", "looks like no telephone number and is not used"),
    ),
    "name": (
        pl.col("name").is_null(),
        Words("不是完整姓名，只能作参考", "is no whole name and helps only a little"),
    ),
}  # fmt: skip
_NOTHING = Words(
    "没有可用的信息，这一行不会被询问", "holds nothing that can be used; it will not be asked about"
)


def make_token_file(
    people: Path,
    key_file: Path,
    out_file: Path,
    *,
    column: list[str],
    number: str | None,
    lang: Lang | None,
) -> None:
    """Make tokens of a list; ends with 1, and nothing written, where that cannot be."""
    language = language_of(lang)
    try:
        key = read_key_file(key_file)
        listed = read_list(people, columns=_told(column), number=number)
    except CannotUseFile as refusal:
        refuse(refusal.words, language)
    normal = normalise(listed.rows)
    with Progress(console=err, disable=not err.is_terminal, transient=True) as bar:
        task = bar.add_task(Words("做标记", "Making tokens").say(language), total=normal.height)
        tokens = make_tokens(
            normal, key=key.token_key, told=lambda done: bar.update(task, completed=done)
        )
    usable = pl.Series((tokens.values != MISSING).any(axis=1), dtype=pl.Boolean)
    say_problems(_problems(people.name, listed, normal, usable), language)
    asked = Tokens(tokens.rids.filter(usable), tokens.values[usable.to_numpy()])
    if not len(asked.rids):
        refuse(
            Words(
                "没有一行可以询问，什么也没有写。",
                "There is no row to ask about; nothing was written.",
            ),
            language,
        )
    write_tokens(out_file, asked, key=key.key)
    _tell(listed, len(asked.rids), out_file, language)


def _told(column: list[str]) -> dict[str, str]:
    pairs = dict(said.partition("=")[::2] for said in column)
    strange = [name for name in pairs if name not in LIST_COLUMNS]
    if strange:
        raise CannotUseFile(
            f"没有 {strange[0]} 这一列；可以写的是 {' '.join(LIST_COLUMNS)}。",
            f"There is no column {strange[0]}; there are {' '.join(LIST_COLUMNS)}.",
        )
    return pairs


def _problems(
    file: str, listed: PeopleList, normal: pl.DataFrame, usable: pl.Series
) -> pl.DataFrame:
    """Cells that cannot be used as they are written, masked, in the order of the list."""
    rows = listed.rows.sort("rid")
    found = []
    for column, (doubt, words) in _DOUBTS.items():
        if column not in listed.headings:
            continue
        wrong = normal.select(doubt.fill_null(False)).to_series() & (
            rows[column].str.strip_chars() != ""
        )
        for number, value in rows.filter(wrong).select("rid", column).iter_rows():
            found.append((file, number, listed.headings[column], masked(value), words.zh, words.en))
    for number in rows.filter(~usable)["rid"]:
        found.append((file, number, "", "", _NOTHING.zh, _NOTHING.en))
    columns = ("file", "line", "column", "value", "reason_zh", "reason_en")
    return pl.DataFrame(found, schema=columns, orient="row").sort("line", maintain_order=True)


def _tell(listed: PeopleList, asked: int, out_file: Path, language: Language) -> None:
    known = Words("认出的列：", "Columns: ").say(language)
    out.print(known + ", ".join(f"{c} ← {h}" for c, h in listed.headings.items()), markup=False)
    done = Words(
        f"{listed.rows.height:,} 行中的 {asked:,} 行已做成标记，写在 {out_file}。名单没有离开这台电脑；文件里没有姓名、证件号和电话。",
        f"{asked:,} of {listed.rows.height:,} rows were made into tokens, in {out_file}. The list has not left this machine; "
        "the file holds no name, number or telephone.",
    )
    out.print(done.say(language), markup=False, soft_wrap=True)
    after = Words(
        f"下一步：shanqiao ask {out_file} --key 密钥文件 --server 善桥网址 --out 答复.csv",
        f"Next: shanqiao ask {out_file} --key KEY --server ADDRESS --out ANSWERS.csv",
    )
    out.print(after.say(language), markup=False, soft_wrap=True)
