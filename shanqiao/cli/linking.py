"""What `shanqiao link` does: read, learn if asked, link, judge if the truth is there, write, tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from shanqiao.cli.link_words import tell
from shanqiao.cli.options import Lang
from shanqiao.cli.speaking import err, language_of, refuse, say_problems
from shanqiao.cli.stopwatch import Stopwatch
from shanqiao.engines.linkage import AGAINST_STEPS, STEPS, CannotReadModel, Model, read_model
from shanqiao.feeds.link_files import (
    CannotReadColumns,
    CannotReadTruth,
    Engine,
    Outcome,
    People,
    TooManyDoubles,
    judged,
    link_list,
    link_list_against,
    read_columns,
    read_people,
    refuse_many_doubles,
    refuse_to_overwrite,
    write_linking,
)
from shanqiao.feeds.plan_files import CannotWritePlan, Language, Words


@dataclass(frozen=True)
class Asked:
    """What somebody typed."""

    people: Path
    out: Path
    against: Path | None
    columns: Sequence[str]
    skip_wrong: bool
    model: Path | None
    train: bool
    on_day: str
    truth: Path | None
    threshold: float | None
    most_doubles: str | None
    engine: Engine
    force: bool


class CannotAskSo(Exception):
    """Options that contradict each other; ``words`` says what to do in both languages."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def link_people(asked: Asked, *, lang: Lang | None) -> None:
    """Link a list into a folder; ends with 1, and nothing written, where that cannot be."""
    from shanqiao.engines.linkage.by_splink import CannotTrain, CannotUseSpark

    language = language_of(lang)
    try:
        _link(asked, language)
    except (
        CannotAskSo,
        CannotReadColumns,
        CannotReadTruth,
        CannotWritePlan,
        TooManyDoubles,
    ) as refusal:
        refuse(refusal.words, language)
    except CannotReadModel as refusal:
        refuse(
            Words(f"权重文件用不了：{refusal}", f"The weights cannot be used: {refusal}"), language
        )
    except CannotTrain as refusal:
        says = Words(
            f"从这份名单学不了权重：{refusal}。去掉 --train，用随善桥来的权重即可。",
            f"Nothing can be learnt from this list: {refusal}. Leave out --train to use the weights that "
            "come with shanqiao.",
        )
        refuse(says, language)
    except CannotUseSpark as refusal:
        refuse(Words(f"用不了 Spark：{refusal}", f"Spark cannot be used: {refusal}"), language)


def _link(asked: Asked, language: Language) -> None:
    most = _share(asked.most_doubles)
    columns = read_columns(asked.columns)
    if asked.against and asked.engine != "own":
        raise CannotAskSo(
            Words("与登记册比对只能用 --engine own。", "--against goes with --engine own alone.")
        )
    if asked.train and asked.model:
        raise CannotAskSo(
            Words(
                "--train 与 --model 只能选一个：学新的，或用现成的。",
                "--train and --model exclude each other: learn weights, or use some.",
            )
        )
    refuse_to_overwrite(asked.out, force=asked.force)
    model = _with_threshold(read_model(asked.model), asked.threshold)
    with Stopwatch(language) as watch:
        watch.step("read")
        people = _good(asked.people, columns, asked, language)
        register = _good(asked.against, columns, asked, language) if asked.against else None
        if asked.train:
            model = _with_threshold(_trained(people, asked.on_day, watch), asked.threshold)
        outcome = _found(people, register, model, asked.engine, watch)
        if most is not None:
            refuse_many_doubles(outcome, most)
        watch.step("judge")
        judgement = judged(outcome.clusters, asked.truth) if asked.truth else None
        watch.step("write")
        summary = write_linking(
            asked.out,
            outcome,
            model,
            people=people,
            register=register,
            engine=asked.engine,
            judgement=judgement,
            rejected=_rejected(people, register) if asked.skip_wrong else None,
            trained=asked.train,
            timings=watch.taken(),
            language=language,
            force=asked.force,
        )
    tell(summary, judgement, watch, asked.out, language)


def _good(path: Path, columns: Mapping[str, str], asked: Asked, language: Language) -> People:
    """The rows of a file; ends with 1 when there are problems that may not be skipped."""
    people = read_people(path, columns)
    say_problems(people.warnings, language)
    say_problems(people.problems, language)
    found = people.problems.height
    if found and (people.stopped or not asked.skip_wrong):
        raise CannotAskSo(_why_stopped(found, stopped=people.stopped))
    if people.rows.is_empty():
        raise CannotAskSo(
            Words(
                f"{path.name} 里没有可用的行；请检查文件。",
                f"{path.name} has no row that can be used; look at the file.",
            )
        )
    if found:
        left_out = people.read - people.rows.height
        says = Words(
            f"{path.name} 跳过 {left_out} 行，共 {found} 处有误。",
            f"{left_out} rows of {path.name} left out for {found} problems.",
        )
        err.print(says.say(language), style="yellow")
    return people


def _rejected(people: People, register: People | None) -> pl.DataFrame:
    """The wrong rows of both files; a column says of which."""
    return pl.concat([one.problems for one in (people, register) if one])


def _why_stopped(found: int, *, stopped: bool) -> Words:
    if stopped:
        return Words(
            f"有 {found} 处问题，文件整个用不了；什么也没有写。照上面说的改好再做。",
            f"{found} problems, and the file cannot be used at all; nothing was written. Do as said above "
            "and run again.",
        )
    return Words(
        f"有 {found} 处有误；什么也没有写。改好再做，或加 --skip-wrong 跳过这些行。",
        f"{found} problems; nothing was written. Mend them, or leave those rows out with --skip-wrong.",
    )


def _trained(people: People, on_day: str, watch: Stopwatch) -> Model:
    """Weights learnt from the list itself."""
    from shanqiao.engines.linkage.by_splink import train

    watch.step("train")
    return train(
        people.rows,
        tell=lambda _, done, of: watch.step("train", done / of),
        version=f"chinese-{people.digest[:8]}",
        on_day=on_day,
        source=f"a list of SHA-256 {people.digest}",
    )


def _found(
    people: People, register: People | None, model: Model, engine: Engine, watch: Stopwatch
) -> Outcome:
    steps = AGAINST_STEPS if register else STEPS
    watch.step(steps[0])
    heard = _steps_of(watch, steps)
    if register:
        return link_list_against(people.rows, register.rows, model, tell=heard)
    return link_list(people.rows, model, engine=engine, tell=heard)


def _steps_of(watch: Stopwatch, steps: Sequence[str]) -> Callable[[str, int, int], None]:
    """The engine says which step is over, the stopwatch wants to know which begins."""

    def heard(step: str, done: int, of: int) -> None:
        place = steps.index(step) + 1
        if place < len(steps):
            watch.step(steps[place], done / of)

    return heard


def _with_threshold(model: Model, together: float | None) -> Model:
    if model.profile != "chinese":
        raise CannotAskSo(
            Words(
                f"{model.version} 是为“{model.profile}”写法的登记册学的权重，这里用不了；请换一份中文的，或去掉 --model。",
                f"{model.version} was learnt for registers of profile “{model.profile}” and cannot be used "
                "here; name one of profile “chinese”, or leave out --model.",
            )
        )
    if together is None:
        return model
    return replace(model, thresholds=replace(model.thresholds, together=together))


def _share(said: str | None) -> float | None:
    """20% or 0.2 as a share."""
    if said is None:
        return None
    text = said.strip()
    try:
        share = float(text.rstrip("%％")) / (100 if text[-1:] in "%％" else 1)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise CannotAskSo(
            Words(
                f"--most-doubles {said} 看不懂；请写 20% 或 0.2 这样的比例。",
                f"--most-doubles {said} is not understood; write a share like 20% or 0.2.",
            )
        )
    return share
