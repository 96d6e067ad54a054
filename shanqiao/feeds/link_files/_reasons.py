"""What can be wrong with a list of people, in words that say what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from shanqiao.feeds.plan_files import REASONS as OF_TABLES
from shanqiao.feeds.plan_files import Words

REASONS: Mapping[str, Words] = {
    **OF_TABLES,
    "missing_file": Words("没有这个文件；请检查路径。", "There is no such file; check the path."),
    "strange_form": Words(
        "不认识这种文件；请用 .csv、.txt、.tsv、.parquet 或 .xlsx。",
        "Files of this kind are not read; use .csv, .txt, .tsv, .parquet or .xlsx.",
    ),
    "not_text": Words(
        "不是 UTF-8，也不是 GB18030（GBK）编码；请在表格软件里另存为“CSV UTF-8”。",
        "The text is neither UTF-8 nor GB18030 (GBK); save it as “CSV UTF-8”.",
    ),
    "empty_sheet": Words(
        "第一张工作表是空的；请把名单放在第一张。",
        "The first sheet is empty; put the list on the first one.",
    ),
    "no_rid": Words(
        "没有找到能分清各行的编号列（rid、编号、登记号……）；用 --columns rid=列名 指明，"
        "或用 --columns rid=# 以行号为编号。",
        "No column was found that tells rows apart (rid, 编号 …); name it by --columns rid=COLUMN, "
        "or use the line as rid by --columns rid=#.",
    ),
    "nothing_to_compare": Words(
        "姓名、证件号、生日、电话、住址一列也没有找到，无从比较；用 --columns name=列名 等指明。",
        "No column of names, numbers, birthdays, telephones or addresses was found; "
        "name them by --columns name=COLUMN and so on.",
    ),
    "no_such_heading": Words(
        "文件里没有“{column}”这一列；请照文件的表头写 --columns。",
        "The file has no column “{column}”; write --columns as the heading of the file.",
    ),
    "empty_rid": Words("编号是空的；请补上。", "The rid is empty; fill it in."),
    "rid_twice": Words(
        "这个编号出现了不止一次（{detail}）；请改成各不相同。",
        "This rid is there more than once ({detail}); make each its own.",
    ),
    "too_long": Words(
        "这一格有 {detail} 个字，超过 500；多半是引号或分隔符出了错，请检查这一行。",
        "The cell has {detail} characters, more than 500; a quotation mark or separator is "
        "probably wrong, look at the row.",
    ),
    "empty_row": Words(
        "除编号外什么也没有，这一行不会与任何人相同。",
        "There is nothing but the rid; the row will be like nobody.",
    ),
    "digits_lost": Words(
        "号码被表格软件改成了数值，后几位已经丢失，这一格没有使用；请把这一列设为文本后重新填写。",
        "A spreadsheet has made the number a quantity and its last digits are lost; the cell was "
        "not used. Set the column to text and enter it again.",
    ),
    "not_a_gender": Words(
        "性别看不懂，按不详处理；请写男或女。",
        "The gender was not understood and counts as unknown; write 男 or 女.",
    ),
}
