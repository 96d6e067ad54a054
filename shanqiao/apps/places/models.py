from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Named(models.Model):
    """A place with its code of the national list, its name, and the name in Latin letters."""

    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=90)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name if (get_language() or "zh").startswith("zh") else self.name_en


class District(Named):
    """One of the city's districts (区)."""

    code = models.CharField(_("code"), max_length=6, primary_key=True)


class StreetQuerySet(models.QuerySet):
    def with_an_office(self):
        """The streets and towns proper: each has an office, where help is organised."""
        return self.exclude(kind=Street.Kind.QUASI)


class Street(Named):
    """A subdistrict or town (街道, 镇); the unit at which help is organised.

    The national list also has units without an office, such as a reservoir: they are kept because
    people live there.
    """

    class Kind(models.TextChoices):
        SUBDISTRICT = "subdistrict", _("subdistrict")
        TOWN = "town", _("town")
        QUASI = "quasi", _("unit without an office")

    code = models.CharField(_("code"), max_length=9, primary_key=True)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="streets")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)

    objects = StreetQuerySet.as_manager()


class Committee(Named):
    """A residents' or villagers' committee (居委会, 村委会)."""

    class Kind(models.TextChoices):
        RESIDENTS = "residents_committee", _("residents' committee")
        VILLAGERS = "villagers_committee", _("villagers' committee")
        QUASI = "quasi", _("quasi unit of the statistics")

    code = models.CharField(_("code"), max_length=12, primary_key=True)
    street = models.ForeignKey(
        Street, on_delete=models.PROTECT, related_name="committees", verbose_name=_("street")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)


class Station(Named):
    """A social work station (社工站): where social workers of one street work."""

    street = models.ForeignKey(Street, on_delete=models.PROTECT, related_name="stations")
