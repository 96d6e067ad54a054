from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shanqiao.apps.giving.filing import (
    CannotTakeFile,
    give_up_gift_file,
    hand_in_gifts,
    judge_rows,
    take_gift_file,
)
from shanqiao.apps.record.clock import now
from shanqiao.feeds.gift_lists import CannotReadGifts, read_gifts
from shanqiao.stories.gifts import gift_files_of
from shanqiao.stories.purses import purses_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.words import in_words

from ..door import takes_gifts
from .more_forms import FileForm

SHOWN = 100  # rows of each kind


@only(takes_gifts)
def browse(request):
    form = FileForm(request.POST or None, request.FILES or None, purses=purses_of(request.user))
    if form.is_valid() and (gift_file := _handed_in(request, form)):
        return redirect("fund:gift-file", pk=gift_file.pk)
    data = {"form": form, "files": gift_files_of(request.user).defer("content")[:50]}
    status = 422 if form.errors else 200
    return render(request, "fund/giving/files.html", data, status=status)


@only(takes_gifts)
def show(request, pk):
    gift_file = _mine(request, pk)
    data = {"file": gift_file}
    if gift_file.content:
        read = _read(gift_file)
        judged = judge_rows(read.rows, purse=gift_file.purse, how=gift_file.how)
        of = {
            what: [one for one in judged if one.what == what] for what in ("new", "known", "double")
        }
        data |= {
            "counts": {what: len(rows) for what, rows in of.items()},
            "wrong": len({complaint.line for complaint in read.complaints}),
            "complaints": [
                (complaint, in_words(complaint.said)) for complaint in read.complaints[:SHOWN]
            ],
            "doubles": of["double"][:SHOWN],
            "news": of["new"][:10],
            "fen": sum(one.row.amount for one in of["new"]),
            "fen_of_doubles": sum(one.row.amount for one in of["double"]),
        }
    return render(request, "fund/giving/file.html", data)


@only(takes_gifts)
@require_POST
def act(request, pk):
    """What the buttons of a file's page do."""
    gift_file, said = _mine(request, pk), {"by": request.user, "at": now()}
    try:
        if request.POST.get("act") == "give_up":
            give_up_gift_file(gift_file=gift_file, **said)
            messages.success(request, _("Given up. Nothing of this file was taken in."))
            return redirect("fund:gift-files")
        if not gift_file.content:
            raise CannotTakeFile(_("This file was taken in or given up already."))
        read = _read(gift_file)
        _file, refused = take_gift_file(
            gift_file=gift_file,
            rows=read.rows,
            wrong=len({complaint.line for complaint in read.complaints}),
            with_doubles=request.POST.get("doubles") == "take",
            **said,
        )
        for line, words in refused[:10]:
            messages.error(
                request, _("Line %(line)s was not taken: %(why)s") % {"line": line, "why": words}
            )
    except CannotTakeFile as refusal:
        messages.error(request, str(refusal))
    return redirect("fund:gift-file", pk=pk)


def _handed_in(request, form):
    file = form.cleaned_data["file"]
    content = file.read()
    try:
        read_gifts(content, file.name, today=localdate(now()))
    except CannotReadGifts as refusal:
        form.add_error("file", in_words(refusal.said))
        return None
    return hand_in_gifts(
        purse=form.cleaned_data["purse"],
        how=form.cleaned_data["how"],
        platform=form.cleaned_data["platform"],
        name=file.name,
        content=content,
        by=request.user,
        at=now(),
    )


def _read(gift_file):
    return read_gifts(gift_file.content, gift_file.name, today=localdate(now()))


def _mine(request, pk):
    return get_object_or_404(gift_files_of(request.user), pk=pk)
