from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person
from shanqiao.apps.record.once import filled_in_once


class CalendarFeed(models.Model):
    """A secret address under which a worker's own calendar program reads their appointments, until it is taken back.

    Only the digest of the secret is kept: whoever reads this table cannot make the address.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(_("SHA-256 of the secret"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"))
    revoked_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        triggers = filled_in_once("changes_once", "revoked_at")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(revoked_at=None),
                name="cases_one_feed_of_a_person",
                violation_error_message=_(
                    "You have such an address already; take it back before you make another."
                ),
            )
        ]
