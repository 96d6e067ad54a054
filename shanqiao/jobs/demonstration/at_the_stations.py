"""What social workers do beside registering: look again, confirm what arrived, close what is over."""

from shanqiao.apps.delivery.actions import confirm_receipt
from shanqiao.apps.delivery.models import Receipt
from shanqiao.apps.files.actions import keep_document
from shanqiao.apps.matching.models import Cover, Grant
from shanqiao.apps.needs.actions import assess_need, close_need
from shanqiao.apps.needs.models import Need
from shanqiao.apps.needs.queries import latest_assessments
from shanqiao.apps.record.models import Look
from shanqiao.apps.residents.actions import begin_care, look_at_resident, withdraw_consent
from shanqiao.apps.residents.models import Consent

from . import quiet
from .beside import Beside
from .chance import Chance
from .days import DAY, at_work
from .evidence import signed_sheet

PARTLY = "数量少了一部分，已请基金核对。"
NOT_YET = "居民说还没有收到，正在查询。"
ENDS = {
    Need.Closing.WITHDRAWN: 5,
    Need.Closing.MOVED: 3,
    Need.Closing.NOT_ELIGIBLE: 2,
    Need.Closing.MISTAKE: 2,
    Need.Closing.DIED: 1,
}


class AtTheStations:
    """Writes down who comes, week by week, and follows what becomes of each need."""

    def __init__(self, *, size, diary, newcomers, needs, desks):
        self._chance, self._diary, self._desks = Chance(size.name, "stations"), diary, desks
        self._newcomers = sorted(newcomers, key=lambda n: n.at)
        self._told = sorted(needs, key=lambda n: n.at)
        self._assessed = sorted(needs, key=lambda n: n.assessed_at)
        self._beside = Beside(size=size, diary=diary)
        self._drawn = {}

    def write_down(self, *, at):
        """Everything that was told and assessed up to now."""
        newcomers = _before(at, self._newcomers, lambda n: n.at)
        told = _before(at, self._told, lambda n: n.at)
        assessed = _before(at, self._assessed, lambda n: n.assessed_at)
        quiet.register_residents(newcomers)
        quiet.register_needs(told)
        quiet.assess_needs(assessed)
        self._beside.hear_of(newcomers, at=at)
        self._drawn |= {need.row.pk: need for need in told}
        for need in told:
            if self._chance.happens(0.04):
                self._soon(at, self._end, need=need, why=self._chance.one_of(ENDS), within=40)
        for one in newcomers:
            if self._chance.happens(0.012):
                self._soon(at, self._withdraw, who=one, within=40)
            if self._chance.happens(0.02):
                self._soon(at, self._share_care, who=one, within=20)

    def say_who_left(self, *, at):
        """After the last need was told: nothing new is registered for the dead."""
        self._beside.say_who_left(at=at)

    def hear_of_doubt(self, *, need, at):
        """A fund asks to look again; most stations do within days."""
        if self._chance.happens(0.6):
            self._soon(at, self._look_again, need=self._drawn[need], within=8)

    def hear_of_payment(self, *, payment, at):
        """Something is on its way to a resident; most confirm within ten days."""
        if self._chance.happens(0.93):
            self._soon(at, self._confirm, payment=payment, within=10)

    def _look_again(self, *, at, need):
        latest = latest_assessments(needs=[need.row]).get()
        need.row.refresh_from_db()
        if need.row.closed_at:
            return
        self._open(need, Look.Reason.ASSESSING, at)
        assess_need(
            need=need.row,
            needed=latest.needed,
            elsewhere=latest.elsewhere + (latest.needed - latest.elsewhere) // 4,
            severity=max(1, min(100, latest.severity + self._chance.randrange(-11, 6))),
            urgency=latest.urgency,
            words="再次入户了解，按现在的情况重新评估。",
            by=need.who.by,
            at=at,
        )

    def _confirm(self, *, at, payment):
        need = self._drawn[payment.grant.need_id]
        says, by = self._word(payment), need.who.by
        self._open(need, Look.Reason.CONFIRMING, at)
        sheet = f"{need.who.station.street_id} {at:%Y-%m-%d}"  # one sheet of a day is signed by several residents
        confirm_receipt(
            payment=payment,
            says=says,
            witness=self._chance.choice(Receipt.Witness.values),
            arrived=payment.count // 2 if says == Receipt.Word.PARTLY else None,
            words={Receipt.Word.PARTLY: PARTLY, Receipt.Word.NOT_RECEIVED: NOT_YET}.get(says, ""),
            evidence=keep_document(
                name=f"签收单 {at:%Y-%m-%d}.png", content=signed_sheet(sheet), by=by, at=at
            ),
            by=by,
            at=at,
        )
        if says == Receipt.Word.RECEIVED and self._chance.happens(0.45):
            self._soon(at, self._end, need=need, why=Need.Closing.MET, within=12)

    def _word(self, payment):
        drawn = self._chance.one_of(
            {Receipt.Word.RECEIVED: 94, Receipt.Word.PARTLY: 4, Receipt.Word.NOT_RECEIVED: 2}
        )
        halves = payment.count > 1  # one wheelchair arrives, or does not
        return drawn if halves or drawn != Receipt.Word.PARTLY else Receipt.Word.RECEIVED

    def _end(self, *, at, need, why):
        """A need is closed: as met only where nothing is missing, otherwise only where nothing is granted."""
        row = Need.objects.get(pk=need.row.pk)
        cover = Cover.objects.filter(need=row).first()
        granted = Grant.objects.filter(need=row, release=None)
        met = cover and cover.granted == cover.needed - cover.elsewhere
        unconfirmed = granted.filter(payment__receipt=None).exists()
        fits = met and not unconfirmed if why == Need.Closing.MET else not granted.exists()
        if fits and not row.closed_at:
            close_need(need=row, why=why, by=need.who.by, at=at)

    def _withdraw(self, *, at, who):
        if who.agrees:
            withdraw_consent(
                resident=who.row, purpose=Consent.Purpose.FINDING_HELP, by=who.by, at=at
            )

    def _share_care(self, *, at, who):
        """A second station begins to look after somebody, say near the hospital."""
        desk = self._chance.choice(self._desks)
        if desk.station.pk != who.station.pk:
            by = self._chance.choice(desk.workers)
            begin_care(resident=who.row, station=desk.station, by=by, at=at)

    def _open(self, need, reason, at):
        look_at_resident(resident=need.who.row, reason=reason, by=need.who.by, at=at)

    def _soon(self, at, do, *, within, **words):
        on = at.date() + self._chance.randrange(1, within + 1) * DAY
        self._diary.put(at_work(on, chance=self._chance), do, **words)


def _before(at, rows, when):
    """Take off ``rows``, which are in the order of time, those before ``at``."""
    n = 0
    while n < len(rows) and when(rows[n]) < at:
        n += 1
    taken, rows[:] = rows[:n], rows[n:]
    return taken
