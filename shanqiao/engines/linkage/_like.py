"""How alike two texts in Latin letters are: levels, and words for them."""

from __future__ import annotations

from enum import IntEnum


class Like(IntEnum):
    """Levels of every column; the first that holds."""

    UNKNOWN = 0
    SAME = 1
    SWAPPED = 2
    TYPO = 3
    INITIAL = 4
    TYPOS = 5
    PART = 6
    SIMILAR = 7
    DIFFERENT = 8


LIKE: dict[Like, tuple[str, str, str]] = {
    Like.UNKNOWN: ("不详", "missing", "smith / –"),
    Like.SAME: ("相同", "the same", "smith / Smith"),
    Like.SWAPPED: ("姓与名互换，或月与日互换", "given name and surname, or day and month, are swapped", "john smith / smith john"),
    Like.TYPO: ("一处拼写不同", "one letter differs, or two neighbours are swapped", "smith / smiht"),
    Like.INITIAL: ("仅写首字母", "only the first letter", "john / j"),
    Like.TYPOS: ("两处拼写不同", "two letters differ", "mitchell / mitschel"),
    Like.PART: ("一方为另一方的开头", "one begins with the other", "rob / robert"),
    Like.SIMILAR: ("大半相同", "mostly the same", "bridgewater / brigwatter"),
    Like.DIFFERENT: ("不同", "different", "smith / jones"),
}  # fmt: skip
