from argparse import ArgumentTypeError
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.disclosure.actions import CannotPublish, publish_month
from shanqiao.apps.disclosure.months import month_before
from shanqiao.apps.record.clock import now


class Command(BaseCommand):
    help = "Publish the statement of a month, as the monthly job does."

    def add_arguments(self, parser):
        parser.add_argument(
            "month", nargs="?", type=_first_day, help="YYYY-MM; the last one by default"
        )

    def handle(self, *, month, **options):
        try:
            statement = publish_month(
                month=month or month_before(localdate(now())), by=None, at=now()
            )
        except CannotPublish as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            _("The statement of %(month)s is published; its digest is %(digest)s.")
            % {"month": f"{statement.month:%Y-%m}", "digest": statement.digest}
        )


def _first_day(text):
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise ArgumentTypeError(_("“%s” is no month; write it like 2026-10.") % text) from None
