"""What the bank of the first host wrote: a line for what moved in the books, and a few lines that only the bank knows."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from shanqiao.apps.books.models import Posting
from shanqiao.apps.delivery.models import Payment
from shanqiao.apps.giving.models import Gift
from shanqiao.apps.paying.models import Item

from .days import DAY, WEEK, weekday
from .money_out import BANK

PLATFORM = "示例公益平台（演示）"
GRANT = "grant:"  # how the books name what a payment is about
ALONE = (  # what only the bank knows: month of the story, days into it, fen, who, what for
    (0, 27, -2_500, BANK, "对公账户管理费"),
    (1, 13, 20_000, "", "爱心捐款"),
    (2, 27, -2_500, BANK, "对公账户管理费"),
    (3, 0, -2_500, BANK, "对公账户管理费"),
    (3, 0, 50_000, "谭街坊（演示）", "爱心捐款"),
    (3, 1, 8_800, "邓街坊（演示）", "爱心捐款"),
    (3, 1, 166_600, "骑楼茶居（演示）", "一日捐"),
    (3, 2, 10_000, "谭街坊（演示）", "月捐"),
)


@dataclass(frozen=True, kw_only=True)
class BankLine:
    """What a bank wrote on one line: ``amount`` in fen, below 0 went out; ``postings`` are what it is in the books."""

    on: date
    amount: int
    party: str
    words: str
    postings: tuple[Posting, ...] = ()
    is_gift: bool = False


def lines_at_the_bank(*, host, days, chance):
    """Oldest first, up to the last weekday: what moved in the books, what the bank did by itself, and one gift that came twice.

    A platform settles the gifts of a day in one sum, and the payments of one day of each of the first two months went out together.
    The largest other payment of each of these months was above the limit of a day, and left in two parts.
    """
    moved = [line for line in _of_the_books(host, days, chance) if line.on <= days.last_weekday]
    above = _above_the_limit(moved, days)
    moved = [part for line in moved for part in (_parts(line) if line in above else [line])]
    lines = [*moved, *_of_the_bank_alone(days), *_twice(moved, days)]
    return sorted(lines, key=lambda line: line.on)


def after(days):
    """The first day after the months that are published."""
    return (days.months[-1] + 5 * WEEK).replace(day=1)


def _of_the_books(host, days, chance):
    postings = Posting.objects.filter(
        Q(debit__host=host, debit__number="1002", debit__unit="fen")
        | Q(credit__host=host, credit__number="1002", credit__unit="fen"),
        on__gte=days.begins_on,
    )
    postings = list(postings.select_related("debit", "credit").order_by("on", "at", "pk"))
    telling = _Telling(postings)
    together = _days_paid_together(postings, days)
    groups = defaultdict(list)
    for posting in postings:
        groups[_one_line(posting, telling, together)].append(posting)
    for (sort, _which), some in groups.items():
        on = some[0].on
        if sort == "platform" or chance.happens(0.15):
            on = weekday(on + DAY)
        amount = sum(_came(posting) for posting in some)
        party, words = telling.of(some)
        is_gift = sort == "alone" and some[0].pk in telling.gifts
        yield BankLine(
            on=on, amount=amount, party=party, words=words, postings=tuple(some), is_gift=is_gift
        )


class _Telling:
    """Whom and what a bank names."""

    def __init__(self, postings):
        gifts = Gift.objects.filter(posting__in=[posting.pk for posting in postings])
        self.gifts = {gift.posting: gift for gift in gifts.select_related("donor")}
        grants = [key for posting in postings if (key := _grant(posting))]
        paid = Payment.objects.filter(grant__in=grants).select_related("grant__need__resident")
        self._payments = {payment.grant_id: payment for payment in paid}
        items = Item.objects.filter(result__payment__isnull=False, grant__in=grants)
        self._ours = dict(items.values_list("grant", "reference"))

    def of(self, postings):
        """(party, words) of the line of these."""
        first, many = postings[0], len(postings)
        if gift := self.gifts.get(first.pk):
            if gift.how == Gift.How.PLATFORM:
                return PLATFORM, f"捐赠结算 {first.on} 共{many}笔"
            return gift.donor.name, gift.wish_words or "捐赠"
        if payment := self._payments.get(_grant(first)):
            if many > 1:
                return "代付清算", f"批量代付救助款 共{many}笔"
            told = self._ours.get(payment.grant_id, payment.reference)
            return payment.grant.need.resident.name, f"救助款 {told}"
        return ("", first.about) if first.kind == Posting.Kind.GIFT else ("", "转入款项")

    def is_from_a_platform(self, posting):
        gift = self.gifts.get(posting.pk)
        return bool(gift) and gift.how == Gift.How.PLATFORM


def _one_line(posting, telling, together):
    """Postings for which this is the same came, or went, in one sum."""
    if telling.is_from_a_platform(posting):
        return "platform", posting.on
    if posting.on in together and posting.kind == Posting.Kind.USE:
        return "paid", posting.on
    return "alone", posting.pk


def _days_paid_together(postings, days):
    """In each of the first two months the day with most payments, where one has several."""
    for_each = [Counter(), Counter()]
    for posting in postings:
        month = posting.on.replace(day=1)
        if posting.kind == Posting.Kind.USE and month in days.months[:2]:
            for_each[days.months.index(month)][posting.on] += 1
    most = [counted.most_common(1)[0] for counted in for_each if counted]
    return {on for on, n in most if n > 1}


def _above_the_limit(lines, days):
    """In each of the first two months the line with most of what went out for one posting, with a day after it in its month."""
    for_each = [[], []]
    for line in lines:
        month = line.on.replace(day=1)
        ends = weekday(line.on + DAY).replace(day=1) != month
        if line.amount < 0 and len(line.postings) == 1 and month in days.months[:2] and not ends:
            for_each[days.months.index(month)].append(line)
    return [min(some, key=lambda line: line.amount) for some in for_each if some]


def _parts(line):
    """Most of it, and on the next day the rest."""
    first = line.amount * 3 // 5
    return [
        replace(line, amount=first, words=f"{line.words}（1/2）"),
        replace(
            line,
            amount=line.amount - first,
            words=f"{line.words}（2/2）",
            on=weekday(line.on + DAY),
        ),
    ]


def _of_the_bank_alone(days):
    """What an account costs, gifts that nobody wrote down, and interest in the last month of a quarter."""
    months = [*days.months, after(days)]
    for month, later, amount, party, words in ALONE:
        yield BankLine(on=months[month] + later * DAY, amount=amount, party=party, words=words)
    quarter = next(month for month in days.months if month.month % 3 == 0)
    yield BankLine(on=quarter.replace(day=21), amount=21_846, party=BANK, words="季度结息")


def _twice(lines, days):
    """The bank wrote a gift of the second month once more: somebody may have paid twice."""
    second, third = days.months[1:]
    gifts = [line for line in lines if line.is_gift and line.on < third]
    gifts.sort(key=lambda line: (line.on < second, line.on))
    return [replace(line, postings=()) for line in gifts[:1]]


def _came(posting):
    """Fen that came to the bank; below 0 went from it."""
    return posting.amount if posting.debit.number == "1002" else -posting.amount


def _grant(posting):
    about = posting.about
    return int(about.removeprefix(GRANT)) if about.startswith(GRANT) else None
