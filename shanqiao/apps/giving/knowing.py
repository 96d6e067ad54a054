"""Who is meant by what is told of a giver, for many at a time; those a host does not know are written down."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shanqiao.apps.record.actions import note_each
from shanqiao.apps.record.refusals import in_words
from shanqiao.apps.residents.search_key import search_key_of
from shanqiao.apps.sealing.fields import token_of
from shanqiao.engines.identity import is_credit_code

from .models import Donor
from .phones import digits_of, tail_token_of
from .queries import PHONE, known_donors, mark_of


class CannotRegisterDonor(Exception):
    """What is told of the donor contradicts itself, or the donor is there already."""


def check_giver(*, kind, name="", uscc="", phone="", shown=Donor.Shown.NAMED):
    """What is told of a giver does not contradict itself.

    Raises:
        CannotRegisterDonor: with the reason in words.
    """
    uscc, phone = uscc.strip().upper(), digits_of(phone)
    if uscc and not is_credit_code(uscc):
        raise CannotRegisterDonor(
            _("%(uscc)s is no unified social credit code: please compare it with the certificate.")
            % {"uscc": uscc}
        )
    if phone and len(phone) < 7:
        raise CannotRegisterDonor(_("This telephone number is too short."))


def write_donors(*, host, givers, at, by=None):
    """Some givers are written down as donors of a host, all or none.

    Args:
        givers: what is told of each: kind, name, phone, uscc, shown.

    Raises:
        CannotRegisterDonor: with the reason in words.
    """
    donors = [_draft(host, at, **giver) for giver in givers]
    try:
        with transaction.atomic():
            Donor.objects.bulk_create(donors)
            note_each(act="giving.register_donor", subjects=donors, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotRegisterDonor(in_words(refusal, Donor)) from refusal
    return donors


def donors_meant(*, host, givers, at, by=None):
    """The donor whom each of some givers is; whom the host does not know is written down now, once; all or none.

    Raises:
        CannotRegisterDonor: with the reason in words.
    """
    marks = [mark_of(**giver) for giver in givers]
    known = known_donors(host=host, marks=marks)
    places = [mark or n for n, mark in enumerate(marks)]  # who bears no mark is somebody new
    new = {}
    for place, giver in zip(places, givers, strict=True):
        if place in known:
            continue
        if giver["kind"] == Donor.Kind.ANONYMOUS:
            known[place] = nobody_known(host=host, at=at)
        else:
            check_giver(**giver)
            new.setdefault(place, giver)
    known |= zip(new, write_donors(host=host, givers=new.values(), by=by, at=at), strict=True)
    return [known[place] for place in places]


def nobody_known(*, host, at):
    """The donor of a host to whom all gifts belong whose giver nobody knows; made when first asked for."""
    unknown = Donor.objects.filter(host=host, kind=Donor.Kind.ANONYMOUS)
    if found := unknown.first():
        return found
    try:
        return write_donors(host=host, givers=[{"kind": Donor.Kind.ANONYMOUS}], at=at)[0]
    except CannotRegisterDonor:  # somebody was quicker
        return unknown.get()


def _draft(host, at, *, kind, name="", uscc="", phone="", shown=Donor.Shown.NAMED):
    name, uscc, phone = name.strip(), uscc.strip().upper(), digits_of(phone)
    return Donor(
        host=host,
        kind=kind,
        name=name,
        search_key=search_key_of(name) if name else "",
        uscc=uscc,
        phone=phone,
        phone_token=token_of(phone, place=PHONE) if phone else "",
        phone_tail=tail_token_of(phone) if phone else "",
        shown=Donor.Shown.NAMELESS if kind == Donor.Kind.ANONYMOUS else shown,
        told_at=at,
    )
