"""What a program is told that may not, with what its people can do."""

from django.http import JsonResponse

STATUS = {
    "unknown_key": 401,
    "revoked": 401,
    "expired": 401,
    "limit": 429,
    "enumeration": 429,
    "other_content": 409,
    "ended": 410,
    "not_ready": 503,
    "method": 405,
}


def refused(refusal):
    """The refusal as JSON; 422 where what was sent cannot be read."""
    answer = JsonResponse(
        {"code": refusal.code, "says": str(refusal)},
        status=STATUS.get(refusal.code, 422),
        json_dumps_params={"ensure_ascii": False},
    )
    if answer.status_code == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return answer
