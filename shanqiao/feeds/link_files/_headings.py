"""Which column of a list is which: by our own names, by what is usual in China, or as somebody says."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from shanqiao.engines.linkage import REGISTER_COLUMNS
from shanqiao.feeds.plan_files import Words

BY_LINE = "#"  # of rid: the line of the file tells rows apart
_USUAL: dict[str, str] = {
    "rid": "rid 编号 登记号 登记编号 记录号 记录编号 档案号 档案编号 序号 人员编号",
    "source": "source 来源 数据来源 登记机构 登记单位 机构 来源机构 填报单位",
    "station_street": "station_street street 镇街 镇(街) 镇(街道) 街镇 街道 所属镇街 所属街道 所在街道 社工站",
    "reg_date": "reg_date 登记日期 登记时间 建档日期 建档时间 填表日期",
    "name": "name 姓名 名字 居民姓名 服务对象姓名 服务对象 受助人姓名 受助人 申请人姓名 申请人 长者姓名 老人姓名",
    "gender": "gender sex 性别",
    "id_no": "id_no 身份证号 身份证号码 居民身份证号 居民身份证号码 公民身份号码 证件号码 证件号 身份证件号码 身份证",
    "dob": "dob birthday 出生日期 出生年月日 生日 出生年月",
    "phone": "phone 手机号码 手机号 手机 联系电话 电话号码 电话 联系方式",
    "address": "address 现住址 现居住地址 居住地址 家庭住址 家庭地址 住址 详细地址 地址 联系地址",
}
USUAL: dict[str, list[str]] = {column: names.split() for column, names in _USUAL.items()}


class CannotReadColumns(Exception):
    """What ``--columns`` says cannot be; ``words`` says why in both languages."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def read_columns(said: Sequence[str]) -> dict[str, str]:
    """Which heading each column has, as somebody says it.

    Args:
        said: each ``name=姓名,id_no=身份证号``, or the path of a JSON file ``{"name": "姓名"}``.

    Raises:
        CannotReadColumns: it is neither, or names a column that there is not.
    """
    columns: dict[str, str] = {}
    for one in said:
        columns |= _of_lines(one) if "=" in one else _of_file(Path(one))
    for column in columns:
        if column not in REGISTER_COLUMNS:
            known = ", ".join(REGISTER_COLUMNS)
            raise CannotReadColumns(
                Words(
                    f"--columns 里没有“{column}”这个名称；可用的有 {known}。",
                    f"--columns knows no “{column}”; it knows {known}.",
                )
            )
    return columns


def headings_of(
    present: Sequence[str],
    said: Mapping[str, str],
    usual: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, str]:
    """The heading of each column that the file has.

    Args:
        present: the headings of the file.
        said: headings somebody named; they count before all others, and are not looked for here.
        usual: what each column may be called, where they are not those of a register.
    """
    names_of = usual or {column: USUAL[column] for column in REGISTER_COLUMNS}
    plain: dict[str, str] = {}
    for heading in present:
        plain.setdefault(_plain(heading), heading)
    found = {column: heading for column, heading in said.items() if heading in present}
    for column, names in names_of.items():
        if column in said:
            continue
        there = (plain.get(_plain(name)) for name in names)
        free = (heading for heading in there if heading and heading not in found.values())
        if heading := next(free, None):
            found[column] = heading
    return found


def _plain(heading: str) -> str:
    """A heading without spaces and marks, in small letters: “ 姓　名* ” is 姓名."""
    letters = unicodedata.normalize("NFKC", heading).lower()
    return "".join(letter for letter in letters if letter.isalnum() or letter in "_()")


def _of_lines(said: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in said.split(",") if part.strip()]
    return {column.strip(): heading.strip() for column, _, heading in pairs}


def _of_file(path: Path) -> dict[str, str]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CannotReadColumns(
            Words(
                f"--columns {path} 既不是“name=姓名”这样的写法，也不是读得了的 JSON 文件：{error}",
                f"--columns {path} is neither like “name=姓名” nor a JSON file that can be read: {error}",
            )
        ) from error
    if not isinstance(content, dict) or not all(isinstance(v, str) for v in content.values()):
        raise CannotReadColumns(
            Words(
                f'{path} 里应当是 {{"name": "姓名", …}}。',
                f'{path} must hold {{"name": "姓名", …}}.',
            )
        )
    return content
