from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shanqiao.apps.bank.queries import lines_of
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.clock import now
from shanqiao.www.fund.door import keeps_accounts
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing

from .filters import LineFilter
from .hosts import hosts_of
from .tables import LineTable


@only(keeps_accounts)
def browse(request):
    hosts = hosts_of(request.user)
    return listing(
        request,
        table=LineTable,
        filters=LineFilter,
        rows=lines_of(hosts),
        template="fund/bank/lines.html",
        file_name="lines",
        sentence=_sentence,
        empty=Empty(
            says=_("No line yet. They come with the statements of your bank."),
            step=_("Hand in a statement"),
            url_name="fund:statement-hand-in",
        ),
        note_export=lambda kind: [
            note(act="bank.export", subject=host, by=request.user, at=now(), why=kind)
            for host in hosts
        ],
    )


def _sentence(rows):
    count = rows.order_by().count()
    words = ngettext("%(n)s line.", "%(n)s lines.", count)
    return words % {"n": f"{count:,}"} if count else ""
