from django.http import JsonResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from shanqiao.apps.inquiries.asking import CannotAsk, ask
from shanqiao.apps.inquiries.limits import MOST_ROWS
from shanqiao.apps.inquiries.queries import rows_left
from shanqiao.apps.record.clock import now

from .door import with_a_key
from .reading import question_in


@with_a_key
def inquire(request, key):
    """An organisation asks about rows of its list, and is answered a word for each."""
    if request.method != "POST":
        raise CannotAsk("method", _("Please send questions with POST."))
    question = question_in(request.body)
    inquiry = ask(
        key=key,
        batch=question.batch,
        numbers=question.numbers,
        tokens=question.tokens,
        at=now(),
    )
    return _json(
        {
            "batch": str(inquiry.batch),
            "asked_at": _moment(inquiry.asked_at),
            "ends_at": _moment(inquiry.forget_at),
            "contact": key.purpose.contact,
            "answers": [
                {"row": row, "answer": answer}
                for row, answer in inquiry.answers.order_by("pk").values_list("row", "answer")
            ],
        }
    )


@with_a_key
def purpose(request, key):
    """What a key is for, and how much may still be asked today."""
    return _json(
        {
            "organisation": key.purpose.organisation.name,
            "purpose": key.purpose.name,
            "kinds": key.purpose.kinds,
            "days": key.purpose.days,
            "expires_at": _moment(key.expires_at),
            "rows_left_today": rows_left(key=key, at=now()),
            "rows_in_one_question": MOST_ROWS,
            "ready": key.tokens_made_at is not None,
        }
    )


def _json(said):
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False})


def _moment(value):
    return localtime(value).isoformat(timespec="seconds")
