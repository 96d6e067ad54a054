from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from shanqiao.apps.record.clock import now
from shanqiao.feeds.places import load_places
from shanqiao.jobs.demonstration import somebody_works_here, tell_the_story
from shanqiao.jobs.demonstration.size import SIZES


class Command(BaseCommand):
    help = "Fill an empty city with generated residents, needs, funds and months of work."

    def add_arguments(self, parser):
        parser.add_argument("--size", choices=SIZES, default="small")
        parser.add_argument(
            "--today",
            type=date.fromisoformat,
            help="the day on which the story ends, YYYY-MM-DD; the same day gives the same city",
        )

    def handle(self, *, size, today, **options):
        if not settings.DEMONSTRATION:
            raise CommandError(
                _("This is no demonstration: nothing generated is put into a real city.")
            )
        if somebody_works_here():
            self.stdout.write(_("There are people in this city already; nothing was changed."))
            return
        load_places()
        bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeElapsedColumn(),
        )
        with bar:
            work = bar.add_task(_("The demonstration city comes to life"), total=1.0)
            tell_the_story(
                size=SIZES[size],
                today=today or localdate(now()),
                tell=lambda share: bar.update(work, completed=share),
            )
