"""Serious-illness aid: it is opened for a need, bills come in, earlier payers are asked and decide."""

import json
import re
import unicodedata

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.needs.models import Need
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.programmes.templates import row_of
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words
from shanqiao.apps.sealing.fields import token_of
from shanqiao.engines.template import AnswerDoesNotFit, walk

from .counting import count_again, hold
from .models import Bill, BillLine, Claim, Consultation, IllnessAid

PLACE = "illness_bill.number"


class CannotOpenAid(Exception):
    """It is no need of medical costs, it is not assessed or closed, or another station looks after the resident."""


class CannotConsult(Exception):
    """Not every question was answered, or an answer does not fit."""


class CannotHandInBill(Exception):
    """The bill is here already, its lines contradict each other, or another station looks after the resident."""


class CannotWriteClaim(Exception):
    """More would be paid than the bill, it was decided before, or the days contradict each other."""


def open_aid(*, need, diagnosis, hospital, by, at):
    """A social worker begins serious-illness aid for a need of medical costs that was assessed.

    Raises:
        CannotOpenAid: with what to do instead.
    """
    _must_know(need, by, CannotOpenAid)
    if not diagnosis.strip() or not hospital.strip():
        raise CannotOpenAid(_("Write down the diagnosis and the hospital."))
    try:
        with transaction.atomic():
            need = Need.objects.select_for_update(no_key=True).get(pk=need.pk)
            if need.closed_at:
                raise CannotOpenAid(_("The need is closed. Register it again if it has come back."))
            if not need.assessments.exists():
                raise CannotOpenAid(
                    _("Assess the need first, with an estimate; the bills correct it afterwards.")
                )
            aid = IllnessAid.objects.create(
                need=need,
                diagnosis=diagnosis.strip(),
                hospital=hospital.strip(),
                opened_by=by,
                opened_at=at,
            )
            note(act="illness.open", subject=aid, by=by, at=at)
    except IntegrityError as refusal:
        limit = refusal.__cause__.diag.constraint_name or ""
        if limit == "illness_for_medical_costs":
            raise CannotOpenAid(
                _("Serious-illness aid is for needs of medical costs. Register one first.")
            ) from refusal
        if "need_id" in limit:
            raise CannotOpenAid(_("It was opened for this need already.")) from refusal
        raise CannotOpenAid(in_words(refusal, IllnessAid)) from refusal
    return aid


@transaction.atomic
def consult(*, aid, held, answers, by, at):
    """The questions of a template were gone through with the family; what is advised follows from them.

    Args:
        held: the template, of `templates_for`.
        answers: codes, in the order of the questions.

    Raises:
        CannotConsult: with the reason in words.
    """
    _must_know(aid.need, by, CannotConsult)
    try:
        step = walk(held.read, answers)
    except AnswerDoesNotFit as refusal:
        raise CannotConsult(
            _("This answer does not fit. Please begin the questions anew.")
        ) from refusal
    if step.next:
        raise CannotConsult(_("There is a question left. Please answer it as well."))
    row = Consultation.objects.create(
        aid=aid,
        template=held.row or row_of(held, at=at),
        answers=json.dumps(list(answers)),
        by=by,
        at=at,
    )
    note(act="illness.consult", subject=row, by=by, at=at)
    return row


def hand_in_bill(*, aid, hospital, number, issued_on, lines, document, by, at):
    """A bill of a hospital comes in; what the need lacks is counted again.

    Args:
        lines: (what, amount, covered) each, in fen; at least one.
        document: the scanned bill.

    Returns:
        (the bill, what was asked back).

    Raises:
        CannotHandInBill: with the reason in words; nothing was saved.
    """
    _must_know(aid.need, by, CannotHandInBill)
    hospital, digits = " ".join(hospital.split()), _plain(number)
    if len(digits) < 4 or not hospital:
        raise CannotHandInBill(_("Write down the hospital and the number of the bill."))
    if issued_on > localdate(at):
        raise CannotHandInBill(_("The bill is dated in the future. Please compare the day."))
    if not lines:
        raise CannotHandInBill(_("Write down at least one line of the bill."))
    try:
        with transaction.atomic():
            need = hold(aid)
            if need.closed_at:
                raise CannotHandInBill(_("The need is closed. Register it again first."))
            bill = Bill.objects.create(
                aid=aid,
                hospital=hospital,
                number=digits,
                token=token_of(f"{_plain(hospital)} {digits}", place=PLACE),
                tail=digits[-4:],
                issued_on=issued_on,
                document=document,
                by=by,
                at=at,
            )
            BillLine.objects.bulk_create(
                BillLine(bill=bill, what=what, amount=amount, covered=covered)
                for what, amount, covered in lines
            )
            note(act="illness.hand_in", subject=bill, by=by, at=at)
            why = _("a bill came in")
            return bill, count_again(aid, need, why=why, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotHandInBill(in_words(refusal, Bill, BillLine)) from refusal


def strike_bill(*, bill, why, by, at):
    """A bill was handed in by mistake: it does not count any more, and its number is free again.

    Returns:
        what was asked back.

    Raises:
        CannotHandInBill: with the reason in words.
    """
    _must_know(bill.aid.need, by, CannotHandInBill)
    if not why.strip():
        raise CannotHandInBill(_("Say why the bill is struck out."))
    with transaction.atomic():
        need = hold(bill.aid)
        there = Bill.objects.filter(pk=bill.pk, struck_at=None)
        if not there.update(struck_at=at, struck_by=by, struck_why=why.strip()):
            raise CannotHandInBill(_("This bill was struck out already."))
        note(act="illness.strike", subject=bill, by=by, at=at, why=why.strip())
        return count_again(bill.aid, need, why=_("a bill was struck out"), by=by, at=at)


def ask_payer(*, bill, layer, expected, asked_on, by, at, can_wait=True):
    """An earlier payer is asked to pay for a bill; it decides later.

    Args:
        expected: in fen.
        can_wait: may the treatment wait for it? Where not, charity may give meanwhile and is given back.

    Returns:
        (the claim, what was asked back).

    Raises:
        CannotWriteClaim: with the reason in words.
    """
    facts = {"expected": expected, "can_wait": can_wait, "asked_on": asked_on}
    return _written(bill, layer, facts, asked_on, by=by, at=at)


def write_paid(*, bill, layer, paid, decided_on, by, at, words=""):
    """An earlier payer has paid for a bill already, as its sheet shows.

    Returns:
        (the claim, what was asked back).

    Raises:
        CannotWriteClaim: with the reason in words.
    """
    facts = {
        "expected": paid,
        "asked_on": decided_on,
        **_decision(paid, decided_on, words, by=by, at=at),
    }
    return _written(bill, layer, facts, decided_on, by=by, at=at)


def decide_claim(*, claim, paid, decided_on, by, at, words=""):
    """The payer that was asked says how much it pays, perhaps nothing; what the need lacks is counted again.

    Returns:
        what was asked back.

    Raises:
        CannotWriteClaim: with the reason in words.
    """
    _must_know(claim.bill.aid.need, by, CannotWriteClaim)
    if not claim.asked_on <= decided_on <= localdate(at):
        raise CannotWriteClaim(_("It is decided after it was asked, and not in the future."))
    try:
        with transaction.atomic():
            need = hold(claim.bill.aid)
            open_one = Claim.objects.filter(pk=claim.pk, decided_at=None)
            if not open_one.update(**_decision(paid, decided_on, words, by=by, at=at)):
                raise CannotWriteClaim(_("This was decided already. Please reload."))
            note(act="illness.decide", subject=claim, by=by, at=at)
            why = _("%(payer)s has decided") % {"payer": claim.get_layer_display()}
            return count_again(claim.bill.aid, need, why=why, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotWriteClaim(_say(refusal)) from refusal


def _written(bill, layer, facts, on, *, by, at):
    _must_know(bill.aid.need, by, CannotWriteClaim)
    if not bill.issued_on <= on <= localdate(at):
        raise CannotWriteClaim(_("The day is after the bill, and not in the future."))
    try:
        with transaction.atomic():
            need = hold(bill.aid)
            claim = Claim.objects.create(bill=bill, layer=layer, by=by, at=at, **facts)
            note(act="illness.ask_payer", subject=claim, by=by, at=at)
            why = _("%(payer)s pays") % {"payer": claim.get_layer_display()}
            return claim, count_again(bill.aid, need, why=why, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotWriteClaim(_say(refusal)) from refusal


def _decision(paid, decided_on, words, *, by, at):
    return {
        "paid": paid,
        "decided_on": decided_on,
        "decided_words": words.strip(),
        "decided_by": by,
        "decided_at": at,
    }


def _say(refusal):
    match refusal.__cause__.diag.constraint_name:
        case "illness_no_more_than_the_bill":
            return _(
                "That is more than is left of the bill, or of what is within insurance. Nothing was saved; please compare the figures with the sheet."
            )
        case "illness_bill_is_struck":
            return _("This bill was struck out. Please open the page again.")
    return in_words(refusal, Claim)


def _must_know(need, by, refusal):
    station = station_of(by)
    if station is None or not Need.objects.known_to(station).filter(pk=need.pk).exists():
        raise refusal(_("Only the station that looks after the resident does this."))


def _plain(text):
    """A text as it is compared: letters and digits, wide forms narrow."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).upper()
