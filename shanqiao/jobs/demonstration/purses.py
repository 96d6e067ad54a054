"""What funds give and under which conditions of their givers, as plain tables."""

from dataclasses import dataclass

from shanqiao.apps.needs.kinds import Kind

YUAN = 100  # fen
IN_HARDSHIP = 'hardship in ["edge", "rigid", "low_income", "dibao", "tekun"]'
STATE_SUPPORTED = 'hardship in ["dibao", "tekun"]'
MEALS_AT_A_CANTEEN = "age >= 60 || (age >= 18 && disability in [1, 2])"

# How much of all that is lacking the givers gave, by kind.
GENEROSITY = {
    Kind.CASH_MEDICAL: 0.55,
    Kind.CASH_LIVING: 0.75,
    Kind.CASH_EDUCATION: 0.9,
    Kind.MEAL: 0.85,
    Kind.CARE_HOUR: 0.55,
    Kind.GOODS: 0.7,
    Kind.COUNSELLING: 0.8,
    Kind.VISIT: 1.1,
}


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """One kind of purse. ``where`` is street, district or city; ``weight`` its size beside others."""

    name: str
    name_en: str
    kinds: tuple[Kind, ...]
    where: str
    weight: float = 1
    eligible: str = ""
    person_cap: int | None = None
    reserved_share: int = 0
    reserved_for: str = ""
    item: str = ""


# Note [The purse of the tutorial]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# The tutorial follows one elder's medical costs through the people of the first host. So that the plan
# cannot give them to anybody else, only the first host has money for medical costs of the whole city and of the
# tutorial's street, and the other funds' money for medical costs is bound to streets and districts elsewhere. On
# the last weekday neighbours give once more for that street, so that there is enough.
OF_THE_FIRST_HOST = (
    Pattern(name="长者医疗补助", name_en="Medical help for elders", kinds=(Kind.CASH_MEDICAL,), where="city",
            weight=9, eligible="age >= 60 && local", person_cap=8_000 * YUAN),
    Pattern(name="大病医疗援助", name_en="Help with serious illness", kinds=(Kind.CASH_MEDICAL,), where="city",
            weight=14, eligible='illness == "serious"', person_cap=30_000 * YUAN, reserved_share=30,
            reserved_for=STATE_SUPPORTED),
    Pattern(name="街坊医疗补助", name_en="Neighbours' medical help", kinds=(Kind.CASH_MEDICAL,), where="street",
            eligible="age >= 60 && local", person_cap=10_000 * YUAN),
)  # fmt: skip
COMMUNITY = (
    Pattern(name="邻里应急金", name_en="Neighbours' emergency money", kinds=(Kind.CASH_LIVING,),
            where="street", person_cap=2_000 * YUAN),
    Pattern(name="长者助餐", name_en="Meals for elders", kinds=(Kind.MEAL,), where="district", weight=2,
            eligible=MEALS_AT_A_CANTEEN, person_cap=90),
    Pattern(name="街坊医疗补助", name_en="Neighbours' medical help", kinds=(Kind.CASH_MEDICAL,),
            where="street", weight=2, eligible="local", person_cap=5_000 * YUAN),
    Pattern(name="街坊助学金", name_en="Neighbours' schooling money", kinds=(Kind.CASH_EDUCATION,),
            where="district", eligible="age <= 22", person_cap=3_000 * YUAN),
    Pattern(name="安居微改造", name_en="Safer homes", kinds=(Kind.GOODS,), where="district", item="防滑扶手",
            eligible="age >= 60 || disability in [1, 2, 3]", person_cap=2),
    Pattern(name="暖冬行动", name_en="Warm winter", kinds=(Kind.GOODS,), where="street", item="冬被",
            person_cap=2),
)  # fmt: skip
PROGRAMME = (
    Pattern(name="困境儿童助学", name_en="Schooling for children in hardship", kinds=(Kind.CASH_EDUCATION,),
            where="city", weight=4, eligible=f"age <= 22 && {IN_HARDSHIP}", person_cap=5_000 * YUAN,
            reserved_share=30, reserved_for=STATE_SUPPORTED),
    Pattern(name="居家照护", name_en="Care at home", kinds=(Kind.CARE_HOUR,), where="city", weight=4,
            eligible="disability in [1, 2] || age >= 75", person_cap=60, reserved_share=40,
            reserved_for="disability == 1"),
    Pattern(name="困难家庭生活援助", name_en="Living costs of families in hardship",
            kinds=(Kind.CASH_LIVING,), where="city", weight=4, eligible=IN_HARDSHIP,
            person_cap=6_000 * YUAN, reserved_share=25, reserved_for="disability in [1, 2]"),
    Pattern(name="心晴陪伴", name_en="Brighter days", kinds=(Kind.COUNSELLING,), where="city", weight=3,
            eligible='age < 18 || illness == "mental" || illness == "serious"', person_cap=12),
    Pattern(name="照护者喘息", name_en="Respite for carers", kinds=(Kind.CARE_HOUR, Kind.COUNSELLING),
            where="district", weight=2, eligible="disability in [1, 2, 3]", person_cap=40),
    Pattern(name="儿童医疗", name_en="Medical help for children", kinds=(Kind.CASH_MEDICAL,), where="district",
            weight=3, eligible="age < 18", person_cap=20_000 * YUAN),
    Pattern(name="外来务工家庭", name_en="Families who came to work", kinds=(Kind.CASH_LIVING, Kind.CASH_EDUCATION),
            where="city", weight=2, eligible="!local", person_cap=4_000 * YUAN),
    Pattern(name="长者用餐补贴", name_en="Meal subsidy for elders", kinds=(Kind.MEAL,), where="city", weight=4,
            eligible=f"age >= 70 && {IN_HARDSHIP}", person_cap=120),
)  # fmt: skip
ENTERPRISE = (
    Pattern(name="轮椅与助行", name_en="Wheelchairs", kinds=(Kind.GOODS,), where="city", item="轮椅",
            eligible="disability in [1, 2, 3] || age >= 70", person_cap=1),
    Pattern(name="助行器", name_en="Walking frames", kinds=(Kind.GOODS,), where="city", item="助行器",
            person_cap=1),
    Pattern(name="护理床", name_en="Nursing beds", kinds=(Kind.GOODS,), where="city", item="护理床",
            eligible="disability in [1, 2]", person_cap=1),
    Pattern(name="儿童书桌", name_en="Desks for children", kinds=(Kind.GOODS,), where="city", item="书桌",
            person_cap=1),
    Pattern(name="爱心家电", name_en="Rice cookers", kinds=(Kind.GOODS,), where="city", item="电饭煲",
            eligible=IN_HARDSHIP, person_cap=1),
    Pattern(name="健康监测", name_en="Blood pressure meters", kinds=(Kind.GOODS,), where="district",
            item="血压计", eligible="age >= 60", person_cap=1),
    Pattern(name="午餐认捐", name_en="Lunches", kinds=(Kind.MEAL,), where="district", weight=3,
            eligible=MEALS_AT_A_CANTEEN, person_cap=60),
    Pattern(name="员工一日捐", name_en="A day's pay", kinds=(Kind.CASH_LIVING,), where="district", weight=2,
            eligible=f"local && {IN_HARDSHIP}", person_cap=3_000 * YUAN),
)  # fmt: skip
VOLUNTEERS = (
    Pattern(name="结伴探访", name_en="Visits in pairs", kinds=(Kind.VISIT,), where="district", weight=2,
            eligible="age >= 65", person_cap=16),
    Pattern(name="倾听热线", name_en="Somebody who listens", kinds=(Kind.COUNSELLING,), where="city",
            person_cap=8),
    Pattern(name="陪伴探访", name_en="Company for the lonely", kinds=(Kind.VISIT,), where="city", weight=3,
            person_cap=12),
    Pattern(name="上门照护", name_en="Care by neighbours", kinds=(Kind.CARE_HOUR,), where="district",
            eligible="age >= 60", person_cap=24),
)  # fmt: skip
