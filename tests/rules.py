"""Two rule keepers of a city, the rules they write, and what they know of its residents."""

from shanqiao.apps.people.actions import give_post
from shanqiao.apps.people.models import Post
from shanqiao.apps.rules.actions import draft_rule, open_rule, switch_on_rule
from shanqiao.apps.rules.parameters import name_parameter, write_parameter
from shanqiao.apps.rules.simulations import run_simulation, simulate_rule
from tests.factories import NOON, TODAY, a_person

ELDERS = 'age >= 60 && hardship in ["dibao", "tekun"]'


def a_rule_keeper():
    person = a_person()
    give_post(person=person, role=Post.Role.RULE_KEEPER, at=NOON)
    return person


class Keeping:
    """A writer, another person who switches on, and a rule."""

    def __init__(self):
        self.writer, self.other = a_rule_keeper(), a_rule_keeper()
        self.rule = self.open()

    def open(self, **facts):
        facts = {
            "name": "长者助餐",
            "name_en": "Meals for elders",
            "purpose": "每月助餐补贴",
            "by": self.writer,
            "at": NOON,
            **facts,
        }
        return open_rule(**facts)

    def draft(self, text=ELDERS, **facts):
        facts = {
            "rule": self.rule,
            "reason": "先帮最困难的长者",
            "source": "穗民〔2026〕1号 第3条",
            "by": self.writer,
            "at": NOON,
            **facts,
        }
        return draft_rule(text=text, **facts)

    def simulate(self, version, **facts):
        facts = {"on": TODAY, "low": 10_000, "high": 30_000, "by": self.writer, "at": NOON, **facts}
        simulation = simulate_rule(version=version, **facts)
        return run_simulation(simulation=simulation, at=facts["at"])

    def switch_on(self, version, **facts):
        return switch_on_rule(
            **{"version": version, "first_on": TODAY, "by": self.other, "at": NOON, **facts}
        )

    def in_force(self, text=ELDERS, **facts):
        """A version that was written, tried and switched on."""
        version = self.draft(text)
        self.simulate(version)
        return self.switch_on(version, **facts)

    def parameter(self, code="dibao_line", value=123_800, **facts):
        parameter = name_parameter(
            code=code,
            name="最低生活保障标准",
            name_en="Minimum living standard",
            unit=facts.pop("unit", "fen"),
            by=self.writer,
            at=NOON,
        )
        facts = {
            "first_on": TODAY,
            "source": "穗民规字〔2026〕2号",
            "by": self.writer,
            "at": NOON,
            **facts,
        }
        return write_parameter(parameter=parameter, value=value, **facts)
