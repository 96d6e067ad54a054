"""Whom a social work station meets, and what each lacks: shares and ranges, as plain tables.

The figures are invented for a lively demonstration; they are no statistics of any city.
"""

from dataclasses import dataclass, field

from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.residents.models import Resident

H, I = Resident.Hardship, Resident.Illness  # noqa: E741 (two tables full of them stay readable)


@dataclass(frozen=True, kw_only=True)
class Persona:
    share: float
    ages: tuple[int, int]
    hardship: dict
    illness: dict
    disability: dict  # grade to weight; 0 is none
    kinds: dict
    beside: tuple[str, ...] = ()  # who else of the household may be in need
    tells: tuple[str, ...] = field(default=())


NO_DISABILITY = {0: 90, 4: 4, 3: 3, 2: 2, 1: 1}
PERSONAS = {
    "alone": Persona(
        share=34,
        ages=(66, 95),
        hardship={H.NONE: 46, H.EDGE: 14, H.RIGID: 10, H.LOW_INCOME: 12, H.DIBAO: 12, H.TEKUN: 6},
        illness={I.CHRONIC: 62, I.SERIOUS: 14, I.NONE: 22, I.MENTAL: 2},
        disability={0: 72, 4: 10, 3: 8, 2: 7, 1: 3},
        kinds={
            Kind.MEAL: 26, Kind.CASH_MEDICAL: 22, Kind.VISIT: 20, Kind.CARE_HOUR: 14, Kind.GOODS: 12,
            Kind.CASH_LIVING: 6,
        },
        tells=("独居", "老伴过世多年，一个人住", "子女在外地，平时一个人生活"),
    ),
    "couple": Persona(
        share=12,
        ages=(68, 90),
        hardship={H.NONE: 52, H.EDGE: 14, H.RIGID: 14, H.LOW_INCOME: 10, H.DIBAO: 10},
        illness={I.CHRONIC: 66, I.SERIOUS: 16, I.NONE: 18},
        disability={0: 74, 4: 8, 3: 8, 2: 7, 1: 3},
        kinds={Kind.MEAL: 26, Kind.CARE_HOUR: 24, Kind.CASH_MEDICAL: 30, Kind.GOODS: 12, Kind.VISIT: 8},
        beside=("couple",),
        tells=("两位老人互相照顾", "老两口同住，其中一位行动不便"),
    ),
    "disabled": Persona(
        share=13,
        ages=(20, 62),
        hardship={H.NONE: 20, H.EDGE: 18, H.RIGID: 12, H.LOW_INCOME: 18, H.DIBAO: 27, H.TEKUN: 5},
        illness={I.CHRONIC: 34, I.MENTAL: 22, I.SERIOUS: 8, I.NONE: 36},
        disability={1: 26, 2: 34, 3: 24, 4: 16},
        kinds={
            Kind.CARE_HOUR: 26, Kind.GOODS: 20, Kind.CASH_LIVING: 20, Kind.CASH_MEDICAL: 14, Kind.MEAL: 10,
            Kind.COUNSELLING: 10,
        },
        tells=("持残疾证，与父母同住", "行动不便，外出需要陪同", "需要家人长期照料"),
    ),
    "ill": Persona(
        share=13,
        ages=(32, 66),
        hardship={H.NONE: 26, H.EDGE: 16, H.RIGID: 30, H.LOW_INCOME: 12, H.DIBAO: 16},
        illness={I.SERIOUS: 82, I.CHRONIC: 18},
        disability=NO_DISABILITY,
        kinds={Kind.CASH_MEDICAL: 62, Kind.CASH_LIVING: 22, Kind.COUNSELLING: 12, Kind.CARE_HOUR: 4},
        tells=("患病后不能工作", "正在治疗，家里只有一份收入"),
    ),
    "parent": Persona(
        share=14,
        ages=(28, 52),
        hardship={H.NONE: 14, H.EDGE: 22, H.RIGID: 18, H.LOW_INCOME: 20, H.DIBAO: 26},
        illness={I.NONE: 70, I.CHRONIC: 20, I.MENTAL: 8, I.SERIOUS: 2},
        disability=NO_DISABILITY,
        kinds={Kind.CASH_LIVING: 58, Kind.GOODS: 20, Kind.COUNSELLING: 22},
        beside=("child", "child"),
        tells=("独自抚养孩子", "夫妻打零工，收入不稳定", "上月失业，正在找工作"),
    ),
    "child": Persona(
        share=14,
        ages=(6, 18),
        hardship={H.NONE: 12, H.EDGE: 24, H.RIGID: 16, H.LOW_INCOME: 18, H.DIBAO: 30},
        illness={I.NONE: 84, I.CHRONIC: 8, I.SERIOUS: 4, I.MENTAL: 4},
        disability=NO_DISABILITY,
        kinds={Kind.CASH_EDUCATION: 60, Kind.COUNSELLING: 18, Kind.GOODS: 14, Kind.CASH_MEDICAL: 8},
        tells=("与祖父母同住", "父母在外地工作", "家里有两个孩子在读书"),
    ),
}  # fmt: skip

ITEMS = {
    "轮椅": ("alone", "couple", "disabled"),
    "助行器": ("alone", "couple", "disabled"),
    "护理床": ("couple", "disabled"),
    "防滑扶手": ("alone", "couple", "disabled"),
    "血压计": ("alone", "couple"),
    "冬被": ("alone", "couple", "parent"),
    "电饭煲": ("alone", "parent"),
    "书桌": ("parent", "child"),
    "平板电脑": ("parent", "child"),
    "奶粉": ("parent",),
}


@dataclass(frozen=True, kw_only=True)
class Lack:
    """How much of one kind is usually lacking, and how it is told."""

    middle: int  # in yuan for money, otherwise in the unit of the kind
    spread: float
    step: int
    tells: tuple[str, ...]


LACKS = {
    Kind.CASH_MEDICAL: Lack(
        middle=9_000, spread=0.9, step=100,
        tells=("医保报销后，住院自付部分还差一截", "每月买药和复诊的自付费用负担不起", "手术已排期，押金还没有凑齐"),
    ),
    Kind.CASH_LIVING: Lack(
        middle=2_400, spread=0.5, step=100,
        tells=("这几个月房租和水电交不上", "收入中断，日常开支有困难", "照顾家人无法外出工作，生活费不够"),
    ),
    Kind.CASH_EDUCATION: Lack(
        middle=2_600, spread=0.5, step=100,
        tells=("新学期的书本和住宿费还没有着落", "路费和校服费用暂时拿不出来", "希望能继续读完职业课程"),
    ),
    Kind.MEAL: Lack(
        middle=60, spread=0.4, step=10,
        tells=("自己做饭困难，希望到长者饭堂用餐", "腿脚不便，希望午餐能送到家"),
    ),
    Kind.CARE_HOUR: Lack(
        middle=36, spread=0.5, step=2,
        tells=("洗澡和翻身需要人帮忙", "家人白天上班，希望有人上门照护", "出院回家，需要一段时间的护理"),
    ),
    Kind.GOODS: Lack(
        middle=1, spread=0.0, step=1,
        tells=("家里的已经用坏，暂时买不起", "社工探访时看到确实需要", "希望出入能安全一些"),
    ),
    Kind.COUNSELLING: Lack(
        middle=8, spread=0.4, step=1,
        tells=("最近睡不好，希望有人谈谈", "亲人离世后情绪低落", "孩子不愿上学，家长很担心"),
    ),
    Kind.VISIT: Lack(
        middle=10, spread=0.4, step=1,
        tells=("平时没有人说话，希望有人定期来看看", "出过一次跌倒，希望有人上门查看"),
    ),
}  # fmt: skip

SEEN = (
    "已入户核实，情况与所述一致。",
    "与家人和居委会核对过，属实。",
    "电话核实并查看材料，情况属实。",
)
SEEN_WITH_BILLS = "看过病历和缴费单，金额属实。"
SEEN_IN_WORRY = ("入户看到居住环境较差，列为重点关注。", "身边没有可以依靠的人，建议尽快安排。")
GRAVE = 55  # severity from which a worker writes down a worry
