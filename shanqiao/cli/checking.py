"""What `shanqiao check` does: read the input and the plan, and ask the proof what is broken."""

from __future__ import annotations

from pathlib import Path

from shanqiao.cli.options import Lang, Policy
from shanqiao.cli.speaking import err, language_of, out, refuse, say_problems
from shanqiao.engines.proof import Verdict, examine
from shanqiao.feeds.plan_files import (
    CannotReadPlan,
    Language,
    Reading,
    Words,
    WrittenPlan,
    read_folder,
    read_plan,
)

_MOST_SAID = 200
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
    verdict = examine(reading, plan.policy, plan.matches, plan.certificate, plan.unmet)
    broken = [Words(one.zh, one.en) for one in verdict.violations] + _untrue(plan, verdict)
    for words in broken[:_MOST_SAID]:
        out.print(f"✗ {words.say(language)}", markup=False, soft_wrap=True)
    if broken:
        refuse(_broken(len(broken)), language)
    for words in _holds(reading, plan, verdict):
        out.print(f"✓ {words.say(language)}", markup=False, soft_wrap=True)


def _untrue(plan: WrittenPlan, verdict: Verdict) -> list[Words]:
    """What summary.json says otherwise than counted again."""
    counted = {"objective": verdict.objective, "distance": verdict.distance}
    return [
        Words(
            f"summary.json 里的 {name} 是 {plan.summary.get(name)}，重新数来是 {count}",
            f"summary.json says {name} is {plan.summary.get(name)}; counted again it is {count}",
        )
        for name, count in counted.items()
        if plan.summary.get(name) != count
    ]


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


def _holds(reading: Reading, plan: WrittenPlan, verdict: Verdict) -> list[Words]:
    needs, resources, matches = reading.needs.height, reading.resources.height, plan.matches.height
    return [
        Words(
            f"合规：{matches:,} 条匹配，{needs:,} 项需要、{resources:,} 项资源的每一条限制都守住了。",
            f"Feasible: {matches:,} matches keep every limit of {needs:,} needs "
            f"and {resources:,} resources.",
        ),
        Words(
            f"最优：按 {plan.policy} 的次序没有更好的方案；目标值 {verdict.objective:,}，"
            f"证书给出的上界 {verdict.bound:,}，路程 {verdict.distance:,}。",
            f"Optimal: in the order {plan.policy} no plan is better; objective "
            f"{verdict.objective:,}, bound by the certificate {verdict.bound:,}, "
            f"distance {verdict.distance:,}.",
        ),
    ]
