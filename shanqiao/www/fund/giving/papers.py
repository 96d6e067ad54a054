"""Agreements in writing with givers, and events whose proceeds were promised."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.files.actions import CannotKeepDocument, keep_document
from shanqiao.apps.giving.models import Gift
from shanqiao.apps.giving.papers import (
    CannotPublishResult,
    CannotRegisterEvent,
    CannotSignAgreement,
    ask_for_agreement,
    publish_event_result,
    register_event,
    sign_agreement,
)
from shanqiao.apps.record.clock import now
from shanqiao.stories.gifts import donors_of
from shanqiao.stories.papers import agreements_of, events_of, wishes_of
from shanqiao.stories.purses import purses_of
from shanqiao.www.parts.door import only

from ..door import has_a_seat, takes_gifts
from .asking import ask
from .more_forms import DayForm
from .papers_forms import AgreementForm, EventForm, EventResultForm

SHOWN = 50  # of each list


@only(has_a_seat)
def browse(request):
    data = {
        "wishes": wishes_of(request.user)[:SHOWN],
        "agreements": agreements_of(request.user)[:SHOWN],
        "events": events_of(request.user)[:SHOWN],
        "today": localdate(now()),
        "may_take": takes_gifts(request.user),
    }
    return render(request, "fund/giving/papers.html", data)


@only(takes_gifts)
def wish(request, pk):
    """A giver asks for an agreement about what is still to come."""
    donor = get_object_or_404(donors_of(request.user), pk=pk)
    return ask(
        request,
        DayForm(request.POST or None, initial={"on": localdate(now())}),
        act=lambda on: ask_for_agreement(donor=donor, asked_on=on, by=request.user, at=now()),
        refusals=(),
        says=lambda _wish: _("Written down. It is shown until an agreement is on file."),
        onward=lambda _wish: ("fund:papers",),
        title=_("%(donor)s asks for a written agreement") % {"donor": donor},
        lead=_("Who asks for one gets one (DN-07: 慈善法 第39条)."),
        button=_("Write it down"),
        back=(reverse("fund:donor", args=[pk]), str(donor)),
    )


@only(takes_gifts)
def agreement(request, pk):
    """An agreement with a giver goes on file; it answers the wish that is named in the address, or the oldest."""
    donor = get_object_or_404(donors_of(request.user), pk=pk)
    open_wishes = wishes_of(request.user).filter(donor=donor)
    named = request.GET.get("wish", "")
    answered = open_wishes.filter(pk=named).first() if named.isdecimal() else open_wishes.first()

    def act(paper, **terms):
        document = keep_document(name=paper.name, content=paper.read(), by=request.user, at=now())
        return sign_agreement(
            donor=donor, wish=answered, document=document, by=request.user, at=now(), **terms
        )

    return ask(
        request,
        AgreementForm(request.POST or None, request.FILES or None),
        act=act,
        refusals=(CannotSignAgreement, CannotKeepDocument),
        says=lambda made: _("The agreement %(number)s is on file.") % {"number": made.number},
        onward=lambda _made: ("fund:papers",),
        title=_("A written agreement with %(donor)s") % {"donor": donor},
        lead=_("It names both sides: %(donor)s and %(host)s.")
        % {"donor": donor, "host": donor.host},
        button=_("Put it on file"),
        back=(reverse("fund:papers"), _("Agreements and events")),
    )


@only(takes_gifts)
def event(request):
    form = EventForm(
        request.POST or None,
        agreements=agreements_of(request.user).filter(event=None),
        purses=purses_of(request.user),
    )
    return ask(
        request,
        form,
        act=lambda **told: register_event(by=request.user, at=now(), **told),
        refusals=(CannotRegisterEvent,),
        says=lambda _event: _("Written down. Its result is published when it is over."),
        onward=lambda _event: ("fund:papers",),
        title=_("An event whose proceeds are promised"),
        lead=_(
            "The promise is agreed in writing before, and the result is public after (DN-10: 慈善法 第37条)."
        ),
        button=_("Write it down"),
        back=(reverse("fund:papers"), _("Agreements and events")),
    )


@only(takes_gifts)
def result(request, pk):
    held = get_object_or_404(events_of(request.user).filter(result=None), pk=pk)
    gifts = Gift.objects.standing().filter(
        donor=held.agreement.donor_id, purse=held.purse_id, of_event=None
    )
    return ask(
        request,
        EventResultForm(request.POST or None, gifts=gifts),
        act=lambda **told: publish_event_result(event=held, by=request.user, at=now(), **told),
        refusals=(CannotPublishResult,),
        says=lambda _result: _("Published. Everybody can read it."),
        onward=lambda _result: ("fund:papers",),
        title=_("What %(event)s brought") % {"event": held},
        lead=_("First write the gift down; then choose it here."),
        button=_("Publish it"),
        back=(reverse("fund:papers"), _("Agreements and events")),
    )
