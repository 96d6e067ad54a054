"""The questions to the family in serious-illness aid: the city's, and those of programmes that may help; also on paper."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.illness.actions import CannotConsult, consult
from shanqiao.apps.record.clock import now
from shanqiao.engines.template import AnswerDoesNotFit, walk
from shanqiao.stories.consultations import CODE, in_our_language, talks_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.paper import version_of

from .door import works_at_a_station
from .illness import aid_of
from .paper_forms import RESIDENT, WORKER
from .paper_parts import questions_to_the_family
from .papers import shown


@only(works_at_a_station)
def questions(request, pk, key=CODE):
    """One question after the other; the answers so far travel in the form, not in the address."""
    aid, talk = _talk(request, pk, key)
    if talk is None and request.method == "POST":  # its programme ended while somebody was asking
        messages.error(request, _("No open programme asks this any more."))
        return redirect("station:illness", pk=pk)
    held = _found(talk).held
    answers = request.POST.getlist("answers") if request.method == "POST" else []
    try:
        step = walk(held.read, answers)
        if step.next is None:
            consult(aid=aid, held=held, answers=answers, by=request.user, at=now())
            messages.success(request, _("Kept. What comes first stands on top of the list."))
            return redirect("station:illness", pk=pk)
    except (AnswerDoesNotFit, CannotConsult):
        messages.error(request, _("This answer does not fit. Please begin the questions anew."))
        return redirect(request.path)
    data = {
        "need": aid.need,
        "talk": talk,
        "asks": in_our_language(step.next.asks),
        "choices": [(one.code, in_our_language(one.says)) for one in step.next.answers],
        "advice": [in_our_language(one.says) for one in step.advice],
        "answers": answers,
        "before": answers[:-1],
        "template": held.read,
        "number": len(answers) + 1,
    }
    return render(request, "station/illness/questions.html", data)


@only(works_at_a_station)
def on_paper(request, pk, key=CODE):
    """The same questions, to be ticked by hand."""
    aid, talk = _talk(request, pk, key)
    template = _found(talk).held.read
    return shown(
        request,
        title=talk.name,
        parts=[questions_to_the_family(template)],
        version=version_of(lambda: [questions_to_the_family(template)]),
        signs=(RESIDENT, WORKER),
        leaves_a_name=False,
        who=aid.need.resident.name,
        instrument=template,
        back=("station:illness", _("To the aid"), pk),
    )


def _talk(request, pk, key):
    aid = aid_of(request, pk)
    talks = talks_of(aid, on=localdate(now()))
    return aid, next((one for one in talks if one.key == key and one.may_ask), None)


def _found(talk):
    if talk is None:
        raise Http404
    return talk
