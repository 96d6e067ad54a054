"""What can happen to equity, securities and rights that were given. See Note [A holding has a line of its own]."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shanqiao.apps.books.lines import open_line
from shanqiao.apps.books.models import Posting
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .appraising import CannotBookRaising, pay_appraisal, why_no_appraisal
from .booking import Shares, book, rows_of_income, rows_of_sale, rows_of_value, rows_received
from .models import Holding, HoldingEvent
from .queries import bars_to_accepting

Kind = HoldingEvent.Kind


class CannotAcceptHolding(Exception):
    """What is offered may not be taken, or not at that value."""


class CannotValueHolding(Exception):
    """It is not held any more, or the value is not shown by anything."""


class CannotReceiveIncome(Exception):
    """It is not held any more, or under this key something else was written."""


class CannotDisposeOfHolding(Exception):
    """There is not as much of it, or under this key something else was written."""


def accept_holding(
    *,
    donor,
    purse,
    kind,
    name,
    unit,
    quantity,
    value,
    basis,
    words,
    custodian,
    on,
    key,
    at,
    income_purse=None,
    issuer="",
    by=None,
    **appraisal,
):
    """Equity, securities or a right is taken over as a gift to a purse.

    Args:
        value: whole fen for all of it, as ``basis`` and ``words`` show it.
        income_purse: the purse its dividends go to; ``purse`` where the giver says nothing else.
        appraisal: appraisal_cost and appraisal_paid, where a licensed appraiser valued it; where the gift pays, it is
            booked with it. See Note [Who pays an appraisal].

    Raises:
        CannotAcceptHolding: with the reason in words.
    """
    if found := HoldingEvent.objects.filter(key=key).select_related("holding").first():
        told = {"kind": Kind.RECEIVED, "amount": value, "quantity": quantity, "on": on}
        return _same(found, told, CannotAcceptHolding).holding
    income_purse = income_purse or purse
    offered = {"quantity": quantity, "value": value, "basis": basis, "on": on, **appraisal}
    bars = bars_to_accepting(
        donor=donor, purse=purse, income_purse=income_purse, kind=kind, at=at, **offered
    )
    if bars:
        raise CannotAcceptHolding(" ".join(bar.says for bar in bars))
    try:
        with transaction.atomic():
            line = open_line(host=purse.fund.host, unit="fen", name=name)
            holding = Holding.objects.create(
                purse=purse,
                income_purse=income_purse,
                line=line,
                donor=donor,
                kind=kind,
                name=name.strip(),
                issuer=issuer.strip(),
                unit=unit.strip(),
                custodian=custodian.strip(),
                quantity=quantity,
                cost=value,
                value=value,
                at=at,
            )
            facts = {"quantity": quantity, "amount": value, "basis": basis, **appraisal}
            movements = [(Posting.Kind.GIFT, rows_received(holding, value))]
            event = _event(
                holding,
                Kind.RECEIVED,
                movements,
                words=words,
                on=on,
                key=key,
                at=at,
                by=by,
                **facts,
            )
            note(act="holdings.accept", subject=holding, by=by, at=at, why=words)
            pay_appraisal(event, by=by, at=at)
    except CannotBookRaising as refusal:
        raise CannotAcceptHolding(str(refusal)) from refusal
    except IntegrityError as refusal:
        raise CannotAcceptHolding(in_words(refusal, Holding, HoldingEvent)) from refusal
    return holding


def value_holding(*, holding, value, basis, words, on, key, at, by=None, **appraisal):
    """What a holding is worth was found anew. A fall below what it is booked at is booked, and its recovery.

    A value above what it was taken over at is kept and shown; the accounting system books no such gain before a sale.

    Args:
        appraisal: appraisal_cost and appraisal_paid, where a licensed appraiser valued it. See Note [Who pays an appraisal].

    Raises:
        CannotValueHolding: with the reason in words.
    """
    if found := HoldingEvent.objects.filter(key=key).first():
        return _same(found, {"holding": holding, "amount": value, "on": on}, CannotValueHolding)
    if says := why_no_appraisal(basis=basis, **appraisal):
        raise CannotValueHolding(says)
    try:
        with transaction.atomic():
            held = _locked(holding)
            if not held.quantity:
                raise CannotValueHolding(_("This is not held any more."))
            booked = min(value, held.cost)
            change = booked - held.value
            Holding.objects.filter(pk=held.pk).update(value=booked)
            movements = [(Posting.Kind.VALUATION, rows_of_value(held, change))]
            facts = {"amount": value, "gain": change, "basis": basis, **appraisal}
            event = _event(
                held, Kind.VALUED, movements, words=words, on=on, key=key, at=at, by=by, **facts
            )
            note(act="holdings.value", subject=held, by=by, at=at, why=words)
            pay_appraisal(event, by=by, at=at)
    except CannotBookRaising as refusal:
        raise CannotValueHolding(str(refusal)) from refusal
    except IntegrityError as refusal:
        raise CannotValueHolding(in_words(refusal, Holding, HoldingEvent)) from refusal
    return event


def receive_income(*, holding, amount, words, on, key, at, by=None):
    """A dividend, interest or a royalty came to the bank; the purse the giver named has it to give.

    Raises:
        CannotReceiveIncome: with the reason in words.
    """
    if found := HoldingEvent.objects.filter(key=key).first():
        return _same(found, {"holding": holding, "amount": amount, "on": on}, CannotReceiveIncome)
    try:
        with transaction.atomic():
            held = _locked(holding)
            if not held.quantity:
                raise CannotReceiveIncome(_("This is not held any more."))
            movements = [(Posting.Kind.INCOME, rows_of_income(held, amount))]
            event = _event(
                held,
                Kind.INCOME,
                movements,
                amount=amount,
                words=words,
                on=on,
                key=key,
                at=at,
                by=by,
            )
            note(act="holdings.income", subject=held, by=by, at=at, why=words)
    except IntegrityError as refusal:
        raise CannotReceiveIncome(in_words(refusal, HoldingEvent)) from refusal
    return event


def dispose_of_holding(*, holding, quantity, proceeds, words, on, key, at, by=None):
    """All or part of a holding is sold; what came for it is the purse's to give.

    Args:
        proceeds: whole fen that came to the bank; 0 if it was given up for nothing.

    Raises:
        CannotDisposeOfHolding: with the reason in words.
    """
    if found := HoldingEvent.objects.filter(key=key).first():
        told = {"holding": holding, "quantity": quantity, "amount": proceeds, "on": on}
        return _same(found, told, CannotDisposeOfHolding)
    try:
        with transaction.atomic():
            held = _locked(holding)
            if not 0 < quantity <= held.quantity:
                raise CannotDisposeOfHolding(_("That is more than is held."))
            sold = Shares.of(held, quantity)
            Holding.objects.filter(pk=held.pk).update(
                quantity=held.quantity - quantity,
                cost=held.cost - sold.cost,
                value=held.value - sold.value,
            )
            facts = {"quantity": quantity, "amount": proceeds, "gain": proceeds - sold.value}
            movements = rows_of_sale(held, sold, proceeds)
            event = _event(
                held, Kind.DISPOSED, movements, words=words, on=on, key=key, at=at, by=by, **facts
            )
            note(act="holdings.dispose", subject=held, by=by, at=at, why=words)
    except IntegrityError as refusal:
        raise CannotDisposeOfHolding(in_words(refusal, Holding, HoldingEvent)) from refusal
    return event


def _event(holding, kind, movements, *, key, on, at, **facts):
    """Write what happened, with the numbers of its postings in the books."""
    postings = book(holding, movements, key=key, on=on, at=at)
    return HoldingEvent.objects.create(
        holding=holding, kind=kind, postings=postings, key=key, on=on, at=at, **facts
    )


def _locked(holding):
    return Holding.objects.select_for_update(of=("self",)).get(pk=holding.pk)


def _same(event, told, refusal):
    """The event that is there, if it is the one that is told of."""
    if any(getattr(event, name) != value for name, value in told.items()):
        raise refusal(_("Under this key something else is written down already."))
    return event
