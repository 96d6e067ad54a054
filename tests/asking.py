"""A fund with its people, which asks by hand."""

from shanqiao.apps.matching.asking import ask_by_hand
from tests.factories import NOON, a_fund, a_handler, a_manager, a_purse

WHY = "the operation costs more than was thought"


class Team:
    """A fund with a handler, a manager and a purse."""

    def __init__(self, **conditions):
        self.fund = a_fund()
        self.handler, self.manager = a_handler(self.fund), a_manager(self.fund)
        self.purse = a_purse(fund=self.fund, **conditions)

    def ask(self, *, need, count, **words):
        facts = {"by": self.handler, "why": WHY, "at": NOON, "purse": self.purse, **words}
        return ask_by_hand(need=need, count=count, **facts)
