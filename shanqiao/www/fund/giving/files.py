from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from shanqiao.apps.giving.filing import (
    CannotTakeFile,
    ask_to_take_gifts,
    give_up_gift_file,
    hand_in_gifts,
)
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.clock import now
from shanqiao.feeds.gift_lists import CannotReadGifts, look_into
from shanqiao.stories.gifts import gift_files_of
from shanqiao.stories.purses import purses_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing
from shanqiao.www.parts.words import in_words

from ..door import takes_gifts
from .file_facts import (
    READ,
    TAKE,
    FileRowFilter,
    FileRowTable,
    hand_to_the_worker,
    page_of,
    rows_to_mend,
)
from .more_forms import FileForm


@only(takes_gifts)
def browse(request):
    form = FileForm(request.POST or None, request.FILES or None, purses=purses_of(request.user))
    if form.is_valid() and (gift_file := _handed_in(request, form)):
        return redirect("fund:gift-file", pk=gift_file.pk)
    data = {"form": form, "files": gift_files_of(request.user)[:50]}
    status = 422 if form.errors else 200
    return render(request, "fund/giving/files.html", data, status=status)


@only(takes_gifts)
def show(request, pk):
    part = "#progress" if request.htmx and request.htmx.target == "progress" else ""
    return render(request, "fund/giving/file.html" + part, page_of(_mine(request, pk), at=now()))


@only(takes_gifts)
@require_POST
def act(request, pk):
    """What the buttons of a file's page do."""
    gift_file, said = _mine(request, pk), {"by": request.user, "at": now()}
    try:
        match request.POST.get("act"):
            case "take":
                doubles = request.POST.get("doubles") == "take"
                ask_to_take_gifts(gift_file=gift_file, with_doubles=doubles, **said)
                hand_to_the_worker(TAKE, gift_file)
            case "again" if not gift_file.is_over:
                hand_to_the_worker(TAKE if gift_file.take_asked_at else READ, gift_file)
            case "give_up":
                give_up_gift_file(gift_file=gift_file, **said)
                messages.success(request, _("Given up. Nothing of this file was taken in."))
                return redirect("fund:gift-files")
    except CannotTakeFile as refusal:
        messages.error(request, str(refusal))
    return redirect("fund:gift-file", pk=pk)


@only(takes_gifts)
def rows(request, pk):
    gift_file = _mine(request, pk)
    return listing(
        request,
        table=FileRowTable,
        filters=FileRowFilter,
        rows=gift_file.rows.all(),
        template="fund/giving/file_rows.html",
        file_name="rows-that-are-no-gifts",
        sentence=_sentence,
        empty=Empty(says=_("Every row of this file can become a gift, or is one.")),
        context={"file": gift_file},
        note_export=lambda kind: _note_export(request, kind),
    )


@only(takes_gifts)
def mend(request, pk):
    gift_file = _mine(request, pk)
    _note_export(request, "csv")
    return rows_to_mend(gift_file)


def _handed_in(request, form):
    file = form.cleaned_data["file"]
    content = file.read()
    try:
        look_into(content, file.name)
    except CannotReadGifts as refusal:
        form.add_error("file", in_words(refusal.said))
        return None
    new = hand_in_gifts(
        purse=form.cleaned_data["purse"],
        how=form.cleaned_data["how"],
        platform=form.cleaned_data["platform"],
        name=file.name,
        content=content,
        by=request.user,
        at=now(),
    )
    hand_to_the_worker(READ, new)
    return new


def _mine(request, pk):
    return get_object_or_404(gift_files_of(request.user), pk=pk)


def _note_export(request, kind):
    note(act="giving.export", subject=request.user, by=request.user, at=now(), why=kind)


def _sentence(rows):
    count = rows.order_by().count()
    return ngettext("%(n)s row.", "%(n)s rows.", count) % {"n": f"{count:,}"} if count else ""
