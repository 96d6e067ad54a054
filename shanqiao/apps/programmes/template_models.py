from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.files.models import Document
from shanqiao.apps.funds.models import Fund
from shanqiao.apps.needs.models import Need
from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only
from shanqiao.apps.record.once import filled_in_once

from .template_guards import of_the_fund_or_shipped


class Template(models.Model):
    """One version of a programme template: the text of its file, as it came with shanqiao or as a fund brought it in.

    What comes with shanqiao gets its row when it is first attached, so that an application can be read with the papers
    it was asked for, whatever becomes of the file.
    """

    code = models.CharField(_("template"), max_length=40)
    version = models.CharField(_("version"), max_length=20)
    digest = models.CharField(_("SHA-256 of the file"), max_length=64)
    text = models.TextField(_("file"))
    fund = models.ForeignKey(
        Fund, on_delete=models.PROTECT, null=True, blank=True, related_name="templates"
    )  # none: it came with shanqiao
    brought_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "code", "version"],
                nulls_distinct=False,
                name="programmes_one_text_of_a_version",
                violation_error_message=_(
                    "This version of the template is here already. Give the changed file a new version."
                ),
            ),
            models.CheckConstraint(
                condition=Q(fund=None, brought_by=None)
                | Q(fund__isnull=False, brought_by__isnull=False),
                name="programmes_template_brought_by_somebody",
                violation_error_message=_("A fund's template names who brought it in."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.version}"


class Attached(models.Model):
    """An aid programme follows a template; the latest row counts, an empty one ends it."""

    programme = models.ForeignKey("AidProgramme", on_delete=models.PROTECT, related_name="attached")
    template = models.ForeignKey(
        Template, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        triggers = [*append_only(), of_the_fund_or_shipped()]
        indexes = [models.Index(fields=["programme", "-id"], name="programmes_attached_latest")]


class Paper(models.Model):
    """A paper handed in for a need: whichever programme asks for such a paper finds it. Taken back once."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="papers")
    code = models.CharField(_("which paper"), max_length=40)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("handed in at"))
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_why = models.CharField(_("why taken back"), max_length=200, blank=True)

    class Meta:
        triggers = filled_in_once(
            "taken_back_once", "withdrawn_at", "withdrawn_by_id", "withdrawn_why"
        )
        constraints = [
            models.UniqueConstraint(
                fields=["need", "code", "document"],
                condition=Q(withdrawn_at=None),
                name="programmes_paper_once",
                violation_error_message=_("This paper was handed in already."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why=""),
                name="programmes_paper_back_with_a_reason",
                violation_error_message=_("Say why the paper is taken back."),
            ),
        ]
