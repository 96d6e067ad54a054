from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from shanqiao.apps.people.one_time_code import code_now
from shanqiao.apps.people.queries import demonstration_sign_ins


class Command(BaseCommand):
    help = "Show who can be signed in as in a demonstration, with the code of this moment."

    def handle(self, **options):
        shown = demonstration_sign_ins()
        if not shown:
            self.stdout.write(_("Nobody: invented people are only in a demonstration."))
            return
        table = Table(
            _("desk"), _("who"), _("user name"), _("password"), _("code now"), pad_edge=False
        )
        for one in shown:
            person = one.person
            table.add_row(
                one.get_desk_display(), person.name, person.username, one.password, code_now(person)
            )
        Console(file=self.stdout).print(table)
        self.stdout.write(
            _("A code holds for half a minute; `make codes` shows those of the next moment.")
        )
