"""Money of a purse that is not needed yet is invested. What bars it is said all at once."""

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.books.actions import CannotPost, open_line
from shanqiao.apps.books.models import Line, Posting
from shanqiao.apps.needs.kinds import Unit
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .booking import book, rows_bought
from .models import Holding, HoldingEvent
from .queries import Bar

LAW, ORDER = "慈善法 (2023修正) 第55条", "民政部令62号 第5, 7条"


class CannotInvest(Exception):
    """The law, the givers or the purse bar it."""


def bars_to_investing(*, purse, kind, amount, forbidden, in_favour, members, on, at):
    """Everything that bars investing money of a purse in this, at once.

    Args:
        forbidden: whether a giver forbade it, or part of the money is the government's.
        in_favour, members: of the body that decides for the charity.
    """
    bars = []
    if purse.unit != Unit.FEN:
        bars.append(Bar(says=_("Only a purse in money can be invested.")))
    if kind == Holding.Kind.SECURITIES:
        bars.append(
            Bar(says=_("A charity buys no shares at a stock exchange by itself."), source=ORDER)
        )
    elif kind != Holding.Kind.EQUITY:
        bars.append(Bar(says=_("Money is not invested in property of this kind."), source=ORDER))
    if forbidden:
        bars.append(
            Bar(says=_("A giver forbade it, or part of it is the government's money."), source=LAW)
        )
    if amount <= 0 or amount > _free_now(purse):
        bars.append(
            Bar(
                says=_("Only what is free in the purse and not needed yet is invested."),
                source=ORDER,
            )
        )
    if not members or not 2 * members <= 3 * in_favour <= 3 * members:
        bars.append(Bar(says=_("Two thirds of the deciding body must be in favour."), source=LAW))
    if on > localdate(at):
        bars.append(Bar(says=_("That day lies ahead.")))
    return bars


def _free_now(purse):
    return Line.objects.values_list("free", flat=True).get(pk=purse.line_id)


def invest_from_purse(
    *,
    purse,
    kind,
    name,
    unit,
    quantity,
    amount,
    custodian,
    words,
    forbidden,
    in_favour,
    members,
    on,
    key,
    at,
    issuer="",
    by=None,
):
    """Money of a purse becomes equity; its dividends and its price come back to the purse.

    Raises:
        CannotInvest: with everything that bars it, in words.
    """
    if found := HoldingEvent.objects.filter(key=key).select_related("holding").first():
        if (found.kind, found.amount, found.on) == (HoldingEvent.Kind.BOUGHT, amount, on):
            return found.holding
        raise CannotInvest(_("Under this key something else is written down already."))
    bars = bars_to_investing(
        purse=purse,
        kind=kind,
        amount=amount,
        forbidden=forbidden,
        in_favour=in_favour,
        members=members,
        on=on,
        at=at,
    )
    if bars:
        raise CannotInvest(" ".join(bar.says for bar in bars))
    try:
        with transaction.atomic():
            holding = Holding.objects.create(
                purse=purse,
                income_purse=purse,
                line=open_line(host=purse.fund.host, unit="fen", name=name),
                kind=kind,
                name=name.strip(),
                issuer=issuer.strip(),
                unit=unit.strip(),
                custodian=custodian.strip(),
                quantity=quantity,
                cost=amount,
                value=amount,
                at=at,
            )
            movements = [(Posting.Kind.MOVE, rows_bought(holding, amount))]
            HoldingEvent.objects.create(
                holding=holding,
                kind=HoldingEvent.Kind.BOUGHT,
                quantity=quantity,
                amount=amount,
                words=words,
                postings=book(holding, movements, key=key, on=on, at=at),
                key=key,
                on=on,
                at=at,
                by=by,
            )
            why = f"{words} · {in_favour}/{members}"
            note(act="holdings.invest", subject=holding, by=by, at=at, why=why)
    except CannotPost as refusal:
        raise CannotInvest(str(refusal)) from refusal
    except IntegrityError as refusal:
        raise CannotInvest(in_words(refusal, Holding, HoldingEvent)) from refusal
    return holding
