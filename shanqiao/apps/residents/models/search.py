from django.db import models
from django.utils.translation import gettext_lazy as _

from .resident import Resident


class SearchTerm(models.Model):
    """One form of one fact by which a resident is found. Made anew by every action that changes a fact.

    Names and birthdays as they are, looked up by their beginning; numbers, telephones and addresses as keyed tokens,
    so that the table tells nobody anything without the city's key.
    """

    class Fact(models.IntegerChoices):
        NAME = 1, _("name")
        FORMER_NAME = 2, _("former name")
        OTHER_NAME = 3, _("other name")
        BORN = 4, _("day of birth")
        ID = 5, _("identity number")
        FORMER_ID = 6, _("former identity number")
        DOCUMENT = 7, _("other document")
        PHONE = 8, _("phone")
        FORMER_PHONE = 9, _("former phone")
        OTHER_PHONE = 10, _("phone of relatives or others")
        ADDRESS = 11, _("address")
        FORMER_ADDRESS = 12, _("former address")
        OTHER_ADDRESS = 13, _("other address")

    resident = models.ForeignKey(
        Resident, on_delete=models.CASCADE, related_name="search_terms", db_index=False
    )
    fact = models.PositiveSmallIntegerField(_("what it is"), choices=Fact)
    form = models.PositiveSmallIntegerField(_("in which form"))
    term = models.CharField(_("term or token"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "form", "term", "fact"],
                name="residents_search_term_once",
                violation_error_message=_("A term is kept once."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["form", "term"],
                opclasses=["int2_ops", "text_pattern_ops"],
                include=["resident"],
                name="residents_search_term",
            ),
        ]
