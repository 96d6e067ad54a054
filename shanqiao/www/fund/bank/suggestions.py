"""What lines may be in the books, or a movement in statements: in words, and as what a form sends."""

from dataclasses import dataclass

from django.utils.translation import ngettext

from shanqiao.apps.bank.bundles import lines_suggested
from shanqiao.apps.books.models import Posting
from shanqiao.apps.giving.models import Gift
from shanqiao.stories.bank_groups import may_be
from shanqiao.www.parts.words import day, yuan

from .subjects import postings_in_words


@dataclass(frozen=True, kw_only=True)
class Said:
    """A suggestion as a form sends it: the numbers of its lines, and a field with its value."""

    words: str
    lines: tuple[int, ...]
    name: str
    value: object


def said_of_lines(lines, *, most):
    """{number of a line: what it may be, alone or together with further lines}."""
    found = may_be(lines, most=most)
    postings = {s.posting.pk: s.posting for some in found.values() for s in some if s.posting}
    words = postings_in_words(postings.values())
    return {line.pk: [_said(one, words) for one in some] for line, some in found.items()}


def said_of_posting(posting, account, *, came, most):
    """What lines of an account a movement may be."""
    return [
        Said(
            words=_lines_in_words(lines),
            lines=tuple(line.pk for line in lines),
            name="posting",
            value=posting.pk,
        )
        for lines in lines_suggested(posting, account, came=came)[:most]
    ]


def line_in_words(line):
    """Day, amount and what the bank says of a line."""
    return " · ".join(
        said for said in (day(line.booked_on), yuan(line.amount), line.party, line.words) if said
    )


def group_in_words(group):
    """How many postings, and what they have in common."""
    said = {"n": f"{len(group.postings):,}", "day": day(group.on), "name": group.name}
    n = len(group.postings)
    match group.sort:
        case "batch":
            words = ngettext(
                "%(n)s payment of batch %(name)s", "%(n)s payments of batch %(name)s", n
            )
        case "slip":
            words = ngettext("%(n)s deposit of slip %(name)s", "%(n)s deposits of slip %(name)s", n)
        case "how":
            said["name"] = Gift.How(group.name).label
            words = ngettext(
                "%(n)s gift of %(day)s (%(name)s)", "%(n)s gifts of %(day)s (%(name)s)", n
            )
        case _:
            said["name"] = Posting.Kind(group.name).label
            words = ngettext(
                "%(n)s movement of %(day)s (%(name)s)", "%(n)s movements of %(day)s (%(name)s)", n
            )
    return words % said


def _said(suggestion, words):
    if suggestion.posting:
        name, value, what = "posting", suggestion.posting.pk, words[suggestion.posting.pk]
    else:
        name, value, what = "group", suggestion.group.key, group_in_words(suggestion.group)
    lines = tuple(line.pk for line in suggestion.lines)
    if further := len(lines) - 1:
        told = ngettext(
            "with %(n)s further line, together %(sum)s: %(what)s",
            "with %(n)s further lines, together %(sum)s: %(what)s",
            further,
        )
        amount = sum(line.amount for line in suggestion.lines)
        what = told % {"n": further, "sum": yuan(amount), "what": what}
    return Said(words=what, lines=lines, name=name, value=value)


def _lines_in_words(lines):
    if len(lines) == 1:
        return line_in_words(lines[0])
    told = ngettext(
        "%(n)s line together, the first: %(what)s",
        "%(n)s lines together, the first: %(what)s",
        len(lines),
    )
    return told % {"n": len(lines), "what": line_in_words(lines[0])}
