"""What a plan is worth: the same needs and resources without it, as worth.csv has them."""

from __future__ import annotations

import polars as pl

from shanqiao.engines.allocation import City, Plan
from shanqiao.engines.allocation.without import without_a_plan

from ._reasons import Words

_PLACES = 6  # decimals of shares

# each way to help: its name, and what is simulated
METHODS: dict[str, tuple[Words, Words]] = {
    "each_alone": (
        Words("各自发放", "Each alone"),
        Words(
            "模拟：每项需要申请三个合适的资源（三个是我们的假设，抽签按编号，每次相同）；每个资源先到先得，"
            "缺多少给多少，不知道别人给过，所以会重复。",
            "Simulated: each need applies to three resources that would serve it (three is our "
            "assumption; lots are drawn from identities, the same every time); each resource gives what "
            "is missed, first come first served, not knowing what others gave, so help is doubled.",
        ),
    ),
    "shared_ledger": (
        Words("各自发放，共记一本账", "Each alone, one shared ledger"),
        Words(
            "模拟：同上，但每个资源看得到别人已给的，只补还差的。",
            "Simulated: the same, but each resource sees what others gave and gives only the rest.",
        ),
    ),
    "one_queue": (
        Words("先到先得", "First come, first served"),
        Words(
            "模拟：所有需要按开始日期排一个队，轮到谁，谁就从所有合适且有剩余的资源里就近取；不看轻重。",
            "Simulated: all needs stand in one queue by the day they begin, and each takes from any "
            "resource that fits and has something left, the nearest first; gravity does not count.",
        ),
    ),
    "greedy": (
        Words("按次序逐项给", "In order, one by one"),
        Words(
            "模拟：按本方案的先后次序逐项取，同样就近；但已取的不会为后来者换到别的资源。",
            "Simulated: needs take in the order of this plan, the nearest first; but nobody is moved to "
            "another resource for the sake of those who come later.",
        ),
    ),
    "plan": (
        Words("本方案", "This plan"),
        Words(
            "不是模拟：就是这份方案，按先后次序已证明最优，所以是比较的尺子。",
            "Not simulated: this very plan, proven best in its order, and so the measure of the others.",
        ),
    ),
}


def worth_of_plan(city: City, plan: Plan) -> pl.DataFrame:
    """What each way to help without a plan is worth, and the plan last.

    Returns:
        for each of `METHODS` a row of help in kind and a row of cash, those of which there is a need:

        - method; help: ``in_kind`` or ``cash``;
        - value_share: the value of the plan files by that of the plan, null where that is 0;
        - people: with a need of that sort; people_with_basic_share: those of them for whom the first
          half of each such need is met;
        - duplicates_share: of what was given, how much went beyond what was missed;
        - unspent_share: of what resources had, how much they still have;
        - what_zh, what_en: what is simulated.
    """
    given = plan.matches.group_by("need").agg(given=pl.col("quantity").sum())
    needs = city.needs.select("need").join(given, on="need", how="left", maintain_order="left")
    amounts = needs["given"].fill_null(0).to_numpy()
    says = {method: says for method, (_, says) in METHODS.items()}
    return (
        without_a_plan(city, plan.policy, amounts)
        .filter(pl.col("people") > 0)
        .select(
            "method",
            help=pl.when("is_cash").then(pl.lit("cash")).otherwise(pl.lit("in_kind")),
            value_share=pl.col("of_plan").round(_PLACES),
            people="people",
            people_with_basic_share="people_with_basic_share",
            duplicates_share=pl.col("duplicates_share").round(_PLACES),
            unspent_share=pl.col("left_share").round(_PLACES),
            what_zh=pl.col("method").replace_strict({code: one.zh for code, one in says.items()}),
            what_en=pl.col("method").replace_strict({code: one.en for code, one in says.items()}),
        )
    )
