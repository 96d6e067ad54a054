from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from shanqiao.apps.matching.models import Proposal
from shanqiao.apps.matching.planning import propose_plan
from shanqiao.apps.record.clock import now


class Command(BaseCommand):
    help = "Propose which fund meets which need, as the nightly job does."

    def handle(self, **options):
        plan, is_new = propose_plan(at=now())
        says = (
            _("Plan %(plan)d is new: %(waiting)d proposals wait for an answer.")
            if is_new
            else _(
                "Nothing has changed since plan %(plan)d: %(waiting)d proposals wait for an answer."
            )
        )
        self.stdout.write(says % {"plan": plan.pk, "waiting": Proposal.objects.waiting().count()})
