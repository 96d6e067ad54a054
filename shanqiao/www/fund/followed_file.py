"""What paid for something, or what it became, as a file with every row."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from tablib import Dataset


def followed_file(pieces, *, unit, name):
    """A CSV of pieces; money in yuan with two decimals."""
    data = Dataset(headers=[_("Movement"), _("What it is"), _("Effective on"), _("How much of it")])
    for piece in pieces:
        amount = f"{piece.amount / 100:.2f}" if unit == "fen" else piece.amount
        data.append(
            [piece.posting.pk, piece_in_words(piece), f"{piece.posting.on:%Y-%m-%d}", amount]
        )
    answer = HttpResponse(f"\ufeff{data.export('csv')}".encode(), content_type="text/csv")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def piece_in_words(piece):
    """A gift by its number and the name its giver wants in public; a grant by kind and purse."""
    if piece.gift:
        return f"{piece.gift.number} · {piece.gift.donor.public_name}"
    if piece.grant:
        return f"{piece.grant.need.get_kind_display()} · {piece.grant.purse.label}"
    return piece.posting.get_kind_display()
