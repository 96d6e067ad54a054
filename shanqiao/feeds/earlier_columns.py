"""What the columns of old lists of cases and contacts are called, and an empty workbook of each to begin with."""

from __future__ import annotations

from .list_files import workbook

_PERSON = {
    "name": "姓名 服务对象 服务对象姓名 案主 案主姓名 居民姓名 受助人 名字 name",
    "id_no": "身份证号 身份证号码 公民身份号码 证件号码 证件号 身份证 id_no",
    "phone": "联系电话 手机号 手机号码 手机 电话 电话号码 联系方式 phone",
    "dob": "出生日期 出生年月日 生日 dob birthday",
}
_USUAL = {
    "cases": _PERSON
    | {
        "number": "个案编号 编号 案号 个案号 档案号 档案编号 number",
        "began_on": "接案日期 开案日期 立案日期 接案时间 开案时间 建档日期 begun began_on",
        "source": "个案来源 来源 接案来源 source",
        "problem": "问题类型 个案类型 问题类别 主要问题 服务需求 需求类型 problem",
        "worker": "负责社工 跟进社工 主责社工 责任社工 社工 社工姓名 负责人 worker",
        "state": "个案状态 状态 个案进度 进度 是否结案 state status",
        "ended_on": "结案日期 结案时间 ended_on closed_on",
        "ended_why": "结案原因 结案理由 ended_why",
        "words": "备注 说明 个案简介 情况说明 个案情况 words notes",
    },
    "contacts": _PERSON
    | {
        "done_on": "日期 服务日期 探访日期 服务时间 探访时间 时间 done_on date",
        "kind": "服务方式 探访方式 方式 服务类型 服务形式 形式 类型 kind",
        "minutes": "时长 服务时长 时长(分钟) 时长(小时) 时间(分钟) 分钟 用时 minutes",
        "words": "内容 服务内容 探访内容 服务记录 记录 情况 备注 words notes",
        "worker": "社工 服务社工 探访社工 负责社工 社工姓名 记录人 worker",
    },
}
USUAL = {
    kind: {column: names.split() for column, names in columns.items()}
    for kind, columns in _USUAL.items()
}
COLUMNS = {
    kind: {column: names[0] for column, names in columns.items()} for kind, columns in USUAL.items()
}
NEEDED = {"cases": ("name", "began_on"), "contacts": ("name", "done_on")}
_EXAMPLES = {
    "cases": (
        *("陈示例", "", "020-00000000", "1950-01-31", "2019-001", "2019-03-05", "居委转介"),
        *("独居", "", "在办", "", "", "请删去此行后填写"),
    ),
    "contacts": (
        *("陈示例", "", "020-00000000", "1950-01-31", "2019-03-12", "家访", "40"),
        *("请删去此行后填写", ""),
    ),
}


def empty_earlier(kind: str) -> bytes:
    """A workbook with the headings of a list of that kind and one invented row, to be filled in."""
    return workbook(list(COLUMNS[kind].values()), _EXAMPLES[kind])
