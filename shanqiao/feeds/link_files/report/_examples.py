"""Some pairs, masked: how each likeness moves the odds, and what people will have to decide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from shanqiao.engines.linkage import LEVELS, REASONS, Model, Reason
from shanqiao.feeds.plan_files import Words
from shanqiao.feeds.plan_files.report import Cell, both

from .._linking import Outcome
from .._masks import masked_row
from ._bars import SUM, Bar, bars, section, signed, tone_of
from ._weights import FIELDS

_MOST = 12
_COLUMNS = {
    "name": Words("姓名", "Name"),
    "gender": Words("性别", "Gender"),
    "id_no": Words("证件号", "Identity number"),
    "dob": Words("生日", "Birthday"),
    "phone": Words("电话", "Telephone"),
    "address": Words("住址", "Address"),
    "station_street": Words("镇街", "Street"),
}
_SURE = pl.col("probability") >= pl.lit(0.99)
# what is worth seeing, in this order; of each the first by `_order`
_EXAMPLES: list[tuple[Words, pl.Expr, pl.Expr]] = [
    (
        Words("写法不同，确是一人", "Written otherwise, and one person"),
        _SURE & pl.col("name").is_between(2, 14) & (pl.col("id") == 0),
        pl.col("probability"),
    ),
    (
        Words("姓名不全，仍是一人", "The name is not whole, and one person"),
        _SURE & pl.col("name").is_between(16, 18),
        pl.col("probability"),
    ),
    (
        Words("说不准，请人判断", "Neither surely the same nor surely not"),
        pl.col("probability").is_between(0.3, 0.9),
        (pl.col("probability") - 0.5).abs(),
    ),
    (
        Words("很像，却是两个人", "Much alike, and two people"),
        (pl.col("probability") < 0.01)
        & (pl.col("phone") == 1)
        & (pl.col("address").is_between(1, 2)),
        -pl.col("probability"),
    ),
]


def waterfalls(outcome: Outcome, model: Model) -> Iterator[str]:
    """A few pairs, each with what moves its odds from where every two registrations begin."""
    for number, (title, wanted, order) in enumerate(_EXAMPLES, start=1):
        some = outcome.pairs.filter(wanted).sort(order, "first", "second").head(1)
        if some.height:
            yield _waterfall(number, title, some.row(0, named=True), outcome, model)


def clerical_examples(outcome: Outcome) -> str:
    """Pairs that wait for a person, side by side and masked: a few of each reason."""
    ranked = outcome.queue.sort("reason", (pl.col("probability") - 0.5).abs(), "first", "second")
    each = max(1, _MOST // max(1, ranked["reason"].n_unique()))
    some = ranked.group_by("reason", maintain_order=True).head(each)
    title = Words("请人判断的例子", "What people will have to decide: examples")
    says = Words(
        "每对上下两行，已隐去个人信息；完整的登记凭编号在原名单里找。",
        "Each pair in two lines, masked; the whole registrations are found in the list by their rid.",
    )
    if some.is_empty():
        return ""
    head = [
        Words("编号", "rid"),
        *_COLUMNS.values(),
        Words("概率", "Probability"),
        Words("原因", "Reason"),
    ]
    cells = "".join(f'<th scope="col" class="text">{both(one)}</th>' for one in head)
    body = "".join(_clerical(row, outcome) for row in some.iter_rows(named=True))
    content = (
        f'<div class="scroll" tabindex="0"><table><thead><tr>{cells}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )
    return section("clerical", title, says, content, wide=True, downloads=False)


def _clerical(row: dict[str, Any], outcome: Outcome) -> str:
    one, other = (masked_row(outcome.rows.row(row[at], named=True)) for at in ("first", "second"))
    of = both(Words("（登记册）", " (register)")) if row["first"] < outcome.begins else ""
    rids = f'<td class="text">{both(one["rid"])}{of}<br>{both(other["rid"])}</td>'
    cells = rids + "".join(
        f'<td class="text">{both(one[name] or "–")}<br>{both(other[name] or "–")}</td>'
        for name in _COLUMNS
    )
    reason = Words(*REASONS[Reason(row["reason"])])
    return (
        f'<tr>{cells}<td class="figure">{_probability(row["probability"])}</td>'
        f'<td class="text">{both(reason)}</td></tr>'
    )


def _waterfall(
    number: int, title: Words, pair: dict[str, Any], outcome: Outcome, model: Model
) -> str:
    one, other = (masked_row(outcome.rows.row(pair[at], named=True)) for at in ("first", "second"))
    rows, odds = [], model.prior_bits(outcome.rows.height)
    start = Words("任意两条登记", "Any two registrations")
    rows.append(Bar(start, 0.0, odds, [signed(odds)], SUM))
    for field, levels in LEVELS.items():
        bits = pair[f"weight_{field}"]
        level = levels[pair[field]]
        if int(level.code):
            said = Words(level.zh, level.en)
            rows.append(Bar(FIELDS[field], odds, odds + bits, [signed(bits)], tone_of(bits), said))
            odds += bits
    together = pair["weight_together"]
    if abs(together) >= 0.05:
        words = Words("几项合在一起", "Several together")
        note = Words("相同常成群出现，不能各算各的", "likenesses come in groups, as in families")
        rows.append(Bar(words, odds, odds + together, [signed(together)], tone_of(together), note))
        odds += together
    total = Words("合计", "In sum")
    chance = f"{_probability(pair['probability'])}"
    says = Words(f"概率 {chance}", f"probability {chance}")
    rows.append(Bar(total, 0.0, odds, [signed(odds)], SUM, says))
    head = [Words("依据", "Evidence"), Words("比特", "Bits")]
    return section(
        f"pair-{number}",
        Words(f"例 {number}：{title.zh}", f"Example {number}: {title.en}"),
        Words(
            "从任意两条登记说起，每项依据向右加、向左减；每 1 比特使可能性翻一倍或减一半。",
            "From any two registrations on, evidence for moves right and against moves left; each bit "
            "doubles or halves the odds.",
        ),
        bars(head, rows) + _side_by_side(one, other),
    )


def _side_by_side(one: dict[str, str], other: dict[str, str]) -> str:
    """Both registrations, masked."""
    labels: dict[str, Cell] = {"rid": Words("编号", "rid"), **_COLUMNS}
    rows = "".join(
        f'<tr><th scope="row" class="text">{both(words)}</th><td class="text">{both(one[name] or "–")}</td>'
        f'<td class="text">{both(other[name] or "–")}</td></tr>'
        for name, words in labels.items()
    )
    return f'<table class="pair"><tbody>{rows}</tbody></table>'


def _probability(chance: float) -> str:
    """Never 100 %: that is not known of anybody."""
    if chance > 0.9999:
        return ">99.99%"
    return "<0.01%" if chance < 0.0001 else f"{100 * chance:.2f}%"
