"""What `shanqiao plan` does: read, solve, write, tell."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from rich.table import Table

from shanqiao.cli.near import near_to
from shanqiao.cli.options import FileForm, Lang, Policy
from shanqiao.cli.speaking import err, language_of, out, refuse, say_problems
from shanqiao.cli.stopwatch import Stopwatch
from shanqiao.engines.allocation import (
    ONE_BY_ONE,
    CannotSolve,
    CannotUseCity,
    City,
    Plan,
    Workers,
    solve,
)
from shanqiao.engines.allocation.repair import Repaired, Wishes, repair
from shanqiao.feeds.plan_files import (
    CannotWritePlan,
    Language,
    Reading,
    Words,
    read_folder,
    refuse_to_overwrite,
    worth_of_plan,
    write_plan,
)
from shanqiao.feeds.plan_files.report import gap_in_words, kinds_in_words, losses_in_words
from shanqiao.host.cluster import CannotUseCluster, workers_at


def make_plan(
    folder: Path,
    out_folder: Path,
    *,
    policy: Policy,
    standing: Path | None,
    skip_bad: bool,
    form: FileForm,
    force: bool,
    worth: bool = False,
    lang: Lang | None,
    most_helpers: int | None = None,
    cluster: str | None = None,
) -> None:
    """Plan a folder into another; ends with 1, and nothing written, where that cannot be."""
    language = language_of(lang)
    try:
        refuse_to_overwrite(out_folder, force=force)
        with Stopwatch(language) as watch:
            watch.step("read")
            reading = _good_reading(folder, skip_bad=skip_bad, language=language)
            near = near_to(standing, reading.needs, reading.resources, language)
            city = City.of(reading.needs, reading.resources, reading.kinds)
            with _workers(cluster, watch) as workers:
                proven = solve(
                    city, policy=policy.value, standing=near, progress=watch.step, workers=workers
                )
            repaired = _with_wishes(city, proven, reading, most_helpers, watch)
            made = repaired.plan
            if worth:
                watch.step("worth")
            beside = worth_of_plan(city, proven) if worth else None
            watch.step("write")
            write_plan(
                out_folder,
                city,
                made,
                rejected=reading.problems if skip_bad else None,
                timings=watch.taken(),
                changes=repaired.changes,
                form=form.value,
                language=language,
                force=force,
                worth=beside,
            )
    except CannotWritePlan as refusal:
        refuse(refusal.words, language)
    except CannotUseCluster as refusal:
        refuse(Words(refusal.zh, refusal.en), language)
    except (CannotUseCity, CannotSolve) as refusal:
        why = Words(f"这些内容做不了方案：{refusal.zh}", f"This cannot be planned: {refusal}")
        refuse(why, language)
    _tell(city, made, watch, out_folder, language)


def _workers(cluster: str | None, watch: Stopwatch) -> AbstractContextManager[Workers]:
    """This process, or those of a cluster."""
    if cluster is None:
        return nullcontext(ONE_BY_ONE)
    watch.step("workers")
    return workers_at(cluster)


def _good_reading(folder: Path, *, skip_bad: bool, language: Language) -> Reading:
    """The rows to plan for; ends with 1 when there are problems that may not be skipped."""
    if not folder.is_dir():
        refuse(Words(f"没有文件夹 {folder}。", f"There is no folder {folder}."), language)
    reading = read_folder(folder)
    say_problems(reading.warnings, language)
    say_problems(reading.problems, language)
    found = reading.problems.height
    if found and (reading.stopped or not skip_bad):
        refuse(_why_stopped(found, stopped=reading.stopped), language)
    if found:
        left_out = sum(reading.rows.values()) - reading.needs.height - reading.resources.height
        says = Words(
            f"跳过 {left_out} 行，共 {found} 处有误，都写在 rejected.csv 里。",
            f"{left_out} rows left out for {found} problems, listed in rejected.csv.",
        )
        err.print(says.say(language), style="yellow")
    return reading


def _with_wishes(
    city: City, proven: Plan, reading: Reading, most_helpers: int | None, watch: Stopwatch
) -> Repaired:
    """The plan changed so that it meets what the files and the city wish for."""
    wishes = Wishes.of(reading.need_wishes, reading.resource_wishes, most_helpers)
    if wishes:
        watch.step("wishes")
    return repair(city, proven, wishes)


def _why_stopped(found: int, *, stopped: bool) -> Words:
    if stopped:
        return Words(
            f"有 {found} 处问题，有的文件整个用不了；什么也没有写。",
            f"{found} problems, and a file that cannot be used at all; nothing was written.",
        )
    return Words(
        f"有 {found} 处有误；什么也没有写。改好再做，或加 --skip-bad 跳过这些行。",
        f"{found} problems; nothing was written. Mend them, or leave those rows out with --skip-bad.",
    )


def _tell(city: City, made: Plan, watch: Stopwatch, folder: Path, language: Language) -> None:
    """The figures, whether it is proven, how long it took, and where the pictures are."""
    head, rows = kinds_in_words(city.needs, city.kinds, made.matches, language)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for place, name in enumerate(head):
        table.add_column(name, justify="left" if place == 0 else "right", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    out.print(table)
    for words in _worth(made):
        out.print(words.say(language), soft_wrap=True)
    seconds = sum(taken for _, _, taken in watch.taken())
    out.print(Words(f"用时 {seconds:.1f} 秒。", f"Took {seconds:.1f} s.").say(language))
    page = folder / "summary.html"
    out.print(
        Words(f"图表：{page}", f"Pictures: {page}").say(language), soft_wrap=True, markup=False
    )


def _worth(made: Plan) -> list[Words]:
    """The value and its bound; and what wishes cost, where there are any."""
    if "wishes" in made.summary:
        return [gap_in_words(made.summary["wishes"]), *losses_in_words(made.summary["wishes"])]
    objective, bound = made.summary["objective"], made.summary["bound"]
    proven = objective == bound
    return [
        Words(
            f"目标值 {objective:,}，上界 {bound:,}" + ("：已是最优。" if proven else "。"),
            f"Objective {objective:,}, bound {bound:,}" + (": optimal." if proven else "."),
        )
    ]
