"""What receipts and letters say: rows of several rooms as the plain words a template fills in."""

from urllib.parse import urlencode

from django.db.models import Prefetch
from django.utils.dates import MONTHS
from django.utils.translation import override

from shanqiao.apps.funds.models import Fund
from shanqiao.apps.giving.models import Gift
from shanqiao.apps.receipts.models import DonationReceipt
from shanqiao.apps.receipts.queries import receipts_of
from shanqiao.engines.quantities import in_capitals

CODES = {"zh": "zh-hans", "en": "en"}


def receipts_for(run):
    """The good receipts for gifts of the days of a run, by number."""
    funds = Fund.objects.filter(pk__in=run.funds)
    given = {"gift__on__gte": run.first_on, "gift__on__lte": run.last_on}
    return receipts_of(funds).filter(voiding=None, **given).order_by("book", "number")


def gifts_for(run):
    """The gifts of the days of a run whose giver is known, by donor and day."""
    standing = DonationReceipt.objects.filter(voiding=None)
    return (
        Gift.objects.standing()
        .filter(purse__fund__in=run.funds, on__gte=run.first_on, on__lte=run.last_on)
        .exclude(donor__name="")
        .select_related("donor__host", "purse__fund")
        .prefetch_related(Prefetch("receipts", standing, to_attr="good_receipts"))
        .order_by("donor", "on", "pk")
    )


def receipt_told(receipt, *, address, square_code):
    """What the template of receipts fills in.

    Args:
        square_code: text -> the drawing of its square code.
    """
    book = receipt.book
    return {
        "void": receipt.is_void,
        "code_svg": square_code(address_to_verify(receipt, address)),
        "title": book.title,
        "code": book.code,
        "number": receipt.figures,
        "check_code": receipt.check_code,
        "issued_on": day_told(receipt.issued_on, "zh"),
        "payer": receipt.payer,
        "payer_uscc": receipt.payer_uscc,
        "item_code": receipt.item_code,
        "item": receipt.item,
        "unit": receipt.unit,
        "quantity": f"{receipt.quantity:,}",
        "standard": receipt.standard,
        "amount": _figures(receipt.amount),
        "amount_sign": f"¥{_figures(receipt.amount)}",
        "capitals": f"人民币{in_capitals(receipt.amount)}",
        "remarks": receipt.remarks,
        "replaces": receipt.replaces.figures if receipt.replaces else "",
        "host": book.host.name,
        "handler": receipt.handler.name,
        "verify": address.partition("://")[2],
    }


def gift_told(gift, *, language, address, square_code, day):
    """What the templates of certificates and letters of thanks fill in; ``day`` is when they are signed."""
    return {
        "name": gift.donor.name,
        "day": day_told(gift.on, language),
        "purse": _named(gift.purse, language),
        "amount": amount_told(gift, language),
        "code_svg": square_code(address),
        "number": gift.number,
        "host": _named(gift.donor.host, language),
        "signed_on": day_told(day, language),
        "wish": gift.wish_words,
    }


def summary_told(gifts, *, n, language, day):
    """What one donor gave in a year, of their gifts in the order of their days."""
    donor = gifts[0].donor
    money = sum(gift.amount for gift in gifts if gift.unit == "fen")
    return {
        "n": n,
        "year": gifts[-1].on.year,
        "name": donor.name,
        "host": _named(donor.host, language),
        "signed_on": day_told(day, language),
        "total": f"¥{_figures(money)}",
        "capitals": f"人民币{in_capitals(money)}",
        "gifts": [_line(gift, language) for gift in gifts],
    }


def address_to_verify(receipt, address):
    """What the square code of a receipt says: where it can be verified."""
    asked = {"code": receipt.book.code, "number": receipt.figures, "check": receipt.check_code}
    return f"{address}/verify/?{urlencode(asked)}"


def amount_told(gift, language):
    """人民币1,000.00元 or CNY 1,000.00; 12 件 or 12 pieces."""
    if gift.unit == "fen":
        return (
            f"人民币{_figures(gift.amount)}元"
            if language == "zh"
            else f"CNY {_figures(gift.amount)}"
        )
    with override(CODES[language]):
        return f"{gift.amount:,} {gift.get_unit_display()}"


def day_told(day, language):
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    with override("en"):
        return f"{day.day} {MONTHS[day.month]} {day.year}"


def file_name_of(run, ending):
    """What a browser calls the file."""
    return f"{run.kind}-{run.first_on:%Y%m%d}-{run.last_on:%Y%m%d}.{ending}"


def _line(gift, language):
    with override(CODES[language]):
        how = str(gift.get_how_display())
    receipts = [receipt.figures for receipt in gift.good_receipts]
    return {
        "day": f"{gift.on:%Y-%m-%d}",
        "number": gift.number,
        "purse": _named(gift.purse, language),
        "how": how,
        "amount": f"¥{_figures(gift.amount)}"
        if gift.unit == "fen"
        else amount_told(gift, language),
        "receipt": receipts[0] if receipts else "",
    }


def _named(row, language):
    return row.name if language == "zh" else row.name_en or row.name


def _figures(fen):
    return f"{fen // 100:,}.{fen % 100:02d}"
