from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from shanqiao.apps.places.models import Committee, District, Street
from shanqiao.feeds.places import load_places


class Command(BaseCommand):
    help = "Load Guangzhou's districts, streets and committees; loading twice changes nothing."

    def handle(self, **options):
        new = load_places()
        self.stdout.write(
            _(
                "%(districts)d districts, %(streets)d streets and towns, %(committees)d committees; "
                "%(new)d places are new."
            )
            % {
                "districts": District.objects.count(),
                "streets": Street.objects.with_an_office().count(),
                "committees": Committee.objects.count(),
                "new": sum(new.values()),
            }
        )
