"""What a rule of the city may ask about a resident, and which paper would tell it."""

from __future__ import annotations

from ._vocabulary import Term, Vocabulary, Words

_BORN = Words("居民身份证或户口簿", "identity card or household register")
_REGISTER = Words("户口簿", "household register")
_HOUSEHOLD = Words(
    "共同生活家庭成员声明及户口簿", "declaration of who lives together, with the household register"
)

# The categories of `hardship` and `illness` are those of the residents' table; a test holds the two together.
RESIDENT = Vocabulary(
    of=Words("居民", "resident"),
    terms={
        "age": Term(
            type="whole",
            words=Words("年龄", "age"),
            unit=Words("周岁", "whole years"),
            least=0,
            most=150,
            paper=_BORN,
        ),
        "born_on": Term(type="day", words=Words("出生日期", "born on"), paper=_BORN),
        "sex": Term(
            type="text",
            words=Words("性别", "sex"),
            values=(("female", Words("女", "female")), ("male", Words("男", "male"))),
            paper=_BORN,
        ),
        "district": Term(
            type="text",
            words=Words("所在区", "district"),
            digits=6,
            paper=Words("居住证明", "proof of residence"),
        ),
        "street": Term(
            type="text",
            words=Words("所在街镇", "street"),
            digits=9,
            paper=Words("居住证明", "proof of residence"),
        ),
        "local": Term(
            type="yes_no",
            words=Words("本市户籍", "household registration in the city"),
            paper=_REGISTER,
        ),
        "hardship": Term(
            type="text",
            words=Words("困难类别", "hardship category"),
            values=(
                ("none", Words("无", "none")),
                ("edge", Words("低保边缘", "near the minimum")),
                ("rigid", Words("刚性支出困难", "rigid expenditure")),
                ("low_income", Words("低收入", "low income")),
                ("dibao", Words("低保", "minimum living allowance")),
                ("tekun", Words("特困", "destitute, state-supported")),
            ),
            paper=Words("民政部门认定文书", "decision of the civil affairs office"),
        ),
        "disability": Term(
            type="whole",
            words=Words("残疾等级", "disability grade"),
            unit=Words("级，1 最重，0 为无", "1 heaviest to 4, 0 none"),
            least=0,
            most=4,
            paper=Words("残疾人证", "disability certificate"),
        ),
        "illness": Term(
            type="text",
            words=Words("疾病", "illness"),
            values=(
                ("none", Words("无", "none")),
                ("chronic", Words("慢性病", "chronic illness")),
                ("serious", Words("重病", "serious illness")),
                ("mental", Words("精神疾病", "mental illness")),
            ),
            paper=Words("医院诊断证明", "diagnosis of a hospital"),
        ),
        "household_size": Term(
            type="whole",
            words=Words("共同生活人数", "people in the household"),
            unit=Words("人", "people"),
            least=1,
            most=50,
            paper=_HOUSEHOLD,
        ),
        "children": Term(
            type="whole",
            words=Words("未满 18 周岁家庭成员", "children under 18 in the household"),
            unit=Words("人", "people"),
            least=0,
            most=50,
            paper=_HOUSEHOLD,
        ),
        "income_per_head": Term(
            type="whole",
            words=Words("家庭人均月收入", "income per head a month"),
            unit=Words("分/月", "fen a month"),
            least=0,
            paper=Words(
                "收入证明或近 12 个月银行流水", "proof of income, or bank statements of 12 months"
            ),
        ),
        "rigid_share": Term(
            type="whole",
            words=Words("刚性支出占收入", "rigid spending of the income"),
            unit=Words("%", "per cent"),
            least=0,
            paper=Words(
                "近 12 个月医疗、教育等支出票据",
                "bills of 12 months for medicine, school and the like",
            ),
        ),
        "adl": Term(
            type="whole",
            words=Words("日常生活能力（ADL）得分", "activities of daily living, score"),
            unit=Words("分，0 至 100", "points, 0 to 100"),
            least=0,
            most=100,
            paper=Words("能力评估表", "assessment of daily living"),
        ),
    },
)
