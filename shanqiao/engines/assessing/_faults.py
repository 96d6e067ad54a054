from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing wrong in the file of an instrument.

    Attributes:
        line: counted from 1; of the table it stands in, where the place itself is not known.
        where: which table and key, e.g. "items 3: options".
        zh, en: what is wrong, in words.
    """

    line: int
    where: str
    zh: str
    en: str


class CannotReadInstrument(ValueError):
    """The file of an instrument is not as it should be; every fault in it.

    Attributes:
        faults: at least one, in the order of the lines.
    """

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"line {f.line}, {f.where}: {f.en}" for f in faults))
        self.faults = faults


class Lines:
    """Where the tables of a TOML text begin, and the faults found in them."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self.faults: list[Fault] = []

    def say(self, table: str, place: int, key: str, zh: str, en: str) -> None:
        """Note a fault.

        Args:
            table: the name of the tables, "" for the top.
            place: the how manieth of them, counted from 0.
            key: the key in it, "" for the whole.
        """
        where = f"{table} {place + 1}: {key}" if table else key
        self.faults.append(Fault(self._line(table, place, key), where.rstrip(": "), zh, en))

    def raise_if_any(self) -> None:
        if self.faults:
            raise CannotReadInstrument(tuple(sorted(self.faults, key=lambda f: (f.line, f.where))))

    def _line(self, table: str, place: int, key: str) -> int:
        begins = 0
        if table:
            heads = [n for n, line in enumerate(self._lines) if line.strip() == f"[[{table}]]"]
            begins = heads[place] if place < len(heads) else 0
        if key:
            pattern = re.compile(rf"\s*(\[)?{re.escape(key)}\b")
            for n in range(begins + bool(table), len(self._lines)):
                if self._lines[n].startswith("[[") and (table or n):
                    break
                if pattern.match(self._lines[n]):
                    return n + 1
        return begins + 1


def fault_of_toml(text: str, message: str) -> CannotReadInstrument:
    """What the reader of TOML said, with its line."""
    found = re.search(r"at line (\d+)", message)
    line = int(found[1]) if found else max(1, len(text.splitlines()))
    return CannotReadInstrument(
        (Fault(line, "TOML", f"这一行不是有效的 TOML：{message}", f"no valid TOML: {message}"),)
    )
