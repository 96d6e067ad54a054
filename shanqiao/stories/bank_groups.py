"""What lines of a bank may be in the books, with what only later rooms know: batches, deposit slips, ways of giving."""

from dataclasses import dataclass, replace

from django.db.models import BigIntegerField, OuterRef, Subquery
from django.db.models.functions import Cast, Substr

from shanqiao.apps.bank.bundles import bundles_around
from shanqiao.apps.bank.models import StatementLine
from shanqiao.apps.bank.suggesting import (
    WITHIN,
    Group,
    fitting,
    groups_suggested,
    near_postings,
    suggested,
)
from shanqiao.apps.books.models import Posting
from shanqiao.apps.giving.models import Deposit, Gift
from shanqiao.apps.paying.models import Batch, Item

GRANT = "grant:"  # how the books name what a payment is about


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """Lines that may be a posting, or a group of postings; the other is none."""

    lines: tuple[StatementLine, ...]
    posting: Posting | None = None
    group: Group | None = None


def may_be(lines, *, most):
    """{line: suggestions}: alone before together with further lines, a posting before a group, at most ``most`` of each."""
    bundles = bundles_around(lines)
    wholes = dict.fromkeys([*lines, *(b for found in bundles.values() for b in found)])
    single, groups = suggested(wholes), groups_for(wholes)
    told = {}
    for line in lines:
        alone = _told((line,), single[line][:most], groups[line][:most])
        together = [s for bundle in bundles[line] for s in _of_a_bundle(bundle, single, groups)]
        together.sort(key=lambda suggestion: (suggestion.posting is None, len(suggestion.lines)))
        told[line] = [*alone, *together[:most]]
    return told


def groups_for(lines):
    """{line: groups of postings that add up to it, what tells most first}, each set of postings once.

    A batch before a deposit slip, that before the way in which gifts came, that before the kind of posting.
    """
    lines = list(lines)
    if not lines:
        return {}
    near = near_postings(lines)
    told = fitting(
        lines,
        [
            ("batch", "batch", "credit", _with_batch(near)),
            ("slip", "slip", "debit", _with(near, Deposit, "slip")),
            ("how", "how", "debit", _with(near, Gift, "how")),
        ],
    )
    order, plain = ["batch", "slip", "how"], groups_suggested(lines)
    numbers = _numbers_of([g for groups in told.values() for g in groups if g.sort == "batch"])
    found = {}
    for line in lines:
        telling = sorted(told[line], key=lambda group: order.index(group.sort))
        once = {}
        for group in [*telling, *plain[line]]:
            once.setdefault(group.postings, _named(group, numbers))
        found[line] = list(once.values())
    return found


def _told(lines, postings, groups):
    return [Suggestion(lines=lines, posting=posting) for posting in postings] + [
        Suggestion(lines=lines, group=group) for group in groups
    ]


def _of_a_bundle(bundle, single, groups):
    """Of what is near its first line what is near its last as well."""
    return _told(
        bundle.lines,
        *(
            [one for one in found if abs(one.on - bundle.until) <= WITHIN]
            for found in (single[bundle], groups[bundle])
        ),
    )


def _with(postings, model, field):
    """Postings of gifts or deposits, each with what tells them apart."""
    theirs = model.objects.filter(posting=OuterRef("pk")).values(field)
    return postings.annotate(**{field: Subquery(theirs)}).exclude(**{field: None})


def _with_batch(postings):
    """Postings of grants that a batch paid, each with its batch."""
    grant = Cast(Substr(OuterRef("about"), len(GRANT) + 1), BigIntegerField())
    items = Item.objects.filter(result__payment__isnull=False, grant_id=grant).values("batch")
    uses = postings.filter(kind=Posting.Kind.USE, about__regex=rf"^{GRANT}\d{{1,18}}$")
    return uses.annotate(batch=Subquery(items[:1])).exclude(batch=None)


def _numbers_of(groups):
    batches = Batch.objects.in_bulk({group.name for group in groups}) if groups else {}
    return {key: batch.number for key, batch in batches.items()}


def _named(group, numbers):
    return replace(group, name=numbers[group.name]) if group.sort == "batch" else group
