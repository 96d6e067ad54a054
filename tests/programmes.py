"""A fund that runs an aid programme, and a station that applies to it."""

from shanqiao.apps.programmes.actions import announce_programme
from shanqiao.apps.programmes.applying import accept_application, apply_for
from tests.asking import Team
from tests.factories import NOON, TODAY, a_resident, a_social_worker, an_assessed_need


class Aid(Team):
    """A fund with its people, a purse, a programme out of it, and a social worker who applies."""

    def __init__(self, *, most_per_person=50_000, kinds=("cash_medical",), **conditions):
        super().__init__(kinds=kinds, **conditions)
        self.worker = a_social_worker()
        self.programme = self.announce(most_per_person=most_per_person, kinds=kinds)

    def announce(self, **facts):
        facts = {
            "name": "大病关爱计划",
            "name_en": "Serious illness aid",
            "purpose": "住院自付部分",
            "conditions": "本区居民",
            "source": "管委会2026年第3次会议",
            "first_on": TODAY,
            "purse": self.purse,
            "by": self.manager,
            "at": NOON,
            **facts,
        }
        return announce_programme(**facts)

    def need(self, **facts):
        facts.setdefault("resident", a_resident(worker=self.worker))
        return an_assessed_need(worker=self.worker, **facts)

    def apply(self, *, need=None, count=30_000, **facts):
        facts = {
            "programme": self.programme,
            "words": "手术自付部分",
            "by": self.worker,
            "at": NOON,
            **facts,
        }
        return apply_for(need=need or self.need(), count=count, **facts)

    def accept(self, application, **facts):
        return accept_application(
            **{"application": application, "by": self.handler, "at": NOON, **facts}
        )
