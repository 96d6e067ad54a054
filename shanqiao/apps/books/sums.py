"""What the keeper adds up and seals; see `sealing`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.record.models import append_only


class DayTotal(models.Model):
    """What moved into and out of an account on one effective day, of all sealed postings.

    Follows from postings; the balance of an account is the sum of its days and of what is not sealed yet.
    """

    account = models.ForeignKey(
        "books.Account", on_delete=models.PROTECT, related_name="days", db_index=False
    )
    on = models.DateField(_("day"))
    debit = models.BigIntegerField(_("debits"))
    credit = models.BigIntegerField(_("credits"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "on"],
                include=["debit", "credit"],
                name="books_one_total_a_day",
                violation_error_message=_("An account has one total a day."),
            )
        ]


class Block(models.Model):
    """Finished postings, in the order of their turns, under one root; each block names the one before.

    ``marks`` holds the first 8 bytes of each posting's leaf, so that a changed row is not only missed but named.
    """

    number = models.BigIntegerField(_("block"), primary_key=True)
    last_turn = models.BigIntegerField(_("turn of the last posting"))
    last_id = models.BigIntegerField(_("last posting"))
    count = models.PositiveIntegerField(_("how many postings"))
    root = models.BinaryField(_("root"))
    marks = models.BinaryField(_("marks of postings"))
    before = models.BinaryField(_("digest of the block before"))
    digest = models.BinaryField(_("digest"))
    made_at = models.DateTimeField(_("sealed at"))

    class Meta:
        triggers = append_only()


class Shift(models.Model):
    """How far turns of this database are ahead of its transaction numbers; at most one row. See Note [Turns]."""

    turns = models.BigIntegerField(_("turns"))
