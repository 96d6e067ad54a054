"""A file of gifts: read and looked through, then taken in."""

from django.utils.timezone import localdate

from shanqiao.apps.giving.models import GiftFile
from shanqiao.apps.giving.working import cannot_be_used, look_through, take_rows_in
from shanqiao.feeds.gift_lists import CannotReadGifts, read_gifts


def read_handed_in_gifts(gift_file, *, at):
    """Look through a file of gifts; where it cannot be used, it says why in both languages."""
    file = GiftFile.objects.get(pk=gift_file.pk)
    if not file.is_reading:
        return
    try:
        rows = read_gifts(file.content, file.name, today=localdate(at))
        look_through(gift_file=file, headings=rows.headings, rows=rows, at=at)
    except CannotReadGifts as refusal:
        cannot_be_used(gift_file=file, says=refusal.said, at=at)


def take_handed_in_gifts(gift_file, *, at):
    """Somebody said that the good rows are right."""
    file = GiftFile.objects.get(pk=gift_file.pk)
    if file.is_taking:
        rows = read_gifts(file.content, file.name, today=localdate(file.read_at))
        take_rows_in(gift_file=file, rows=rows, at=at)
