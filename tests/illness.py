"""A patient with bills, a station that writes them down, and funds that give for the gap."""

from datetime import timedelta

from shanqiao.apps.illness.actions import (
    ask_payer,
    decide_claim,
    hand_in_bill,
    open_aid,
    write_paid,
)
from shanqiao.apps.needs.queries import latest_assessments
from tests.factories import (
    NOON,
    PNG,
    TODAY,
    a_document,
    a_fund,
    a_grant,
    a_proposal,
    a_purse,
    a_resident,
    a_social_worker,
    an_assessed_need,
)

YUAN = 100  # fen
LATER = NOON + timedelta(hours=2)


class Patient:
    """Somebody who is seriously ill, with an open need of medical costs and its aid."""

    def __init__(self, *, needed=50_000 * YUAN):
        self.worker = a_social_worker()
        self.resident = a_resident(worker=self.worker)
        self.need = an_assessed_need(worker=self.worker, resident=self.resident, needed=needed)
        self.aid = open_aid(
            need=self.need, diagnosis="白血病", hospital="第一医院", by=self.worker, at=NOON
        )
        self._bills = 0

    def bill(self, *lines, number=None, **facts):
        """Lines are (amount, covered) in yuan; one of 10,000 of which 8,000 are covered where none is given."""
        self._bills += 1
        facts = {
            "aid": self.aid,
            "hospital": "第一医院",
            "number": number or f"4401-{self.aid.pk:06d}-{self._bills}",
            "issued_on": TODAY - timedelta(days=10),
            "lines": [("medicine", a * YUAN, c * YUAN) for a, c in lines or [(10_000, 8_000)]],
            "document": a_document(by=self.worker, content=PNG + bytes([self._bills])),
            "by": self.worker,
            "at": NOON,
            **facts,
        }
        return hand_in_bill(**facts)[0]

    def asked(self, bill, layer, expected, *, can_wait=True, at=NOON):
        return ask_payer(
            bill=bill, layer=layer, expected=expected * YUAN, asked_on=TODAY, by=self.worker,
            at=at, can_wait=can_wait,
        )[0]  # fmt: skip

    def paid(self, bill, layer, yuan, *, at=NOON):
        return write_paid(
            bill=bill, layer=layer, paid=yuan * YUAN, decided_on=TODAY, by=self.worker, at=at
        )[1]

    def decided(self, claim, yuan, *, at=LATER):
        return decide_claim(claim=claim, paid=yuan * YUAN, decided_on=TODAY, by=self.worker, at=at)

    def granted(self, yuan, *, at=NOON):
        """By a fund of its own."""
        purse = a_purse(fund=a_fund(), received=10**9)
        return a_grant(proposal=a_proposal(need=self.need, purse=purse, count=yuan * YUAN), at=at)


def lacks(patient):
    """(needed, met elsewhere) in yuan, as the latest assessment says."""
    latest = latest_assessments(needs=[patient.need]).get()
    return latest.needed // YUAN, latest.elsewhere // YUAN
