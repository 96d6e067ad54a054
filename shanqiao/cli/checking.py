"""What `shanqiao check` does: read the input and the plan, and ask the proof what is broken."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from shanqiao.cli.options import Lang, Policy
from shanqiao.cli.speaking import err, language_of, out, refuse, say_problems
from shanqiao.engines.proof import Verdict, Wished, examine, examine_repaired
from shanqiao.feeds.plan_files import (
    CannotReadPlan,
    Language,
    Reading,
    Words,
    WrittenPlan,
    read_folder,
    read_plan,
)
from shanqiao.feeds.plan_files.report import share_rounded_up

_MOST_SAID = 200
_ANY_NUMBER = Words("资源数不限", "any number of resources")
POLICIES = tuple(policy.value for policy in Policy)


def check_plan(folder: Path, plan_folder: Path, *, lang: Lang | None) -> None:
    """Say that the plan holds, or everything that is broken, and end with 1."""
    language = language_of(lang)
    plan = _read_plan(plan_folder, language)
    reading = read_again(folder, skipped=plan.bad_rows_skipped, language=language)
    if plan.policy not in POLICIES:
        refuse(
            Words(f"没有“{plan.policy}”这种次序。", f"No order is called “{plan.policy}”."),
            language,
        )
    wished = Wished(reading.need_wishes, reading.resource_wishes, plan.most_helpers)
    verdict = _examine(reading, plan, wished)
    broken = [Words(one.zh, one.en) for one in verdict.violations]
    broken += _untrue(plan.summary, {"objective": verdict.objective, "distance": verdict.distance})
    if wished:
        broken += _untrue(plan.summary, {"bound": verdict.bound})
        broken += _untrue(plan.wishes, _told(wished, verdict), "wishes.")
    for words in broken[:_MOST_SAID]:
        out.print(f"✗ {words.say(language)}", markup=False, soft_wrap=True)
    if broken:
        refuse(_broken(len(broken)), language)
    for words in _holds(reading, plan, verdict, wished):
        out.print(f"✓ {words.say(language)}", markup=False, soft_wrap=True)


def _examine(reading: Reading, plan: WrittenPlan, wished: Wished) -> Verdict:
    parts = (reading, plan.policy, plan.matches, plan.certificate)
    if wished:
        return examine_repaired(*parts, wished, plan.changes, plan.unmet)
    return examine(*parts, plan.unmet)


def _untrue(
    summary: Mapping[str, object], counted: Mapping[str, object], where: str = ""
) -> list[Words]:
    """What summary.json says otherwise than counted again."""
    return [
        Words(
            f"summary.json 里的 {where}{name} 是 {summary.get(name)}，重新数来是 {count}",
            f"summary.json says {where}{name} is {summary.get(name)}; counted again it is {count}",
        )
        for name, count in counted.items()
        if summary.get(name) != count
    ]


def _told(wished: Wished, verdict: Verdict) -> dict[str, int | float | None]:
    """What summary.json must say of wishes."""
    gap = verdict.bound - verdict.objective
    millionths = -(-gap * 1_000_000 // verdict.bound) if verdict.bound else 0
    return {
        **wished.figures(),
        "value": verdict.objective,
        "bound": verdict.bound,
        "gap": gap,
        "gap_share": millionths / 1_000_000,
    }


def _read_plan(folder: Path, language: Language) -> WrittenPlan:
    try:
        plan = read_plan(folder)
    except CannotReadPlan as refusal:
        refuse(refusal.words, language)
    if plan.problems.height:
        say_problems(plan.problems, language)
        refuse(Words("方案的文件有误。", "The files of the plan have problems."), language)
    return plan


def read_again(folder: Path, *, skipped: bool, language: Language) -> Reading:
    """The rows the plan is for: without the bad ones when it was made without them."""
    if not folder.is_dir():
        refuse(Words(f"没有文件夹 {folder}。", f"There is no folder {folder}."), language)
    reading = read_folder(folder)
    if reading.problems.height and (reading.stopped or not skipped):
        say_problems(reading.problems, language)
        refuse(
            Words(
                "输入文件有误，方案无从核对。",
                "The input has problems; the plan cannot be checked.",
            ),
            language,
        )
    if reading.problems.height:
        err.print(
            Words(
                f"方案做时跳过了有误的行（{reading.problems.height} 处），这里同样跳过。",
                f"Bad rows were left out of the plan and are left out here "
                f"({reading.problems.height} problems).",
            ).say(language),
            style="yellow",
        )
    return reading


def _broken(violations: int) -> Words:
    return Words(
        f"不通过：{violations} 处不成立。",
        f"It does not hold: {violations} conditions are broken.",
    )


def _holds(reading: Reading, plan: WrittenPlan, verdict: Verdict, wished: Wished) -> list[Words]:
    needs, resources, matches = reading.needs.height, reading.resources.height, plan.matches.height
    feasible = Words(
        f"合规：{matches:,} 条匹配，{needs:,} 项需要、{resources:,} 项资源的每一条限制都守住了。",
        f"Feasible: {matches:,} matches keep every limit of {needs:,} needs "
        f"and {resources:,} resources.",
    )
    if wished:
        return [feasible, _meets(wished, verdict)]
    best = Words(
        f"最优：按 {plan.policy} 的次序没有更好的方案；目标值 {verdict.objective:,}，"
        f"证书给出的上界 {verdict.bound:,}，路程 {verdict.distance:,}。",
        f"Optimal: in the order {plan.policy} no plan is better; objective "
        f"{verdict.objective:,}, bound by the certificate {verdict.bound:,}, "
        f"distance {verdict.distance:,}.",
    )
    return [feasible, best]


def _meets(wished: Wished, verdict: Verdict) -> Words:
    """Which wishes are met, and how far the plan may be from the best one that meets them."""
    count = wished.figures()
    most = count["most_helpers"]
    limit = Words(f"资源最多 {most} 项", f"{most} resources at most") if most else _ANY_NUMBER
    gap = verdict.bound - verdict.objective
    share = share_rounded_up(gap, verdict.bound)
    below = Words(
        f"最多比已证明的上界 {verdict.bound:,} 低 {share}（{gap:,}）",
        f"at most {share} ({gap:,}) below the proven bound {verdict.bound:,}",
    )
    if not gap:
        below = Words("等于已证明的上界", "which is the proven bound")
    return Words(
        f"满足全部心愿：要么全部、要么不给的需要 {count['whole']:,} 项，有最低给付额的资源 "
        f"{count['minimum']:,} 项，给出的有一定比例给预留人群的资源 {count['spent_share']:,} 项，"
        f"帮助一项需要的{limit.zh}；目标值 {verdict.objective:,}，"
        f"{below.zh}。",
        f"Meets all wishes: {count['whole']:,} needs of all or nothing, {count['minimum']:,} "
        f"resources with a minimum, {count['spent_share']:,} with a share of what is spent, "
        f"{limit.en} for one need; objective {verdict.objective:,}, {below.en}.",
    )
