"""The sealed blocks of the books, for whoever wants to keep their digests."""

import django_filters
import django_tables2 as tables
from django.http import HttpResponseBadRequest, JsonResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shanqiao.apps.books.models import Block
from shanqiao.apps.books.sealing import last_block
from shanqiao.www.parts.columns import NUMBER, MomentColumn
from shanqiao.www.parts.door import everybody, only
from shanqiao.www.parts.figures import thousands
from shanqiao.www.parts.lists import Empty, listing

AT_ONCE = 1_000  # blocks of one answer; the next are asked for by ?after=


class BlockTable(tables.Table):
    number = tables.Column(verbose_name=_("Block"), attrs=NUMBER)
    made_at = MomentColumn(verbose_name=_("Sealed"))
    count = tables.Column(verbose_name=_("Movements"), attrs=NUMBER)
    digest = tables.Column(verbose_name=_("Digest (SHA-256)"), orderable=False)
    root = tables.Column(verbose_name=_("Root"), orderable=False)

    class Meta:
        order_by = "-number"
        caption = _("Blocks of the books")

    def render_count(self, value):
        return thousands(value)

    def value_count(self, value):
        return value

    def render_digest(self, value):
        return f"{bytes(value).hex()[:16]}…"

    def value_digest(self, value):
        return bytes(value).hex()

    render_root, value_root = render_digest, value_digest


class BlockFilter(django_filters.FilterSet):
    number = django_filters.NumberFilter(label=_("Block"))


@only(everybody)
def browse(request):
    newest = last_block()
    return listing(
        request,
        table=BlockTable,
        filters=BlockFilter,
        rows=Block.objects.defer("marks"),
        template="public/books.html",
        file_name="blocks",
        sentence=lambda rows: (
            ngettext("%(n)s block is sealed.", "%(n)s blocks are sealed.", rows.count())
            % {"n": thousands(rows.count())}
        ),
        empty=Empty(says=_("Nothing is sealed yet; the first block comes with the first gift.")),
        context={"newest": newest and {**shown(newest), "made_at": newest.made_at}},
    )


@only(everybody)
def as_json(request):
    after = request.GET.get("after", "0")
    if not (after.isascii() and after.isdecimal() and len(after) <= 18):
        return HttpResponseBadRequest("after is the number of a block")
    blocks = Block.objects.defer("marks").filter(number__gt=int(after)).order_by("number")
    found = [shown(block) for block in blocks[:AT_ONCE]]
    return JsonResponse(
        {"blocks": found, "next": found[-1]["number"] if len(found) == AT_ONCE else None}
    )


as_json.no_page = True  # a file to take along


def shown(block):
    """What is published of a block."""
    return {
        "number": block.number,
        "count": block.count,
        "root": bytes(block.root).hex(),
        "before": bytes(block.before).hex(),
        "digest": bytes(block.digest).hex(),
        "sealed_at": localtime(block.made_at).isoformat(timespec="seconds"),
    }
