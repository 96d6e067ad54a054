"""What stations apply for: looked at, accepted with an amount, or refused with a reason."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from shanqiao.apps.illness.models import IllnessAid
from shanqiao.apps.matching.asking import room_for
from shanqiao.apps.programmes.applying import (
    CannotAccept,
    CannotRefuse,
    accept_application,
    refuse_application,
)
from shanqiao.apps.programmes.queries import accepted_for
from shanqiao.apps.programmes.templates import papers_missing
from shanqiao.apps.record.clock import now
from shanqiao.stories.consultations import in_our_language
from shanqiao.stories.illness import seen
from shanqiao.stories.programmes import State, applications_to, to_answer
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing
from shanqiao.www.parts.words import quantity

from ..about import told_of
from ..door import has_a_seat, runs_a_fund
from .forms import AcceptApplicationForm, RefuseForm
from .tables import ApplicationFilter, ApplicationTable, badge_of


@only(has_a_seat)
def browse(request):
    return listing(
        request,
        table=ApplicationTable,
        filters=ApplicationFilter,
        rows=applications_to(request.user),
        template="fund/aid/applications.html",
        file_name="applications",
        sentence=_sentence,
        empty=Empty(
            says=gettext_lazy(
                "No station has applied to your programmes yet. What is applied for stands here"
                " until it is answered, and afterwards with what came of it."
            ),
            step=gettext_lazy("See the programmes"),
            url_name="fund:programmes",
        ),
    )


@only(has_a_seat)
def show(request, pk):
    return _page(request, _application(request, pk))


@only(runs_a_fund)
@require_POST
def accept(request, pk):
    application = _application(request, pk)
    form = _accept_form(application, request.POST)
    if form.is_valid():
        try:
            acceptance = accept_application(
                application=application, by=request.user, at=now(), **form.cleaned_data
            )
        except CannotAccept as refusal:
            form.add_error(None, str(refusal))
        else:
            much = quantity(acceptance.proposal.count, acceptance.proposal.unit)
            messages.success(
                request,
                _("Accepted: %(much)s are proposed now. Another person of the fund approves it.")
                % {"much": much},
            )
            return redirect("fund:application", pk=pk)
    return _page(request, application, accepting=form)


@only(runs_a_fund)
@require_POST
def refuse(request, pk):
    application = _application(request, pk)
    form = RefuseForm(request.POST)
    if form.is_valid():
        try:
            refuse_application(
                application=application, by=request.user, at=now(), **form.cleaned_data
            )
        except CannotRefuse as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Refused. The station reads the reason with the need."))
            return redirect("fund:application", pk=pk)
    return _page(request, application, refusing=form)


def _application(request, pk):
    rows = applications_to(request.user).select_related(
        "applied_by",
        "refusal__refused_by",
        "acceptance__accepted_by",
        "acceptance__proposal__grant",
        "acceptance__proposal__decline",
    )
    return get_object_or_404(rows, pk=pk)


def _page(request, application, *, accepting=None, refusing=None):
    waiting = application.state == State.WAITING
    may_answer = waiting and to_answer(request.user).filter(pk=application.pk).exists()
    proposal = application.acceptance.proposal if application.accepted is not None else None
    data = {
        "application": application,
        "told": told_of(application),
        "state": badge_of(application.state),
        "room": _room(application) if waiting else None,
        "left": _left(application),
        "missing": _(", ").join(
            in_our_language(paper.name)
            for paper in papers_missing(application.programme, application.need)
        ),
        "seen": _bills(application.need),
        "proposal": proposal,
        "grant": getattr(proposal, "grant", None),
        "may_answer": may_answer,
        "accepting": accepting or (_accept_form(application) if may_answer else None),
        "refusing": refusing or (RefuseForm() if may_answer else None),
    }
    wrong = any(form is not None and form.errors for form in (accepting, refusing))
    return render(request, "fund/aid/application.html", data, status=422 if wrong else 200)


def _bills(need):
    """The bills of a need that has serious-illness aid, with who paid them; nobody is named."""
    aid = IllnessAid.objects.filter(need=need).select_related("need").first()
    return seen(aid) if aid else None


def _accept_form(application, typed=None):
    most = max(0, min(_room(application).most, _left(application)))
    return AcceptApplicationForm(
        typed,
        unit=application.unit,
        most=most,
        initial={"count": min(application.count, most) or None},
    )


def _room(application):
    return room_for(need=application.need, purse=application.programme.purse, at=now())


def _left(application):
    """What the programme still gives this person."""
    programme = application.programme
    return max(0, programme.most_per_person - accepted_for(programme, application.need.resident))


def _sentence(rows):
    count = rows.order_by().count()
    if not count:
        return ""
    words = ngettext("%(n)s application", "%(n)s applications", count) % {"n": count}
    waiting = rows.order_by().filter(state=State.WAITING).count()
    if waiting:
        words += ngettext(
            ", %(n)s of them waits for an answer", ", %(n)s of them wait for an answer", waiting
        ) % {"n": waiting}
    return words + _(".")
