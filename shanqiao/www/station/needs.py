from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shanqiao.apps.needs.models import Assessment
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.programmes.queries import programmes_for
from shanqiao.apps.record.clock import now
from shanqiao.apps.record.models import Look
from shanqiao.apps.referrals.states import State as SentState
from shanqiao.apps.residents.queries import age_on
from shanqiao.stories.programmes import LEADS_TO, applications_for
from shanqiao.stories.programmes import State as AidState
from shanqiao.stories.referrals import referrals_of_need
from shanqiao.stories.stages import Stage
from shanqiao.stories.station_lists import needs_of, to_confirm
from shanqiao.stories.telling import story_of, way_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing
from shanqiao.www.parts.words import together

from .door import works_at_a_station
from .filters import NeedFilter
from .looks import look
from .tables import NeedTable


@only(works_at_a_station)
def browse(request):
    return listing(
        request,
        table=NeedTable,
        filters=NeedFilter,
        rows=needs_of(station_of(request.user)),
        template="station/needs/browse.html",
        file_name="needs",
        sentence=_sentence,
        empty=Empty(
            says=_("Here are the needs of the residents your station looks after."),
            step=_("Register the first need"),
            url_name="station:register",
        ),
    )


@only(works_at_a_station)
def page(request, pk):
    station, at = station_of(request.user), now()
    need = get_object_or_404(
        needs_of(station).select_related("resident__street", "told_to", "illness_aid"), pk=pk
    )
    look(request, need.resident, Look.Reason.CASEWORK)
    story = story_of(need)
    context = {
        "need": need,
        "stage": Stage(need.stage),
        "urgency": Assessment.Urgency(need.urgency).label if need.urgency is not None else "",
        "age": age_on(need.resident.born_on, day=localdate(at)),
        "way": way_of(need),
        "story": story,
        "proposals": [h.row for h in story if h.what == "proposed" and h.row.closed_at is None],
        "sent_back": _sent_back(story) if need.look_again else None,
        "receipts": [h.row for h in story if h.what == "confirmed"],
        "applications": [_in_words(application) for application in applications_for(need)],
        "may_apply": _may_apply(need, at),
        "referrals": [
            _with_its_word(one, station) for one in referrals_of_need(need, station=station, at=at)
        ],
        "confirm": to_confirm(station).filter(grant__need=need),
    }
    return render(request, "station/needs/page.html", context)


def _may_apply(need, at):
    """Is there anything an aid programme could help with, and such a programme?"""
    lacks = need.lacking and not need.closed_at and need.agreed is True
    return bool(lacks) and programmes_for(need, on=localdate(at)).exists()


def _with_its_word(referral, station):
    referral.mine = referral.station_id == station.pk
    referral.state_words = SentState(referral.state).label
    return referral


def _in_words(application):
    """An application with its state, and what a refusal leads to, in words."""
    application.state_words = AidState(application.state).label
    if application.state == AidState.REFUSED:
        application.leads_to = LEADS_TO[application.refusal.reason]
    return application


def _sent_back(story):
    """The latest no that asks the station to look again."""
    reasons = ("look_again", "helped")
    noes = [h.row for h in story if h.what == "declined" and h.row.reason in reasons]
    return noes[-1] if noes else None


def _sentence(needs):
    counts = needs.aggregate(
        all=Count("pk"),
        told=Count("pk", filter=Q(stage=Stage.TOLD)),
        again=Count("pk", filter=Q(look_again=True) & ~Q(stage=Stage.CLOSED)),
        urgent=Count("pk", filter=Q(urgency=Assessment.Urgency.NOW) & ~Q(stage=Stage.CLOSED)),
    )
    words = [ngettext("%(all)s need.", "%(all)s needs.", counts["all"])]
    if counts["told"]:
        words.append(
            ngettext(
                "%(told)s waits for an assessment.",
                "%(told)s wait for an assessment.",
                counts["told"],
            )
        )
    if counts["again"]:
        words.append(
            ngettext(
                "%(again)s was sent back to be assessed again.",
                "%(again)s were sent back to be assessed again.",
                counts["again"],
            )
        )
    if counts["urgent"]:
        words.append(ngettext("%(urgent)s is urgent.", "%(urgent)s are urgent.", counts["urgent"]))
    return together(sentence % counts for sentence in words)
