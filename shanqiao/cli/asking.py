"""What `shanqiao whatif` does: read a city and its plan, change it, solve what is touched, tell."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rich.console import RenderableType
from rich.text import Text

from shanqiao.cli.answering import told
from shanqiao.cli.checking import read_again
from shanqiao.cli.near import near_to
from shanqiao.cli.options import FileForm, Lang
from shanqiao.cli.speaking import language_of, out, refuse, say_problems
from shanqiao.cli.stopwatch import Stopwatch
from shanqiao.engines.allocation import (
    POLICIES,
    CannotRelax,
    CannotSolve,
    CannotUseCity,
    Change,
    City,
    relaxed,
    what_if,
)
from shanqiao.feeds.plan_files import (
    CannotReadChange,
    CannotReadPlan,
    CannotWritePlan,
    Language,
    StandingPlan,
    Words,
    change_in_file,
    change_in_lines,
    read_whole_plan,
    refuse_to_overwrite_both,
    together,
    write_city_and_plan,
)


@dataclass(frozen=True)
class Asked:
    """What is to be otherwise, as it was typed; several parts are one change.

    Attributes:
        change: a JSON file.
        gifts, needs: rows in one line each.
        relax: a resource and which of its conditions.
    """

    change: Path | None
    gifts: list[str]
    needs: list[str]
    relax: tuple[str, str] | None

    @property
    def nothing(self) -> bool:
        return not (self.change or self.gifts or self.needs or self.relax)


def answer_what_if(
    folder: Path,
    plan_folder: Path,
    asked: Asked,
    *,
    near: Path | None,
    out_folder: Path | None,
    form: FileForm,
    force: bool,
    lang: Lang | None,
) -> None:
    """Say who would gain and who lose; ends with 1, and nothing written, where that cannot be.

    Args:
        near: the standing plan that the plan was made near to.
    """
    language = language_of(lang)
    if asked.nothing:
        refuse(_NOTHING_ASKED, language)
    try:
        if out_folder is not None:
            refuse_to_overwrite_both(out_folder, force=force)
        with Stopwatch(language) as watch:
            watch.step("read")
            city, standing = _read(folder, plan_folder, language)
            change = _change(asked, city)
            kept = near_to(near, city.needs, city.resources, language)
            answer = what_if(city, standing.plan, change, standing=kept, progress=watch.step)
            lines = told(answer, language)  # worked out while the bar stands
            if out_folder is not None:
                watch.step("write")
                write_city_and_plan(
                    out_folder,
                    answer.city,
                    answer.plan,
                    form=form.value,
                    language=language,
                    force=force,
                )
    except (CannotReadPlan, CannotWritePlan) as refusal:
        refuse(refusal.words, language)
    except CannotReadChange as refusal:
        if refusal.problems is not None:
            say_problems(refusal.problems, language)
        refuse(refusal.words, language)
    except CannotRelax:
        refuse(_cannot_relax(*(asked.relax or ("", ""))), language)
    except (CannotUseCity, CannotSolve) as refusal:
        refuse(_cannot_be(refusal), language)
    _say(lines, watch, out_folder, language)


def _read(folder: Path, plan_folder: Path, language: Language) -> tuple[City, StandingPlan]:
    standing = read_whole_plan(plan_folder)
    reading = read_again(folder, skipped=standing.bad_rows_skipped, language=language)
    city = City.of(reading.needs, reading.resources, reading.kinds)
    if city.digest() != standing.city:
        refuse(_of_another_city(folder, plan_folder), language)
    plan = standing.plan
    strange = set(plan.matches["need"]) - set(city.needs["need"])
    strange |= set(plan.matches["resource"]) - set(city.resources["resource"])
    if strange or plan.policy not in POLICIES:
        refuse(_spoiled(plan_folder, folder), language)
    return city, standing


def _change(asked: Asked, city: City) -> Change:
    parts = [] if asked.change is None else [change_in_file(asked.change, city)]
    parts.append(change_in_lines(city, gifts=asked.gifts, needs=asked.needs))
    if asked.relax is not None:
        parts.append(relaxed(city, *asked.relax))
    return together(*parts)


def _say(
    lines: list[RenderableType], watch: Stopwatch, folder: Path | None, language: Language
) -> None:
    for line in lines:
        out.print(line, soft_wrap=isinstance(line, Text))
    seconds = sum(taken for _, _, taken in watch.taken())
    out.print(Words(f"用时 {seconds:.1f} 秒。", f"Took {seconds:.1f} s.").say(language))
    if folder is not None:
        says = Words(
            f"改后的输入与方案：{folder}；核对：shanqiao check {folder}/city {folder}/plan",
            f"The changed input and its plan: {folder}; to check: "
            f"shanqiao check {folder}/city {folder}/plan",
        )
        out.print(says.say(language), soft_wrap=True, markup=False)


_NOTHING_ASKED = Words(
    "没有说改什么；请加 --gift、--need、--relax 或 --change。",
    "Nothing is to be otherwise; add --gift, --need, --relax or --change.",
)


def _of_another_city(folder: Path, plan_folder: Path) -> Words:
    return Words(
        f"{plan_folder} 不是这些内容的方案：{folder} 后来改过。"
        f"请先重做：shanqiao plan {folder} --out {plan_folder} --force",
        f"{plan_folder} is no plan of this content: {folder} has changed since. "
        f"Make it again first: shanqiao plan {folder} --out {plan_folder} --force",
    )


def _spoiled(plan_folder: Path, folder: Path) -> Words:
    return Words(
        f"{plan_folder} 里的方案被改动过，不能再用；"
        f"要知道哪里不对：shanqiao check {folder} {plan_folder}",
        f"The plan in {plan_folder} was changed by hand and is of no use; "
        f"to see where: shanqiao check {folder} {plan_folder}",
    )


def _cannot_relax(resource: str, condition: str) -> Words:
    return Words(
        f"没有资源 {resource}，或它的 {condition} 没有可放宽的；"
        "scarcity.csv 列出各项资源值得放宽的条件。",
        f"There is no resource {resource}, or its {condition} cannot be wider; "
        "scarcity.csv lists what is worth relaxing.",
    )


def _cannot_be(refusal: CannotUseCity | CannotSolve) -> Words:
    return Words(
        f"不能这样改：{refusal.zh}。什么也没有写。",
        f"It cannot be changed so: {refusal}. Nothing was written.",
    )
