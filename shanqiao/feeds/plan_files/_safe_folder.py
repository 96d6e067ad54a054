"""A folder that is there whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ._reasons import Words

_A_PLAN = Words("方案", "a plan")


class CannotWritePlan(Exception):
    """The folder for the plan is taken, or cannot be made; ``words`` says why in both languages."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def refuse_a_taken_folder(
    out: Path, *, force: bool, is_ours: Callable[[Path], bool], what: Words = _A_PLAN
) -> None:
    """Say early, before anything is computed, that the folder may not be written.

    Args:
        force: an earlier plan may be replaced.
        is_ours: whether a path inside the folder is a file that a plan consists of.
        what: what such a folder holds, where it is not a plan.

    Raises:
        CannotWritePlan: something else is there, or an earlier plan and not ``force``.
    """
    if not out.exists() and not out.is_symlink():
        return
    if not out.is_dir() or out.is_symlink():
        raise CannotWritePlan(
            Words(f"{out} 不是文件夹，没有动它。", f"{out} is not a folder; it was left alone.")
        )
    inside = sorted(out.iterdir())
    strange = [path.name for path in inside if not is_ours(path)]
    if strange:
        some = "、".join(strange[:3]), ", ".join(strange[:3])
        raise CannotWritePlan(
            Words(
                f"{out} 里有不属于{what.zh}的文件（{some[0]}），没有动它；请换一个文件夹。",
                f"{out} holds files that are no part of {what.en} ({some[1]}) and was left alone; "
                "name another folder.",
            )
        )
    if inside and not force:
        raise CannotWritePlan(
            Words(
                f"{out} 里已有先前的{what.zh}，没有动它；要替换请加 --force。",
                f"{out} holds {what.en} of before and was left alone; add --force to replace it.",
            )
        )


@contextmanager
def whole_or_not_at_all(out: Path) -> Iterator[Path]:
    """A new folder beside ``out`` to write into, which takes its place when all went well.

    Whatever happens inside, ``out`` holds what it held before or everything new.

    Raises:
        CannotWritePlan: the folder cannot be made.
    """
    out = Path(os.path.abspath(out))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{out.name}.", suffix=".unfinished", dir=out.parent))
    except OSError as error:
        raise CannotWritePlan(
            Words(f"建不了文件夹 {out}：{error}", f"The folder {out} cannot be made: {error}")
        ) from error
    try:
        made.chmod(0o755)
        yield made
        _to_disk(made)
        _put_in_place(made, out)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _put_in_place(made: Path, out: Path) -> None:
    if not out.exists():
        made.rename(out)
        return
    before = Path(tempfile.mkdtemp(prefix=f".{out.name}.", suffix=".before", dir=out.parent))
    out.rename(before / out.name)
    try:
        made.rename(out)
    except BaseException:
        (before / out.name).rename(out)
        before.rmdir()
        raise
    shutil.rmtree(before, ignore_errors=True)


def _to_disk(folder: Path) -> None:
    """What is renamed into place must be on the disk already, or a power cut leaves it empty."""
    for path in [*folder.iterdir(), folder]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
