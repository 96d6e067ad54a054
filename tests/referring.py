"""A station that refers, an organisation, a fund and another station that are asked."""

from datetime import timedelta

from shanqiao.apps.referrals.actions import draft_referral, send_referral, state_capacity
from shanqiao.apps.referrals.answering import Answerer, accept_referral, reject_referral
from shanqiao.apps.referrals.links import make_link
from shanqiao.apps.residents.actions import give_consent
from shanqiao.apps.residents.models import Consent
from shanqiao.apps.residents.queries import key_of
from tests.asking import Team
from tests.factories import (
    NOON,
    TODAY,
    a_host,
    a_resident,
    a_social_worker,
    an_assessed_need,
    station_where,
)

DAY = timedelta(days=1)


class Referring(Team):
    """A social worker with a resident in need of hours of care, and whom they may ask."""

    def __init__(self, *, kind="care_hour", **conditions):
        super().__init__(kinds=(kind,), received=conditions.pop("received", 100), **conditions)
        self.kind = kind
        self.worker = a_social_worker()
        self.station = station_where(self.worker)
        self.organisation = a_host()
        self.other = a_social_worker()
        self.other_station = station_where(self.other)

    def need(self, *, needed=20, resident=None, **facts):
        resident = resident or a_resident(worker=self.worker)
        facts.setdefault("kind", self.kind)
        return an_assessed_need(worker=self.worker, resident=resident, needed=needed, **facts)

    def agree(self, need, whom, *, purpose=Consent.Purpose.SHARING, **facts):
        facts = {"by": self.worker, "at": NOON, **facts}
        return give_consent(
            resident=need.resident,
            purpose=purpose,
            whom=key_of(whom),
            whom_name=str(whom),
            **facts,
        )

    def draft(self, *, need=None, agreed=True, count=10, **to):
        facts = {name: to.pop(name) for name in ("shows_health", "by", "at") if name in to}
        to = to or {"organisation": self.organisation}
        need = need or self.need()
        if agreed and not {"purse", "programme"} & set(to):
            self.agree(need, *to.values())
        facts = {"by": self.worker, "at": NOON, **facts}
        return draft_referral(
            need=need, count=count, words="每周上门两次", wanted_by=TODAY + 60 * DAY, **to, **facts
        )

    def sent(self, *, at=NOON, **facts):
        referral = self.draft(**facts)
        send_referral(referral=referral, by=self.worker, at=at)
        return referral

    def accepted(self, *, at=NOON, **facts):
        facts = facts or {"to_station": self.other_station}
        referral = self.sent(**facts)
        accept_referral(referral=referral, answerer=self.answerer(referral), at=at)
        return referral

    def answerer(self, referral, *, at=NOON):
        """Who answers it: a person of the addressee, or whoever holds a link."""
        if referral.organisation_id:
            link, _token = make_link(referral=referral, by=self.worker, at=at)
            return Answerer(link=link, signed="前台")
        return Answerer(person=self.other if referral.to_station_id else self.handler)

    def reject(self, referral, reason, **facts):
        facts = {"at": NOON, **facts}
        return reject_referral(
            referral=referral, reason=reason, answerer=self.answerer(referral), **facts
        )

    def places(self, has, places=None, **facts):
        facts = {"organisation": self.organisation, "by": self.worker, "at": NOON, **facts}
        return state_capacity(kind=self.kind, has=has, places=places, **facts)
