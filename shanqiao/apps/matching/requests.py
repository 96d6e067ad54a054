"""A new plan on request: asked by a handler, made by the worker, watched while it is made."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import monotonic

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.record.actions import note
from shanqiao.engines.allocation import CannotSolve, CannotUseCity

from .models import PlanRequest
from .planning import propose_plan

AT_MOST_EVERY = 0.5  # seconds between two words about how far it has come


class CannotAskForPlan(Exception):
    """Only handlers ask for a plan."""


def ask_for_plan(*, by, at):
    """A handler asks for a new plan. While one is waiting or being made, asking again finds that one.

    Returns:
        (request, is_new)

    Raises:
        CannotAskForPlan: the person is no handler of any fund.
    """
    if not funds_of(by, Seat.Role.PROPOSES).exists():
        raise CannotAskForPlan(_("Only the handler of a fund asks for a new plan."))
    try:
        with transaction.atomic():
            request = PlanRequest.objects.create(asked_by=by, asked_at=at)
            note(act="matching.ask_for_plan", subject=request, by=by, at=at)
    except IntegrityError:
        return PlanRequest.objects.latest("asked_at", "pk"), False
    return request, True


def run_plan_request(*, request, at):
    """The worker makes the plan that was asked for. A request that ended stays as it ended.

    A worker that died in between may be followed by another: the request is then begun again.
    """
    request.refresh_from_db()
    if request.ended_at:
        return request
    begun = monotonic()
    PlanRequest.objects.filter(pk=request.pk).update(started_at=at, share_done=0)
    try:
        with _Teller(request) as tell:
            plan, _is_new = propose_plan(at=at, by=request.asked_by, progress=tell)
    except (CannotUseCity, CannotSolve) as refusal:
        _end(request, begun, at, says=f"{refusal.zh}（{refusal}）")
    except Exception:
        _end(request, begun, at, says=_("The plan could not be made. The operators were told."))
        raise
    else:
        _end(request, begun, at, plan=plan, share_done=100)
    request.refresh_from_db()
    return request


def _end(request, begun, at, **answer):
    ended_at = at + timedelta(seconds=monotonic() - begun)
    PlanRequest.objects.filter(pk=request.pk).update(ended_at=ended_at, **answer)


class _Teller:
    """Writes how far a plan has come through a connection of its own.

    A plan is made in one transaction, of which nobody sees anything before its end.
    """

    def __init__(self, request):
        self._request = request
        self._told_at = 0.0

    def __enter__(self):
        self._clerk = ThreadPoolExecutor(max_workers=1)
        return self._tell

    def __exit__(self, *error):
        self._clerk.submit(lambda: connection.close())  # the clerk's own, looked up in its thread
        self._clerk.shutdown()

    def _tell(self, _what, share):
        if monotonic() - self._told_at >= AT_MOST_EVERY:
            self._told_at = monotonic()
            self._clerk.submit(self._write, min(99, int(share * 100)))

    def _write(self, percent):
        PlanRequest.objects.filter(pk=self._request.pk, ended_at=None).update(share_done=percent)
