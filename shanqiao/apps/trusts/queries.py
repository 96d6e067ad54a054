"""What a trust is now, and what it owes by when."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from shanqiao.data.trusts import duty_rules

from .models import Trust, TrustChange

Kind = TrustChange.Kind
ITEMS = {Kind.SUPERVISOR: "supervisor", Kind.BENEFICIARIES: "beneficiaries"}


@dataclass(frozen=True, kw_only=True)
class TrustDuty:
    """Something a trust owes to civil affairs or the public, by when, and when it was done."""

    what: str  # file, publish, report
    trust: Any
    change: Any = None
    year: int | None = None
    due_on: date
    done_on: date | None
    source: str

    def overdue(self, day):
        return self.done_on is None and day > self.due_on

    @property
    def late(self):
        return self.done_on is not None and self.done_on > self.due_on


def trusts_of(funds):
    """The trusts whose purses belong to these funds, with whether they have ended."""
    ended = TrustChange.objects.filter(trust=OuterRef("pk"), kind=Kind.ENDED)
    return (
        Trust.objects.filter(purse__fund__in=funds)
        .annotate(has_ended=Exists(ended))
        .select_related("settlor", "trustee", "purse__fund", "purse__line")
        .order_by("-signed_on", "-pk")
    )


def has_ended(trust):
    return trust.changes.filter(kind=Kind.ENDED).exists()


def changes_of(trusts):
    """Every change of these trusts with its filing and publication, the earliest first."""
    return (
        TrustChange.objects.filter(trust__in=trusts)
        .select_related("trust", "filing", "publication", "by")
        .order_by("on", "pk")
    )


def items_now(trust, changes):
    """What holds now, by kind of item: what was signed, or what the latest change says."""
    now = {kind: getattr(trust, field) for kind, field in ITEMS.items()}
    for change in changes:
        if change.now_is:
            now[change.kind] = change.now_is
    return now


# Note [Two changes in a month]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A change of a filed item is filed within 7 days; two or more in one month may be filed together by the 10th of the next
# month. So a change is due on the later of both days as soon as there is a second one in its month. The signing, a change
# of the trustee and the end keep their own days.


def duties_of(trusts, *, at):
    """Everything these trusts owe or owed, the next due first. Two queries, however many trusts.

    See Note [Two changes in a month].
    """
    trusts = list(trusts)
    changes = list(changes_of(trusts))
    months = Counter(_month(change) for change in changes if _is_other(change))
    duties = []
    for change in changes:
        duties.append(_filing(change, together=months[_month(change)] > 1))
        duties.extend(_publication(change))
    ends = {change.trust_id: change.on for change in changes if change.kind == Kind.ENDED}
    reported = _reported(trusts)
    for trust in trusts:
        duties.extend(_reports(trust, ends.get(trust.pk), reported, today=localdate(at)))
    return sorted(duties, key=lambda duty: (duty.due_on, duty.trust.pk, duty.what))


def open_duties(trusts, *, at):
    """What these trusts still owe, the next due first."""
    return [duty for duty in duties_of(trusts, at=at) if duty.done_on is None]


def _month(change):
    return (change.trust_id, change.on.year, change.on.month)


def _is_other(change):
    return change.kind not in (Kind.SIGNED, Kind.TRUSTEE, Kind.ENDED)


def _filing(change, *, together):
    rules = duty_rules()
    rule = rules["file_other" if _is_other(change) else f"file_{change.kind}"]
    due = rule.due_after(change.on)
    if together and _is_other(change):
        rule = rules["file_together"]
        due = max(due, rule.due_after(change.on))
    filed = getattr(change, "filing", None)
    return TrustDuty(
        what="file",
        trust=change.trust,
        change=change,
        due_on=due,
        done_on=filed and filed.on,
        source=rule.source,
    )


def _publication(change):
    """Owed once the change was filed, if it was filed since the rule is in force."""
    rule, filed = duty_rules()["publish"], getattr(change, "filing", None)
    if filed is None or filed.on < rule.since:
        return
    published = getattr(change, "publication", None)
    yield TrustDuty(
        what="publish",
        trust=change.trust,
        change=change,
        due_on=rule.due_after(filed.on),
        done_on=published and published.on,
        source=rule.source,
    )


def _reported(trusts):
    rows = Trust.objects.filter(pk__in=[trust.pk for trust in trusts], reports__isnull=False)
    return {
        (pk, year): on for pk, year, on in rows.values_list("pk", "reports__year", "reports__on")
    }


def _reports(trust, ended_on, reported, *, today):
    rule = duty_rules()["report"]
    last = min(today.year - 1, ended_on.year if ended_on else today.year)
    for year in range(trust.signed_on.year, last + 1):
        yield TrustDuty(
            what="report",
            trust=trust,
            year=year,
            due_on=rule.due_after(date(year, 12, 31)),
            done_on=reported.get((trust.pk, year)),
            source=rule.source,
        )
