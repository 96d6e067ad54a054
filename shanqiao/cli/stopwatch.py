"""How long each step takes, and a bar that shows it while it lasts."""

from __future__ import annotations

from time import perf_counter

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from shanqiao.cli.speaking import err
from shanqiao.feeds.plan_files import Language, Words

_STEPS = {
    "read": Words("读取与检查", "Reading and checking"),
    "workers": Words("请工作进程", "Calling the workers"),
    "edges": Words("谁可以由谁帮助", "Who may be served by whom"),
    "amounts": Words("谁得多少", "Who gets how much"),
    "distance": Words("由谁来帮", "From whom"),
    "prices": Words("证明没有更好的", "Proving that none is better"),
    "reasons": Words("写明理由", "Saying why"),
    "figures": Words("合计", "Adding up"),
    "worth": Words("没有方案会怎样", "What there would be without a plan"),
    "done": Words("整理", "Putting together"),
    "wishes": Words("满足心愿", "Meeting wishes"),
    "write": Words("写出", "Writing"),
    # of the books
    "blocks": Words("核对封存块", "Looking at blocks"),
    "rows": Words("核对余额与资金线", "Looking at sums and lines"),
    "hledger": Words("hledger 在计算", "hledger adds up"),
    "beancount": Words("beancount 在计算", "beancount adds up"),
    # of a linking
    "train": Words("学权重", "Learning weights"),
    "normalise": Words("统一写法", "Bringing into one form"),
    "keys": Words("取索引键", "Making keys"),
    "candidates": Words("找可能的对", "Finding pairs"),
    "prepare": Words("准备比较", "Preparing"),
    "compare": Words("逐项比较", "Comparing"),
    "score": Words("计算概率", "Weighing"),
    "cluster": Words("归到各人", "Putting people together"),
    "judge": Words("对照答案", "Comparing with the truth"),
}


class Stopwatch:
    """Steps one after the other; a step that comes again goes on where it stopped.

    Used with ``with``: the bar stands on stderr while inside, and only where somebody looks.
    """

    def __init__(self, language: Language) -> None:
        self._language = language
        self._seconds: dict[str, float] = {}
        self._step = ""
        self._since = perf_counter()
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TimeElapsedColumn(),
            console=err,
            disable=not err.is_terminal,
            transient=True,
        )
        self._task = self._bar.add_task("", total=1)

    def __enter__(self) -> Stopwatch:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._lap()
        self._step = ""
        self._bar.stop()

    def step(self, name: str, share: float = 0.0) -> None:
        """A step begins, or has come as far as ``share`` (0 to 1)."""
        if name != self._step:
            self._lap()
            self._step = name
        self._bar.update(self._task, description=self._words(name).say(self._language))
        self._bar.update(self._task, completed=share)

    def taken(self) -> list[tuple[str, Words, float]]:
        """Each step that is over as (code, words, seconds)."""
        return [(name, self._words(name), seconds) for name, seconds in self._seconds.items()]

    def _lap(self) -> None:
        now = perf_counter()
        if self._step:
            self._seconds[self._step] = self._seconds.get(self._step, 0.0) + now - self._since
        self._since = now

    def _words(self, name: str) -> Words:
        return _STEPS.get(name, Words(name, name))
