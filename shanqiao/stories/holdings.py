"""What became of a holding: where its dividends, and its price, went."""

from dataclasses import dataclass, field
from typing import Any

from shanqiao.apps.books.models import Posting
from shanqiao.apps.books.tracing import where_went
from shanqiao.apps.holdings.models import HoldingEvent
from shanqiao.apps.matching.models import Grant

from .pseudonyms import without_names

Kind = HoldingEvent.Kind


@dataclass
class Became:
    """What one posting became: ``helps`` are (grant, fen); ``lost`` ended in a fall of value or a loss."""

    unused: int = 0
    lost: int = 0
    elsewhere: int = 0  # given in another way than by a grant
    helps: list[tuple[Any, int]] = field(default_factory=list)

    @property
    def helped(self):
        return sum(fen for _grant, fen in self.helps)

    @property
    def people(self):
        return len({grant.need.resident_id for grant, _fen in self.helps})


def followed(events):
    """What the money of each event became, by event: for a holding received, its own value as it was sold.

    Args:
        events: of one holding.
    """
    brought = {event.pk: _laid_by(event) for event in events}
    went = {n: where_went(n) for numbers in brought.values() for n in numbers}
    about = _abouts(went)
    grants = _grants(about.values())
    return {
        event.pk: _became([went[n] for n in brought[event.pk]], about, grants)
        for event in events
        if brought[event.pk]
    }


def _laid_by(event):
    """The postings by which an event laid fen that nobody gave before."""
    match event.kind:
        case Kind.RECEIVED | Kind.INCOME:
            return event.postings
        case Kind.DISPOSED if event.gain > 0:
            return event.postings[-1:]
        case Kind.VALUED if event.gain > 0:
            return event.postings
        case _other:
            return []


def _abouts(went):
    uses = {user for found in went.values() for user, _fen in found.uses}
    return dict(Posting.objects.filter(pk__in=uses).values_list("pk", "about"))


def _grants(abouts):
    numbers = {int(about.removeprefix("grant:")) for about in abouts if about.startswith("grant:")}
    grants = Grant.objects.filter(pk__in=numbers).select_related("need__resident__street")
    return {f"grant:{grant.pk}": grant for grant in without_names(grants, path="need__resident")}


def _became(went, about, grants):
    became, helps = Became(), {}
    for found in went:
        became.unused += found.unused or 0
        for user, fen in found.uses:
            what = about[user]
            if what in grants:
                helps[what] = helps.get(what, 0) + fen
            elif what.startswith("holding:"):
                became.lost += fen
            else:
                became.elsewhere += fen
    became.helps = [(grants[what], fen) for what, fen in helps.items()]
    return became
