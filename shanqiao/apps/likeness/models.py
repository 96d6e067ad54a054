"""By what a registration finds those like it: keys under the city's key, and what is compared, sealed.

Residents stand here by their number alone, as in the record of looks: whoever changes what is known about one says it
here in the same transaction, so this room lies before theirs.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.sealing.fields import SealedBytesField


class Face(models.Model):
    """One way in which a resident is written: what is current is the first, each former name or telephone makes another."""

    resident = models.BigIntegerField(_("resident"))
    number = models.PositiveSmallIntegerField(_("which face, 0 the current one"))
    layout = models.BigIntegerField(_("layout of the content"))
    content = SealedBytesField(_("what is compared"))
    compared = models.BooleanField(_("compared with everybody since it was learnt"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "number"],
                name="likeness_faces_are_numbered",
                violation_error_message=_("This face is kept already."),
            )
        ]
        indexes = [
            models.Index(
                fields=["resident"], condition=Q(compared=False), name="likeness_face_to_compare"
            )
        ]


class Key(models.Model):
    """A token of something two registrations of one person may share; whoever has the same is worth comparing."""

    pk = models.CompositePrimaryKey("token", "resident")
    token = models.BigIntegerField(_("token"))
    resident = models.BigIntegerField(_("resident"))

    class Meta:
        indexes = [models.Index(fields=["resident"], name="likeness_key_resident")]


class Common(models.Model):
    """How many registrations have a value that at least two have, as counted on some night; and any value of a field."""

    token = models.BigIntegerField(_("token of field and value"), primary_key=True)
    registrations = models.PositiveIntegerField(_("registrations that have it"))
    of = models.PositiveIntegerField(_("registrations counted"))
