"""What changes about a resident: the old goes to a row with days, in the same moment in which the new becomes current."""

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words
from shanqiao.apps.sealing.fields import token_of
from shanqiao.engines.identity import CannotReadPaper, PaperKind, read_paper

from .locks import hold_number, hold_resident
from .models import IdentityDocument, Name, PhoneNumber, Residence
from .numbers import CannotRegisterResident, read_number
from .queries import holder_of, id_token
from .search_key import search_key_of
from .terms import rebuild_terms

CURRENT = ("name", "id_number", "phone", "address", "street", "committee")
_OF_A_PERSON = (PaperKind.RESIDENT_ID, PaperKind.RESIDENCE_PERMIT)


class CannotChangeResident(Exception):
    """What was typed contradicts what is known, or is known of somebody else."""


@transaction.atomic
def change_resident(*, resident, by, at, on=None, mistaken=False, why="", **new):
    """What is current is another from now on; what was current before is kept with its last day.

    Args:
        on: the day from which the new holds; None where nobody knows.
        mistaken: the old was never right, only written so.
        new: any of name, id_number, phone, address, street, committee. What equals the old changes nothing.

    Raises:
        CannotChangeResident: the number is none, is somebody else's, or belongs to another birthday or sex; the day has not
            come yet.
    """
    held = hold_resident(resident)
    _has_come(on, at)
    changed = {field for field in CURRENT if field in new and new[field] != getattr(held, field)}
    if not changed:
        return held
    days = {"until": on, "mistaken": mistaken, "told_at": at, "told_to": by, "resident": held}
    if "id_number" in changed:
        _change_number(held, new["id_number"], days, at)
    if "name" in changed:
        Name.objects.create(kind=Name.Kind.FORMER, written=held.name, **days)
        held.name, held.search_key = new["name"], search_key_of(new["name"])
    if "phone" in changed:
        if held.phone:
            own = PhoneNumber.Whose.OWN
            PhoneNumber.objects.create(whose=own, number=held.phone, **_ended(days, at))
        held.phone = new["phone"]
    if changed & {"address", "street", "committee"}:
        _move(held, changed, new, _ended(days, at))
    held.save()
    rebuild_terms(held)
    note(act="residents.change", subject=held, by=by, at=at, why=_said(changed, why))
    return held


@transaction.atomic
def add_name(*, resident, kind, written, by, at, since=None, until=None):
    """A resident has, or had, another name besides the current one; they are found by it."""
    return _add(
        Name,
        "residents.add_name",
        resident,
        by,
        at,
        kind=kind,
        written=written,
        since=since,
        until=until,
    )


@transaction.atomic
def add_phone(*, resident, whose, number, by, at, relation="", since=None, until=None):
    """A resident is, or was, reached under another telephone: of a relative, the household, a station.

    Raises:
        CannotChangeResident: a relative's telephone without saying which relative, or a current one of their own.
    """
    facts = {"whose": whose, "number": number, "relation": relation, "since": since, "until": until}
    return _add(PhoneNumber, "residents.add_phone", resident, by, at, **facts)


@transaction.atomic
def add_residence(
    *, resident, kind, by, at, address="", street=None, committee=None, since=None, until=None
):
    """Where a resident's household registration is, or where they lived before.

    Raises:
        CannotChangeResident: a second household registration at the same time.
    """
    facts = {"kind": kind, "address": address, "street": street, "committee": committee}
    return _add(
        Residence, "residents.add_residence", resident, by, at, since=since, until=until, **facts
    )


@transaction.atomic
def add_document(
    *,
    resident,
    kind,
    number,
    by,
    at,
    country="",
    issued_on=None,
    expires_on=None,
    since=None,
    until=None,
):
    """Somebody saw a paper that shows who a resident is; its number is sealed, and they are found by it.

    Raises:
        CannotChangeResident: the number is none of such a paper, contradicts the identity number, or somebody else is
            registered with it.
    """
    held = hold_resident(resident)
    try:
        paper = read_paper(PaperKind(kind), number)
    except CannotReadPaper as refusal:
        raise CannotChangeResident(
            _(
                "This is no number of such a document. Please compare it with the document once more."
            )
        ) from refusal
    if paper.kind == PaperKind.DISABILITY_CARD:
        _agrees(held, paper.holder.number)
    token = document_token(paper.kind, paper.number, country=country)
    if paper.kind in _OF_A_PERSON:
        _belongs_to_nobody_else(held, token)
    return _add(
        IdentityDocument,
        "residents.add_document",
        held,
        by,
        at,
        kind=kind,
        country=country if paper.kind == PaperKind.PASSPORT else "",
        number=paper.number,
        token=token,
        tail=paper.tail,
        issued_on=issued_on,
        expires_on=expires_on,
        since=since,
        until=until,
    )


@transaction.atomic
def end_fact(*, fact, on, by, at, mistaken=False):
    """A name, telephone, place or document of a resident holds no longer; they are still found by it.

    Raises:
        CannotChangeResident: it ended before, would end before it began, or on a day that has not come yet.
    """
    _has_come(on, at)
    held = type(fact).objects.select_for_update(no_key=True).get(pk=fact.pk)
    if held.until:
        raise CannotChangeResident(
            _("Somebody has written down its end already. Please open the page again.")
        )
    held.until, held.mistaken = on, mistaken
    try:
        with transaction.atomic():
            held.save(update_fields=["until", "mistaken"])
    except IntegrityError as refusal:
        raise CannotChangeResident(in_words(refusal, type(fact))) from refusal
    rebuild_terms(held.resident)
    note(act="residents.end_fact", subject=held, by=by, at=at)
    return held


def document_token(kind, number, *, country=""):
    """The token under which a document is found again. Numbers of persons have one token, whatever paper shows them."""
    if kind in _OF_A_PERSON:
        return id_token(number)
    issuer = country if kind == PaperKind.PASSPORT else ""  # two countries may give one number
    return token_of(f"{kind.value} {issuer} {number}", place="residents.document")


def _add(table, act, resident, by, at, **facts):
    """A row, its search terms and its line in the record; or a refusal in words."""
    held = hold_resident(resident)
    try:
        with transaction.atomic():
            row = table.objects.create(resident=held, told_at=at, told_to=by, **facts)
    except IntegrityError as refusal:
        raise CannotChangeResident(in_words(refusal, table)) from refusal
    rebuild_terms(held)
    note(act=act, subject=row, by=by, at=at)
    return row


def _has_come(on, at):
    if on and on > localdate(at):
        raise CannotChangeResident(_("This day has not come yet. Please correct it."))


def _change_number(held, text, days, at):
    if not text.strip():
        raise CannotChangeResident(
            _(
                "An identity number is not taken away; please type the right one, or leave it as it is."
            )
        )
    try:
        number = read_number(text, born_on=held.born_on, sex=held.sex)
    except CannotRegisterResident as refusal:
        raise CannotChangeResident(str(refusal)) from refusal
    if number.number == held.id_number:
        return
    token = id_token(number.number)
    _belongs_to_nobody_else(held, token)
    if held.id_number:
        IdentityDocument.objects.create(
            kind=IdentityDocument.Kind.RESIDENT_ID,
            number=held.id_number,
            token=held.id_token,
            tail=held.id_tail,
            **_ended(days, at),
        )
    held.id_number, held.id_token, held.id_tail = number.number, token, number.tail
    held.born_on = number.born_on


def _belongs_to_nobody_else(held, token):
    """See Note [Numbers one at a time]."""
    hold_number(token)
    other = holder_of(token)
    if other and other.pk != held.pk:
        raise CannotChangeResident(
            _(
                "Somebody else is registered with this number. Nothing was changed. Please compare the number once "
                "more; if it is right, search by it: perhaps both are the same person."
            )
        )


def _agrees(held, number):
    if held.id_number and held.id_number != number:
        raise CannotChangeResident(
            _(
                "This disability card was made out for another identity number. Please compare both; if the card is "
                "right, change the identity number first."
            )
        )


def _move(held, changed, new, days):
    """The address, street and committee are one place; it is kept as a whole."""
    Residence.objects.create(
        kind=Residence.Kind.LIVING,
        address=held.address,
        street=held.street,
        committee=held.committee,
        **days,
    )
    for field in changed & {"address", "street", "committee"}:
        setattr(held, field, new[field])
    if "street" in changed and "committee" not in changed:
        held.committee = None  # it was one of the other street


def _ended(days, at):
    """Days of what can only stand here as former: where nobody knows its last day, the day it was told."""
    return days | {"until": days["until"] or localdate(at)}


def _said(changed, why):
    """Which facts changed, and the reason; never the facts themselves."""
    fields = ", ".join(field for field in CURRENT if field in changed)
    return f"{fields}: {why}" if why else fields
