"""Whoever holds a donation receipt asks whether it is good; nobody needs to sign in."""

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.receipts.queries import verify
from shanqiao.stories.receipts import masked_name
from shanqiao.www.parts.door import everybody, only
from shanqiao.www.parts.pace import too_fast

MOST_A_MINUTE = 30  # of one address: more than anybody types, far less than guessing needs


class VerifyForm(forms.Form):
    code = forms.CharField(label=_("Receipt code"), max_length=20)
    number = forms.CharField(
        label=_("Receipt number"),
        max_length=18,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    check = forms.CharField(label=_("Check code"), max_length=8)


@only(everybody)
def page(request):
    asked = "number" in request.GET
    form = VerifyForm(request.GET if asked else None)
    data = {"form": form}
    if asked and form.is_valid():
        if too_fast(request, what="verify", most=MOST_A_MINUTE):
            return render(request, "public/too_fast.html", status=429)
        told = form.cleaned_data
        answer, receipt = verify(code=told["code"], number=told["number"], check_code=told["check"])
        data |= {"answer": answer, "receipt": receipt}
        data["payer"] = masked_name(receipt.payer) if receipt else ""
    status = 422 if asked and form.errors else 200
    answer = render(request, "public/verify.html", data, status=status)
    answer["Referrer-Policy"] = "no-referrer"  # the check code stands in the address
    answer["X-Robots-Tag"] = "noindex"
    return answer
