"""The rows somebody chose in a list, as the pages behind it take them."""

from django.http import Http404

MOST = 500  # rows in one go; more are done in a second


def chosen(request, rows, *, name="row"):
    """Those of ``rows`` that are named by ``row=…``, in the address or in the form that was sent."""
    named = (request.POST if request.method == "POST" else request.GET).getlist(name)
    try:
        return rows.filter(pk__in=[int(pk) for pk in named[:MOST]])
    except ValueError as nonsense:
        raise Http404 from nonsense
