"""Which money may be invested, and why not. Source: 慈善法 第55条; 民政部令62号 第5, 7条 (rules US-16)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .queries import restriction_of


@dataclass(frozen=True)
class Bar:
    """One reason for which money of a purse is not invested, with the rule it comes from."""

    says: str
    rule: str


LAW = "民政部令62号 第5, 7条"  # read in a report
_ORDER_5 = "民政部令62号 第5条"


def bars_to_investing(purse, *, amount, until, on):
    """Everything that stands against investing so much of a purse until a day; empty means it may be.

    Args:
        amount: fen, or None to ask about the purse as such.
        until: the day the money is back, or None.
    """
    said = restriction_of(purse, on=on)
    bars = []
    if purse.unit != "fen":
        return [Bar(_("Only money is invested."), "慈善法 第55条")]
    if said is None:
        return [
            Bar(
                _("Nobody has written down what this purse is for, so it counts as bound."),
                _ORDER_5,
            )
        ]
    if said.government:
        bars.append(Bar(_("Money paid by the government is not invested."), _ORDER_5))
    if said.not_invested:
        bars.append(Bar(_("The givers said that it is not to be invested."), _ORDER_5))
    if until is not None and until > said.period_to:
        bars.append(
            Bar(_("It is to be used before the investment ends, so it is due by then."), _ORDER_5)
        )
    if amount is not None and amount > purse.free:
        bars.append(Bar(_("The purse has not so much free; what is promised is due."), _ORDER_5))
    return bars
