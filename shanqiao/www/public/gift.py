"""A giver follows their gift, without an account."""

import json

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shanqiao.apps.books.models import Posting
from shanqiao.apps.books.proofs import prove
from shanqiao.apps.giving.models import Gift
from shanqiao.apps.record.clock import now
from shanqiao.stories.both_ways import block_of
from shanqiao.stories.followed import FEWEST, followed
from shanqiao.stories.own_gift import own_gift, same_number
from shanqiao.www.parts.door import everybody, only
from shanqiao.www.parts.pace import guessed_too_often, too_fast

from .books import shown
from .gift_pictures import flow_of, rows_of

MOST_A_MINUTE = 10  # of one address, as for signing in
MOST_OF_A_NUMBER = 10  # an hour, by whomever: ten thousand endings take six weeks
OPEN_FOR = 30 * 60  # seconds


class GiftNumberForm(forms.Form):
    number = forms.CharField(
        label=gettext_lazy("Number of the receipt or the gift"),
        help_text=gettext_lazy(
            "For instance 0000000012 on a donation receipt, or JZ2026-0000012 in a letter."
        ),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    tail = forms.RegexField(
        label=gettext_lazy("The last four digits of your telephone"),
        help_text=gettext_lazy("The one you left with the gift. It keeps others from looking."),
        regex=r"^\s*[0-9]{4}\s*$",
        error_messages={"invalid": gettext_lazy("Please write four digits.")},
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )


@only(everybody)
def find(request):
    form = GiftNumberForm(request.POST or None)
    if form.is_valid():
        number = form.cleaned_data["number"].replace("·", " ")
        if too_fast(request, what="gift", most=MOST_A_MINUTE) or _guessed(same_number(number)):
            return render(request, "public/gift/too_fast.html", status=429)
        if gift := own_gift(number=number, tail=form.cleaned_data["tail"]):
            request.session["gift"] = [gift.pk, int(now().timestamp())]
            return redirect("public:gift")
        form.add_error(
            None, _("No gift is found by this number and these digits. Please compare both.")
        )
    status = 422 if form.errors else 200
    return _not_kept(render(request, "public/gift/find.html", {"form": form}, status=status))


@only(everybody)
def page(request):
    gift = _opened(request)
    if gift is None:
        return redirect("public:gift-find")
    story = followed(gift, at=now())
    block = block_of(Posting.objects.get(pk=gift.posting))
    data = {
        "gift": gift,
        "story": story,
        "rows": rows_of(gift, story),
        "picture": flow_of(gift, story),
        "fewest": FEWEST,
        "sealed": block and shown(block),
    }
    return _not_kept(render(request, "public/gift/page.html", data))


@only(everybody)
def proof(request):
    gift = _opened(request)
    proved = prove(gift.posting) if gift else None
    if proved is None:
        raise Http404
    answer = HttpResponse(
        json.dumps(proved, ensure_ascii=False, indent=1), content_type="application/json"
    )
    answer["Content-Disposition"] = f'attachment; filename="{gift.number}-proof.json"'
    return _not_kept(answer)


proof.no_page = True  # a file to take along


def _guessed(number):
    """Whether this number was tried too often, however it was written."""
    return bool(number) and guessed_too_often(
        what="gift-number", about=number, most=MOST_OF_A_NUMBER
    )


def _opened(request):
    """The gift that was found in this browser within the last half hour, or None."""
    pk, since = request.session.get("gift", (None, 0))
    if pk is None or now().timestamp() - since > OPEN_FOR:
        return None
    return Gift.objects.select_related("purse__fund__host", "undoing").filter(pk=pk).first()


def _not_kept(answer):
    """Nobody who comes to this browser later finds the page in its memory."""
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
