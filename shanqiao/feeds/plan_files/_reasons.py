"""What can be wrong with a plan file, in words."""

from __future__ import annotations

from typing import Literal, NamedTuple

Language = Literal["zh", "en"]


class Words(NamedTuple):
    """One sentence in both languages."""

    zh: str
    en: str

    def say(self, language: Language, **facts: object) -> str:
        """The sentence in one language, with the facts, where there are any, filled in."""
        sentence = self.zh if language == "zh" else self.en
        return sentence.format(**facts) if facts else sentence


# {column} and {value} are the cell's; {detail} is what the check adds.
REASONS: dict[str, Words] = {
    # the file as a whole
    "missing_file": Words(
        "没有找到这个文件，{detail} 也没有。", "The file is not there, nor is {detail}."
    ),
    "two_files": Words(
        "同时有这个文件和 {detail}，不知道以哪个为准；请只留一个。",
        "Both this file and {detail} are there, and which one counts is not known; keep one.",
    ),
    "unreadable": Words("文件打不开或读不了：{detail}", "The file cannot be read: {detail}"),
    "not_utf8": Words(
        "从这一行起不是 UTF-8 编码；请在表格软件里另存为“CSV UTF-8”。",
        "From this line on the text is not UTF-8; save it as “CSV UTF-8”.",
    ),
    "quotes": Words(
        "引号没有成对，从这一行起读不下去：{detail}",
        "Quotation marks do not match; from this line on nothing could be read: {detail}",
    ),
    "empty_file": Words(
        "文件是空的，连列名也没有。", "The file is empty and has no column names either."
    ),
    "missing_column": Words("缺少必需的列 {column}。", "The required column {column} is missing."),
    "repeated_column": Words("列名 {column} 出现了两次。", "The column {column} is named twice."),
    "unknown_column": Words(
        "这一列不在约定之内，没有使用。", "This column is not in the contract and was left out."
    ),
    "no_such_column": Words(
        "没有这一列；各列见 docs/reference/plan-files.md。",
        "There is no such column; docs/reference/plan-files.md lists them.",
    ),
    "too_much_together": Words(
        "{column} 加起来超过了能计数的上限（{detail}）。",
        "All {column} together exceed what can be counted ({detail}).",
    ),
    # one row
    "ragged": Words(
        "这一行的列数与列名不一致：{detail}。",
        "The row does not have as many cells as there are column names: {detail}.",
    ),
    # one cell
    "empty": Words("不能为空。", "It may not be empty."),
    "not_a_whole_number": Words("不是整数。", "It is not a whole number."),
    "too_large": Words(
        "超出了能计数的范围（最大 9223372036854775807）。",
        "It is beyond what can be counted (9223372036854775807 at most).",
    ),
    "out_of_range": Words("应当{detail}。", "It must be {detail}."),
    "not_a_date": Words(
        "不是日期；请写成 2026-03-05 这样。", "It is not a date; write it like 2026-03-05."
    ),
    "not_true_or_false": Words(
        "应为 true 或 false，不知道就留空。", "It must be true or false, or empty if not known."
    ),
    "not_a_street": Words(
        "不是 9 位镇（街）代码。", "It is not the 9-digit code of a street or town."
    ),
    "not_a_place": Words(
        "“{detail}”不是 6 位区代码，也不是 9 位镇（街）代码。",
        "“{detail}” is neither a 6-digit district nor a 9-digit street code.",
    ),
    "not_a_share": Words(
        "应为 0 到 1 之间、最多两位小数的数。",
        "It must be a number from 0 to 1 with at most two decimals.",
    ),
    "unknown_kind": Words(
        "没有“{detail}”这种帮助；内置的种类之外请写进 kinds.csv。",
        "There is no kind “{detail}”; kinds beyond the built-in ones belong into kinds.csv.",
    ),
    "bad_expression": Words("条件看不懂：{detail}", "The condition cannot be read: {detail}"),
    # several cells or rows together
    "mixed_units": Words(
        "一项资源的各个种类要用同一个单位，这里有 {detail}。",
        "The kinds of one resource share one unit; here are {detail}.",
    ),
    "repeated": Words(
        "“{value}”出现了不止一次：{detail}。", "“{value}” is there more than once: {detail}."
    ),
    "same_thing_twice": Words(
        "同一个人的同一种需要（种类和物品都相同）只能有一行：{detail}。",
        "One person has one row for one kind and item: {detail}.",
    ),
    "covered_exceeds": Words(
        "已有的帮助超过了评估的需要（{detail}）。",
        "More is covered than was assessed ({detail}).",
    ),
    "ends_before_it_begins": Words(
        "结束日早于开始日（{detail}）。", "It ends before it begins ({detail})."
    ),
    "reserved_for_nobody": Words(
        "写了预留比例，却没有写为谁预留（reserved_for）。",
        "A share is reserved, but reserved_for does not say for whom.",
    ),
    "spent_for_nobody": Words(
        "写了给出的要有多少比例给特定人群（spent_share），却没有写是谁（reserved_for）。",
        "A share of what is spent is for some people, but reserved_for does not say for whom.",
    ),
    "kind_changed": Words(
        "内置种类的单位是 {detail}，不能改。",
        "The unit of this built-in kind is {detail} and stays.",
    ),
    # a standing plan
    "unknown_identity": Words(
        "这次的文件里没有它，这一行没有使用。",
        "It is not in today's files; the row was left out.",
    ),
}
