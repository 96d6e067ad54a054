from django.utils.translation import gettext_lazy as _

from shanqiao.apps.inquiries.models import Inquiry
from shanqiao.apps.inquiries.queries import with_answers, with_oddity
from shanqiao.www.parts.door import only
from shanqiao.www.parts.inquiries import CityInquiryFilter, CityInquiryTable, sentence
from shanqiao.www.parts.lists import Empty, listing

from .door import checks_the_city
from .record import note_file


@only(checks_the_city)
def browse(request):
    inquiries = Inquiry.objects.select_related("key__purpose__organisation")
    return listing(
        request,
        table=CityInquiryTable,
        filters=CityInquiryFilter,
        rows=with_oddity(with_answers(inquiries)).order_by("-asked_at", "-pk"),
        template="supervisor/inquiries.html",
        file_name="inquiries",
        sentence=sentence,
        empty=Empty(
            says=_(
                "Organisations with a key ask whether people of their lists are helped already; nobody asked yet."
            ),
            step=_("To the purposes"),
            url_name="supervisor:purposes",
        ),
        note_export=lambda kind: note_file(request, "inquiries", kind),
    )
