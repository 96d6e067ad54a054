from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shanqiao.apps.funds.models import Fund
from shanqiao.apps.record.clock import now
from shanqiao.apps.trusts.queries import open_duties, trusts_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing
from shanqiao.www.parts.trusts import (
    ShownDuty,
    TrustFilter,
    TrustTable,
    next_of_each,
)

from .door import checks_the_city


@only(checks_the_city)
def browse(request):
    at, trusts = now(), trusts_of(Fund.objects.all())
    duties = open_duties(trusts, at=at)
    overdue = [duty for duty in duties if duty.overdue(localdate(at))]
    return listing(
        request,
        table=TrustTable.owing(next_of_each(duties), day=localdate(at)),
        filters=TrustFilter,
        rows=trusts,
        template="supervisor/trusts.html",
        file_name="trusts",
        sentence=_sentence,
        empty=Empty(says=_("No charitable trust is written down yet.")),
        context={"duties": [ShownDuty.of(duty, localdate(at)) for duty in overdue]},
    )


def _sentence(rows):
    count = rows.order_by().count()
    return ngettext("%(n)s charitable trust.", "%(n)s charitable trusts.", count) % {
        "n": f"{count:,}"
    }
