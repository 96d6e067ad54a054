"""Two rule keepers of the generated city, a poverty line, and rules in force, simulated, or only thought of."""

from datetime import time, timedelta

from shanqiao.apps.people.actions import give_post
from shanqiao.apps.people.models import Post
from shanqiao.apps.rules.actions import draft_rule, open_rule, switch_on_rule
from shanqiao.apps.rules.models import Parameter
from shanqiao.apps.rules.parameters import name_parameter, write_parameter
from shanqiao.apps.rules.simulations import run_simulation, simulate_rule

from .days import instant

# The figures are invented for a demonstration; they are those of no city, and no source is quoted for them.
SOURCE = "演示城市：虚构的文件 第3条"
MEALS = 'age >= 80 || (age >= 60 && hardship in ["edge", "low_income", "dibao", "tekun"])'
CARE = 'disability in [1, 2] && (age >= 60 || hardship in ["dibao", "tekun"])'
PUPILS = 'age >= 6 && age < 18 && hardship in ["dibao", "tekun"]'
INCOME = "local && income_per_head <= dibao_line"


def admit_rule_keepers(*, staff, at):
    """Two people who keep the rules of the city: one writes, the other switches on."""
    people = staff.person("rules"), staff.person("rules2")
    for person in people:
        give_post(person=person, role=Post.Role.RULE_KEEPER, at=at)
    return people


def tell_of_rules(*, keepers, days):
    """A rule in force with a wider draft that was simulated, one in force, one to come, and one that asks for an income."""
    writer, other = keepers
    begun = instant(_weekday(days.begins_on + timedelta(days=3)), time(10))
    lately = instant(days.last_weekday, time(10, 20))
    _lines(writer, begun, days.begins_on)
    _from_next_month(writer, lately, days.today + timedelta(days=34))
    meals = _in_force(
        "长者助餐补贴",
        "Meal allowance for elders",
        "每月在长者饭堂用餐的补贴",
        MEALS,
        keepers,
        begun,
        (9_000, 18_000),
    )
    _in_force(
        "重度残疾人护理补贴",
        "Care allowance for severe disability",
        "每月请人照护的补贴",
        CARE,
        keepers,
        begun,
        (20_000, 30_000),
    )
    _in_force(
        "困难学生午餐补贴",
        "Lunch allowance for poor pupils",
        "上学日的午餐补贴，下月起",
        PUPILS,
        keepers,
        lately,
        (15_000, 25_000),
        first_on=days.today + timedelta(days=20),
    )
    wider = _draft(
        meals, MEALS.replace("80", "75"), "想从 75 周岁起帮助，先看看会有多少人", writer, lately
    )
    _simulate(wider, lately + timedelta(minutes=5), writer, (9_000, 18_000))
    income = open_rule(
        name="低收入家庭生活补助",
        name_en="Support for low incomes",
        purpose="每月补足到最低生活保障标准",
        by=other,
        at=lately,
    )
    asked = _draft(income, INCOME, "收入按家庭人均月收入核定", other, lately)
    _simulate(asked, lately + timedelta(minutes=9), other, (30_000, 90_000))


def _weekday(day):
    """The day, or the Monday after it."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day


def _lines(writer, at, first_on):
    for code, name, name_en, unit, value in (
        ("dibao_line", "最低生活保障标准", "Minimum living standard", Parameter.Unit.FEN, 120_000),
        ("elder_age", "长者起始年龄", "Age from which one is an elder", Parameter.Unit.YEARS, 60),
    ):
        _named(writer, at, first_on, code, name, name_en, unit, value)


def _from_next_month(writer, at, first_on):
    """A value that is still to come, and may be called off."""
    _named(
        writer, at, first_on, "lunch", "午餐补贴标准", "Lunch allowance", Parameter.Unit.FEN, 800
    )


def _named(writer, at, first_on, code, name, name_en, unit, value):
    parameter = name_parameter(code=code, name=name, name_en=name_en, unit=unit, by=writer, at=at)
    write_parameter(
        parameter=parameter, value=value, first_on=first_on, source=SOURCE, by=writer, at=at
    )


def _in_force(name, name_en, purpose, text, keepers, at, fen, *, first_on=None):
    writer, other = keepers
    rule = open_rule(name=name, name_en=name_en, purpose=purpose, by=writer, at=at)
    version = _draft(rule, text, "按困难程度和年龄先后", writer, at)
    _simulate(version, at + timedelta(minutes=10), writer, fen)
    day = first_on or (at + timedelta(days=1)).date()
    switch_on_rule(version=version, first_on=day, by=other, at=at + timedelta(hours=2))
    return rule


def _draft(rule, text, reason, by, at):
    return draft_rule(rule=rule, text=text, reason=reason, source=SOURCE, by=by, at=at)


def _simulate(version, at, by, fen):
    low, high = fen
    asked = simulate_rule(version=version, on=at.date(), low=low, high=high, by=by, at=at)
    run_simulation(simulation=asked, at=at)
