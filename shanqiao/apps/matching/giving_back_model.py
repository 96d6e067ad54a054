import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.people.models import Person
from shanqiao.apps.record.models import append_only


class Reduction(models.Model):
    """Part of a grant came back after it was given: need, resident and purse have it free again.

    All reductions of a grant together are never more than the grant.
    """

    grant = models.ForeignKey("Grant", on_delete=models.PROTECT, related_name="reductions")
    count = models.PositiveBigIntegerField(_("how much"))
    why = models.TextField(_("why"))
    reduced_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reduced_at = models.DateTimeField(_("came back at"))

    class Meta:
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="no_more_than_was_granted",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    PERFORM 1 FROM matching_grant WHERE id = NEW.grant_id FOR UPDATE;
                    IF NEW.count + (SELECT COALESCE(sum(count), 0) FROM matching_reduction WHERE grant_id = NEW.grant_id)
                       > (SELECT count FROM matching_grant WHERE id = NEW.grant_id) THEN
                        RAISE EXCEPTION 'more comes back than was granted'
                        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'matching_no_more_back';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(count__gt=0) & ~Q(why=""),
                name="matching_something_comes_back",
                violation_error_message=_("Say how much came back, and why."),
            ),
        ]
