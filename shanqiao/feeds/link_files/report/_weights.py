"""How much each likeness weighs, and how often it was met."""

from __future__ import annotations

import polars as pl

from shanqiao.engines.linkage import LEVELS, Model
from shanqiao.feeds.plan_files import Words
from shanqiao.feeds.plan_files.report import both, whole

from .._linking import Outcome
from ._bars import Bar, bars, section, signed, tone_of

FIELDS = {
    "name": Words("姓名", "Name"),
    "id": Words("证件号", "Identity number"),
    "birth": Words("生日", "Birthday"),
    "phone": Words("电话", "Telephone"),
    "address": Words("住址", "Address"),
    "street": Words("镇街", "Street"),
    "gender": Words("性别", "Gender"),
}


def match_weights(outcome: Outcome, model: Model) -> str:
    """The weight of every level in the model, field by field."""
    head = [
        Words("相似程度", "Likeness"),
        Words("比特", "Bits"),
        Words("对数", "Pairs"),
    ]
    tables = []
    for field, levels in LEVELS.items():
        met = dict(outcome.pairs.group_by(pl.col(field).cast(pl.Int64)).len().iter_rows())
        weights = model.fields.get(field, {})
        rows = [
            Bar(
                Words(one.zh, one.en),
                0.0,
                weights[one.code.name].bits,
                [signed(weights[one.code.name].bits), whole(met.get(int(one.code), 0))],
                tone_of(weights[one.code.name].bits),
            )
            for one in levels
            if one.code.name in weights
        ]
        rows.sort(key=lambda row: -row.ends)
        if rows:
            tables.append(f"<div><h3>{both(FIELDS[field])}</h3>{bars(head, rows)}</div>")
    return section(
        "weights",
        Words("每种相似有多重", "How much each likeness weighs"),
        Words(
            "权重是相似时“同一人”比“两个人”常见多少倍，取以 2 为底的对数：+1 是两倍，−1 是一半。"
            "少见的姓名、电话、住址相同时，比这里写的更重；几项合在一起另有增减。",
            "A weight is how much oftener one person's registrations are alike so than two people's, as a "
            "logarithm of base 2: +1 is twice, −1 half. A rare name, telephone or address that is the same "
            "weighs more than written here; several together add or take away.",
        ),
        f'<div class="columns">{"".join(tables)}</div>',
        wide=True,
    )
