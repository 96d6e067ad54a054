"""One page for a form that asks a few things, and then leads on."""

from django.contrib import messages
from django.shortcuts import redirect, render


def ask(request, form, *, act, refusals, says, onward, title, lead="", button, back):
    """Show a form; once it is good, do what it asks and lead on.

    Args:
        act: called with the answers; what it returns is given to ``says`` and ``onward``.
        refusals: exceptions whose words are shown above the form.
        onward: (what was done) -> arguments of ``redirect``.
        back: (address, words) of the way back.
    """
    if form.is_valid():
        try:
            done = act(**form.cleaned_data)
        except refusals as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, says(done))
            name, *args = onward(done)
            return redirect(name, *args)
    data = {"form": form, "title": title, "lead": lead, "button": button, "back": back}
    status = 422 if form.errors else 200
    return render(request, "fund/giving/ask.html", data, status=status)
