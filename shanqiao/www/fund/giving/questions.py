from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.giving.questions import CannotAnswer, answer_donor, ask_about_gift
from shanqiao.apps.record.clock import now
from shanqiao.stories.gifts import donors_of, questions_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.words import day

from ..door import has_a_seat
from .asking import ask
from .more_forms import AnswerForm, QuestionForm

SHOWN = 50  # answered ones


@only(has_a_seat)
def browse(request):
    questions = questions_of(request.user)
    data = {
        "open": questions.filter(answer=None).order_by("due_on", "pk"),
        "answered": questions.exclude(answer=None).order_by("-answer__at")[:SHOWN],
        "today": localdate(now()),
    }
    return render(request, "fund/giving/questions.html", data)


@only(has_a_seat)
def new(request, pk):
    donor = get_object_or_404(donors_of(request.user), pk=pk)
    return ask(
        request,
        QuestionForm(request.POST or None),
        act=lambda **told: ask_about_gift(donor=donor, by=request.user, at=now(), **told),
        refusals=(),
        says=lambda question: (
            _("Written down. The answer is due until %(day)s.") % {"day": day(question.due_on)}
        ),
        onward=lambda _question: ("fund:questions",),
        title=_("%(donor)s asks") % {"donor": donor},
        lead=_("A giver may know what became of a gift, and is answered within 20 days."),
        button=_("Write down the question"),
        back=(reverse("fund:donor", args=[pk]), str(donor)),
    )


@only(has_a_seat)
def answer(request, pk):
    question = get_object_or_404(questions_of(request.user), pk=pk)
    if hasattr(question, "answer"):
        return redirect("fund:questions")
    return ask(
        request,
        AnswerForm(request.POST or None),
        act=lambda **told: answer_donor(question=question, by=request.user, at=now(), **told),
        refusals=(CannotAnswer,),
        says=lambda _answer: _("Answered."),
        onward=lambda _answer: ("fund:questions",),
        title=_("Answer %(donor)s") % {"donor": question.donor},
        lead=f"“{question.words}”",
        button=_("This is what we answered"),
        back=(reverse("fund:questions"), _("Questions")),
    )
