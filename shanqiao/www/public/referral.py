"""An agency without an account answers a referral, once for each address it was given.

Who opens the page learns what is asked and in which street; name and telephone stand there once, in the answer to a yes.
"""

from django import forms
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from shanqiao.apps.record.clock import now
from shanqiao.apps.referrals.answering import answer_by_link
from shanqiao.apps.referrals.links import link_of
from shanqiao.apps.referrals.models import Referral
from shanqiao.apps.referrals.states import State
from shanqiao.feeds.letters import square_code
from shanqiao.stories.referrals import with_words
from shanqiao.www.parts.door import everybody, only
from shanqiao.www.parts.pace import too_fast
from shanqiao.www.parts.referrals import forms_for, take

MOST_A_MINUTE = 20  # of one address


class SignedForm(forms.Form):
    """Who answers, since there is no account that says so."""

    signed = forms.CharField(
        label=_("Your name, and how the station reaches you"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


@only(everybody)
@never_cache
def answer(request, token):
    """Ask, and take one answer."""
    if too_fast(request, what="referral", most=MOST_A_MINUTE):
        return _alone(render(request, "public/referral/too_fast.html", status=429))
    link = link_of(token, at=now())
    if link is None:
        return _alone(render(request, "public/referral/over.html", status=410))
    referral = with_words(Referral.objects.filter(pk=link.referral_id)).get()
    if referral.organisation_id is None:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    answers = forms_for(referral, posted=posted, files=request.FILES)
    signed = SignedForm(posted)
    act = (posted or {}).get("act", "")
    if act in answers and signed.is_valid():
        step = take(
            answers[act],
            act,
            keeps=link.made_by,
            do=lambda action, facts: answer_by_link(
                link=link,
                answer=action,
                signed=signed.cleaned_data["signed"],
                at=now(),
                **facts,
            ),
        )
        if step is not None:
            return _alone(_said(request, referral, *step))
    stale = bool(act) and act not in answers
    wrong = signed.errors or any(form.errors for form in answers.values())
    data = {
        "referral": referral,
        "link": link,
        "answers": answers,
        "signed": signed,
        "stale": stale,
    }
    status = 409 if stale else 422 if wrong else 200
    return _alone(render(request, "public/referral/page.html", data, status=status))


def _said(request, referral, step, next_token):
    """Thanks; to a yes, once, whom to help; and the address for what follows."""
    told = step.kind == "accepted"
    address = (
        request.build_absolute_uri(reverse("public:referral", args=[next_token]))
        if next_token
        else ""
    )
    data = {
        "referral": referral,
        "state": State(with_words(Referral.objects.filter(pk=referral.pk)).get().state),
        "resident": referral.need.resident if told else None,
        "address": address,
        "code": square_code(address) if address else "",
    }
    return render(request, "public/referral/said.html", data)


def _alone(response):
    """The address opens something, so nobody is told where one came from, and nothing is kept."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response
