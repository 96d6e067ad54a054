"""A compared list becomes residents of the station, some rows at a time; and is taken back while nobody used them."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shanqiao.apps.lists.actions import (
    CannotTakeList,
    hold_list,
    write_undone,
)
from shanqiao.apps.lists.models import ListRow
from shanqiao.apps.lists.queries import cells_of_row
from shanqiao.apps.lists.working import tell_progress, write_became
from shanqiao.apps.needs.models import Need
from shanqiao.apps.record.models import Look
from shanqiao.apps.residents.actions import begin_care, end_care, register_resident
from shanqiao.apps.residents.models import Care, Resident
from shanqiao.apps.residents.numbers import CannotRegisterResident
from shanqiao.apps.residents.queries import departure_of
from shanqiao.apps.sameness.models import Decision, Pair
from shanqiao.apps.sameness.proposing import let_fade, propose_pairs

from .hints import ask_whether_same
from .likeness import beside_each_other
from .list_rows import in_both, read_row, streets_by_name, why_refused

BATCH = 20  # rows in one transaction
Answer, Became = ListRow.Answer, ListRow.Became

# Note [A row becomes somebody once]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A worker process may be killed while it takes in a list, and two may take in the same. Each batch holds the list's row
# from before it asks what is left until its residents are written and the rows know them, in one transaction. So whoever
# comes second, or again, sees rows that are done and leaves them; a batch that was cut off left nothing behind.


def take_list_in(*, people_list, at):
    """Register or link the good rows of a list. Begun again, it goes on. See Note [A row becomes somebody once]."""
    streets = streets_by_name(people_list.station)
    while _take_some(people_list, streets, at=at):
        pass


def undo_list(*, people_list, why, by, at):
    """The station no longer looks after those whom a list brought: all of them, or, where somebody was used, none.

    No row is deleted. Pairs that wait for an adjudicator on their account wait no more.

    Raises:
        CannotTakeList: somebody was used since, or the list is not theirs to undo.
    """
    with transaction.atomic():
        held = write_undone(people_list=people_list, by=by, at=at, why=why)
        brought = brought_by(held)
        if used := used_of(brought, held):
            raise CannotTakeList(
                ngettext(
                    "%(n)s resident of this list was worked with since, so it is not undone as a whole. Open the "
                    "residents one by one; two records of one person are made one by an adjudicator.",
                    "%(n)s residents of this list were worked with since, so it is not undone as a whole. Open the "
                    "residents one by one; two records of one person are made one by an adjudicator.",
                    len(used),
                )
                % {"n": len(used)}
            )
        for resident in brought:
            end_care(resident=resident, station=held.station, why=why.strip()[:200], by=by, at=at)
        pks = [resident.pk for resident in brought]
        waiting = Pair.objects.undecided().filter(Q(first__in=pks) | Q(second__in=pks))
        let_fade(pairs=list(waiting.filter(why=Pair.Why.IMPORT)), at=at)
    return held


def brought_by(people_list):
    """The residents whom the station looks after only since this list, by number."""
    since = people_list.take_asked_at
    care = Care.objects.filter(station=people_list.station, until=None, since__gte=since)
    rows = people_list.rows.filter(resident__in=care.values("resident"))
    return list(Resident.objects.filter(pk__in=rows.values("resident")).order_by("pk"))


def used_of(residents, people_list):
    """Numbers of those who were worked with since the list was taken in: opened, helped, merged, or known elsewhere."""
    pks = [resident.pk for resident in residents]
    since = people_list.take_asked_at
    looks = Look.objects.filter(resident__in=pks, at__gte=since)
    looked = looks.exclude(reason=Look.Reason.SAME_PERSON)
    told = Need.objects.filter(resident__in=pks, told_at__gte=since)
    cared = Care.objects.filter(resident__in=pks, since__gte=since).exclude(
        station=people_list.station
    )
    decided = Decision.objects.filter(
        Q(pair__first__in=pks) | Q(pair__second__in=pks), at__gte=since
    )
    of_pairs = decided.values_list("pair__first", "pair__second")
    return {
        *looked.values_list("resident", flat=True),
        *told.values_list("resident", flat=True),
        *cared.values_list("resident", flat=True),
        *(pk for two in of_pairs for pk in two if pk in set(pks)),
    }


def _take_some(people_list, streets, *, at):
    """Some rows that nothing came of yet; False where none is left. See Note [A row becomes somebody once]."""
    with transaction.atomic():
        held = hold_list(people_list=people_list)
        rows = list(held.rows.filter(became="").select_related("match").order_by("line")[:BATCH])
        if not held.is_taking or held.is_over:
            return False
        for row in rows:
            _take(row, held, streets, at=at)
        return not tell_progress(people_list=held, at=at)


def _take(row, held, streets, *, at):
    """One row becomes a resident, is linked to one, or is left out."""
    match row.answer:
        case Answer.WRONG:
            write_became(row=row, became=Became.LEFT_OUT, at=at)
        case Answer.AGAIN:
            write_became(row=row, became=Became.SKIPPED, at=at)
        case Answer.HERE:
            _link(row, held, at=at)
        case _:
            _register(row, held, streets, at=at)


def _link(row, held, *, at):
    if departure_of(row.match):
        _leave_out(row, lambda: _("This resident died or moved away. See their page."), at=at)
        return
    begin_care(resident=row.match, station=held.station, by=held.take_by, at=at)
    write_became(row=row, became=Became.LINKED, resident=row.match, at=at)


def _register(row, held, streets, *, at):
    about, wrong = read_row(cells_of_row(row), station=held.station, streets=streets)
    if wrong:
        write_became(row=row, became=Became.LEFT_OUT, at=at, says=wrong[0])
        return
    by = held.take_by

    def attempt():
        with transaction.atomic():
            return register_resident(station=held.station, by=by, at=at, **about)

    try:
        resident = attempt()
    except CannotRegisterResident:
        _leave_out(row, lambda: why_refused(attempt), at=at)
        return
    is_new = resident.registered_at == at and resident.registered_by_id == by.pk
    is_new = is_new and not held.rows.filter(resident=resident).exists()
    became = Became.REGISTERED if is_new else Became.LINKED
    write_became(row=row, became=became, resident=resident, at=at)
    if is_new and row.asks:
        ask_whether_same(resident, by=by, at=at, why=Pair.Why.IMPORT)
        _ask_about_earlier_line(row, resident, held, at=at)


def _ask_about_earlier_line(row, resident, held, *, at):
    """Two lines that may be one person are put before an adjudicator, whatever the registry finds by itself."""
    first = row.same_as and held.rows.filter(line=row.same_as).first()
    if not first or first.resident_id in (None, resident.pk):
        return
    pair = {"first": first.resident_id, "second": resident.pk}
    likeness = beside_each_other(first.resident, resident)
    propose_pairs(rows=[{**pair, **likeness}], why=Pair.Why.IMPORT, by=held.take_by, at=at)


def _leave_out(row, words, *, at):
    zh, en = in_both(words)
    says = {"column": "", "value": "", "zh": zh, "en": en}
    write_became(row=row, became=Became.LEFT_OUT, at=at, says=says)
