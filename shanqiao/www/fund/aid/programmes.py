"""The aid programmes of a fund: announced, looked at with what came of them, ended."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.needs.kinds import Kind
from shanqiao.apps.programmes.actions import (
    CannotAnnounceProgramme,
    CannotEndProgramme,
    announce_programme,
    end_programme,
)
from shanqiao.apps.programmes.templates import template_of
from shanqiao.apps.record.clock import now
from shanqiao.stories.conditions import condition_in_words
from shanqiao.stories.consultations import in_our_language
from shanqiao.stories.programmes import programmes_of
from shanqiao.stories.purses import purses_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing

from ..door import decides, has_a_seat
from .forms import AnnounceForm, EndProgrammeForm
from .tables import ProgrammeFilter, ProgrammeTable, state_of


@only(has_a_seat)
def browse(request):
    return listing(
        request,
        table=ProgrammeTable,
        filters=ProgrammeFilter,
        rows=programmes_of(request.user),
        template="fund/aid/browse.html",
        file_name="programmes",
        sentence=_sentence,
        empty=Empty(
            says=gettext_lazy(
                "Your funds have announced no aid programme. A programme says what a fund helps"
                " with and how much at most; stations apply to it for their residents."
            ),
            step=gettext_lazy("See the balance"),
            url_name="fund:balance",
        ),
        context={"may_decide": decides(request.user)},
    )


@only(decides)
def announce(request):
    mine = funds_of(request.user, Seat.Role.DECIDES)
    form = AnnounceForm(request.POST or None, purses=purses_of(request.user).filter(fund__in=mine))
    if form.is_valid():
        try:
            programme = announce_programme(by=request.user, at=now(), **form.cleaned_data)
        except CannotAnnounceProgramme as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Announced. Stations see it with every need it may help with.")
            )
            return redirect("fund:programme", pk=programme.pk)
    return render(request, "fund/aid/new.html", {"form": form}, status=422 if form.errors else 200)


@only(has_a_seat)
def show(request, pk):
    programme = get_object_or_404(programmes_of(request.user), pk=pk)
    template = template_of(programme)
    data = {
        "programme": programme,
        "kinds": [Kind(kind).label for kind in programme.kinds],
        "condition": condition_in_words(programme.purse.eligible),
        "state": state_of(programme),
        "figures": [
            (words, getattr(programme, name), getattr(programme, f"{name}_sum"))
            for words, name in (
                (_("applied"), "applied"),
                (_("accepted"), "accepted"),
                (_("promised"), "granted"),
                (_("paid"), "paid"),
                (_("came back"), "back"),
            )
        ],
        "template": template,
        "template_name": in_our_language(template.name) if template else "",
        "papers": _(", ").join(in_our_language(paper.name) for paper in template.papers)
        if template
        else "",
        "may_attach": _may_end(request.user, programme),
        "may_end": programme.ended_at is None and _may_end(request.user, programme),
    }
    return render(request, "fund/aid/show.html", data)


@only(decides)
def end(request, pk):
    mine = funds_of(request.user, Seat.Role.DECIDES)
    programme = get_object_or_404(programmes_of(request.user).filter(purse__fund__in=mine), pk=pk)
    form = EndProgrammeForm(request.POST or None)
    if form.is_valid():
        try:
            end_programme(programme=programme, by=request.user, at=now(), **form.cleaned_data)
        except CannotEndProgramme as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The programme is ended. What waits is still answered."))
            return redirect("fund:programme", pk=pk)
    data = {"form": form, "programme": programme}
    return render(request, "fund/aid/end.html", data, status=422 if form.errors else 200)


def _may_end(person, programme):
    return funds_of(person, Seat.Role.DECIDES).filter(pk=programme.purse.fund_id).exists()


def _sentence(rows):
    count = rows.order_by().count()
    if not count:
        return ""
    words = ngettext("%(n)s aid programme", "%(n)s aid programmes", count) % {"n": count}
    waiting = sum(row.waiting for row in rows)
    if waiting:
        words += ngettext(
            ", %(n)s application waits for an answer",
            ", %(n)s applications wait for an answer",
            waiting,
        ) % {"n": waiting}
    return words + _(".")
