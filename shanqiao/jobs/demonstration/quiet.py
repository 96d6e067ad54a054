"""What stations write down in a week, in a few statements instead of one by one.

The rows and the lines in the record are those that `register_resident`, `give_consent`,
`look_at_resident`, `register_need` and `assess_need` write; a test compares the two.
"""

from datetime import timedelta

from django.utils.timezone import localdate

from shanqiao.apps.needs.kinds import unit_of
from shanqiao.apps.needs.models import Assessment, Need
from shanqiao.apps.record.models import Entry, Look
from shanqiao.apps.residents.models import Care, Consent, Resident
from shanqiao.apps.residents.queries import id_token, needs_a_guardian
from shanqiao.apps.residents.search_key import search_key_of
from shanqiao.apps.residents.terms import rebuild_terms

BATCH = 1_000
A_WORD_LATER = timedelta(minutes=3)


def register_residents(newcomers):
    """Stations get to know residents whose identity numbers nobody has given before."""
    rows = Resident.objects.bulk_create(map(_resident, newcomers), batch_size=BATCH)
    for newcomer, row in zip(newcomers, rows, strict=True):
        newcomer.row = row
    rebuild_terms(*rows)
    cares = Care.objects.bulk_create(
        (Care(resident=n.row, station=n.station, since=n.at) for n in newcomers), batch_size=BATCH
    )
    agreeing = [n for n in newcomers if n.agrees]
    consents = Consent.objects.bulk_create(
        (
            Consent(
                resident=n.row,
                purpose=Consent.Purpose.FINDING_HELP,
                given=True,
                at=n.at + A_WORD_LATER,
                witnessed_by=n.by,
                giver="guardian" if spoken_for(n) else "self",
                **spoken_for(n),
            )
            for n in agreeing
        ),
        batch_size=BATCH,
    )
    _note(
        *(("residents.register", n.row, n.by, n.at) for n in newcomers),
        *(
            ("residents.begin_care", care, n.by, n.at)
            for care, n in zip(cares, newcomers, strict=True)
        ),
        *(("residents.give_consent", c, c.witnessed_by, c.at) for c in consents),
    )


def register_needs(needs):
    """Social workers write down what residents say is lacking, having opened what is known about them."""
    rows = Need.objects.bulk_create(map(_need, needs), batch_size=BATCH)
    for need, row in zip(needs, rows, strict=True):
        need.row = row
    _note(*(("needs.register", n.row, n.who.by, n.at) for n in needs))
    _look(Look.Reason.REGISTERING, ((n, n.at) for n in needs))


def assess_needs(needs):
    """Social workers sign what residents lack, how gravely, and how urgently."""
    rows = Assessment.objects.bulk_create(map(_assessment, needs), batch_size=BATCH)
    _note(
        *(
            ("needs.assess", row, n.who.by, n.assessed_at)
            for row, n in zip(rows, needs, strict=True)
        )
    )
    _look(Look.Reason.ASSESSING, ((n, n.assessed_at) for n in needs))


def spoken_for(newcomer):
    """The guardian who agrees for a child under 14; nothing for everybody else."""
    row = Resident(born_on=newcomer.facts["born_on"])
    if not needs_a_guardian(row, on=localdate(newcomer.at + A_WORD_LATER)):
        return {}
    return {"guardian": f"{newcomer.facts['name'][0]}女士（示例）", "relation": "母亲"}


def _resident(newcomer):
    number = newcomer.facts["id_number"]
    return Resident(
        **newcomer.facts,
        search_key=search_key_of(newcomer.facts["name"]),
        id_token=id_token(number) if number else "",
        id_tail=number[-4:],
        registered_at=newcomer.at,
        registered_by=newcomer.by,
    )


def _need(need):
    return Need(
        resident=need.who.row,
        station=need.who.station,
        kind=need.kind,
        item=need.item,
        words=need.words,
        open_on=need.at.date(),
        due_on=need.due_on,
        told_at=need.at,
        told_to=need.who.by,
    )


def _assessment(need):
    return Assessment(
        need=need.row,
        unit=unit_of(need.kind),
        signed_at=need.assessed_at,
        signed_by=need.who.by,
        **need.assessment,
    )


def _note(*lines):
    Entry.objects.bulk_create(
        (
            Entry(act=act, subject=f"{row._meta.label_lower}:{row.pk}", by=by.username, at=at)
            for act, row, by, at in sorted(lines, key=lambda line: line[3])
        ),
        batch_size=BATCH,
    )


def _look(reason, opened):
    Look.objects.bulk_create(
        (
            Look(resident=n.who.row.pk, reason=reason, by=n.who.by.username, at=at)
            for n, at in opened
        ),
        batch_size=BATCH,
    )
