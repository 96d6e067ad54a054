"""When one adjudicator is not enough, and why, as codes with words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

LIKELY_ENOUGH = 0.8
FEW = 4  # records of one person


class Risk(TextChoices):
    TWO_NUMBERS = "two_numbers", _("both have a valid identity number, and the numbers differ")
    TWO_SEXES = "two_sexes", _("the sex differs")
    UNLIKELY = "unlikely", _("the comparison finds it not very likely")
    MANY = "many", _("more than four records would be one person")
    MONEY = "money", _("money is promised to both and not paid yet")


def risks_of(pair, records):
    """Why a second person has to look before ``pair`` becomes one person, as far as the records tell.

    Args:
        records: identities of all records that would be one person.
    """
    one, other = pair.first, pair.second
    if one.id_token and other.id_token and one.id_token != other.id_token:
        yield Risk.TWO_NUMBERS
    if one.sex != other.sex:
        yield Risk.TWO_SEXES
    if pair.probability < LIKELY_ENOUGH:
        yield Risk.UNLIKELY
    if len(records) > FEW:
        yield Risk.MANY
