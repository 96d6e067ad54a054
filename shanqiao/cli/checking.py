"""What `shanqiao check` does: read the input and the plan, and ask the proof what is broken."""

from __future__ import annotations

from pathlib import Path

from shanqiao.cli.options import Lang
from shanqiao.cli.speaking import err, language_of, out, refuse, say_problems
from shanqiao.engines.proof import check as find_violations
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


def check_plan(folder: Path, plan_folder: Path, *, lang: Lang | None) -> None:
    """Say that the plan holds, or everything that is broken, and end with 1."""
    language = language_of(lang)
    plan = _read_plan(plan_folder, language)
    reading = _read_folder(folder, plan, language)
    violations = find_violations(
        reading.needs,
        reading.resources,
        reading.kinds,
        policy=plan.policy,
        matches=plan.matches,
        unmet=plan.unmet,
        certificate=plan.certificate,
    )
    for violation in violations[:_MOST_SAID]:
        out.print(
            "✗ " + Words(violation.zh, violation.en).say(language), markup=False, soft_wrap=True
        )
    if violations:
        refuse(_broken(len(violations)), language)
    out.print("✓ " + _holds(reading, plan).say(language), markup=False, soft_wrap=True)


def _read_plan(folder: Path, language: Language) -> WrittenPlan:
    try:
        plan = read_plan(folder)
    except CannotReadPlan as refusal:
        refuse(refusal.words, language)
    if plan.problems.height:
        say_problems(plan.problems, language)
        refuse(Words("方案的文件有误。", "The files of the plan have problems."), language)
    return plan


def _read_folder(folder: Path, plan: WrittenPlan, language: Language) -> Reading:
    """The rows the plan is for: without the bad ones when it was made without them."""
    if not folder.is_dir():
        refuse(Words(f"没有文件夹 {folder}。", f"There is no folder {folder}."), language)
    reading = read_folder(folder)
    if reading.problems.height and (reading.stopped or not plan.bad_rows_skipped):
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


def _holds(reading: Reading, plan: WrittenPlan) -> Words:
    needs, resources = reading.needs.height, reading.resources.height
    return Words(
        f"通过：{plan.matches.height:,} 条匹配对 {needs:,} 项需要、{resources:,} 项资源处处合规，"
        f"而且没有更好的方案（{plan.policy}）。",
        f"It holds: {plan.matches.height:,} matches of {needs:,} needs and {resources:,} resources "
        f"are feasible, and no plan is better ({plan.policy}): optimal.",
    )
