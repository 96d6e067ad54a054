from django.utils.translation import gettext_lazy as _

from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.inquiries.models import Purpose
from shanqiao.apps.inquiries.queries import inquiries_of, with_answers, with_live_key
from shanqiao.apps.record.clock import now
from shanqiao.www.parts.door import only
from shanqiao.www.parts.inquiries import InquiryFilter, InquiryTable, kinds_in_words, sentence
from shanqiao.www.parts.lists import Empty, listing

from .door import has_a_seat


@only(has_a_seat)
def browse(request):
    """What the charities behind one's funds may ask, and asked."""
    hosts = list(funds_of(request.user).values_list("host", flat=True).distinct())
    purposes = with_live_key(
        Purpose.objects.filter(organisation__in=hosts, approved_at__isnull=False, ended_at=None),
        at=now(),
    ).select_related("organisation")
    return listing(
        request,
        table=InquiryTable,
        filters=InquiryFilter,
        rows=with_answers(inquiries_of(hosts)),
        template="fund/inquiries.html",
        file_name="inquiries",
        sentence=sentence,
        empty=Empty(
            says=_(
                "With a key, your charity can ask whether people of its own list are helped already, without the list leaving it. The supervisors of the city issue keys."
            )
        ),
        context={
            "purposes": [
                (purpose, kinds_in_words(purpose.kinds)) for purpose in purposes.order_by("pk")
            ]
        },
    )
