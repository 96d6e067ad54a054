from django.db import models
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only


class Document(models.Model):
    """A file that was handed in: a photo of a receipt, a signed sheet. Kept once, sealed, never changed."""

    sha256 = models.CharField(_("SHA-256 of the content"), max_length=64, unique=True)
    name = models.CharField(_("file name"), max_length=200)
    media_type = models.CharField(_("media type"), max_length=60)
    size = models.PositiveIntegerField(_("size in bytes"))
    sealed = models.BinaryField(_("content, sealed"))
    kept_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField(_("kept at"))

    class Meta:
        triggers = append_only()
