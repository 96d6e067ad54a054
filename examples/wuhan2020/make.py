"""Turn the wuhan2020 tables into plan files.

python examples/wuhan2020/make.py examples/wuhan2020/data OUT
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from shanqiao.feeds.wuhan2020 import Relief, read_relief, write_relief


def main(tables: Path, out: Path) -> None:
    relief = read_relief(tables)
    write_relief(relief, out)
    print(told(relief))
    print(f"→ {out}")


def told(relief: Relief) -> str:
    """What was read, in words."""
    verdicts = Counter(double.verdict for double in relief.doubles)
    amounts = sum(request.amount_given for request in relief.requests)
    unread = Counter(one.reason for one in relief.unread)
    lines = [
        f"institutions 单位: {len(relief.institutions)}, "
        f"planned as 合并后: {len(set(relief.planned_as.values()))}",
        f"pairs that look alike 疑似重复: {len(relief.doubles)} ("
        + ", ".join(f"{verdict} {times}" for verdict, times in sorted(verdicts.items()))
        + ")",
        f"requests 需要: {len(relief.requests)}, with an amount 写了数量: {amounts}, "
        f"lines that ask for nothing 不需要: {relief.not_asked}",
        f"supplies 供给: {len(relief.supplies)}",
        f"not used 未能使用: {len(relief.unread)} ("
        + ", ".join(f"{reason} {times}" for reason, times in sorted(unread.items()))
        + ")",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
