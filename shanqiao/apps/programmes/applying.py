"""A station applies to an aid programme for a resident; the fund accepts or refuses."""

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.matching.asking import CannotAsk, ask_by_hand
from shanqiao.apps.needs.models import Need
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words
from shanqiao.apps.sameness.locks import while_nobody_merges

from .models import Acceptance, AidProgramme, Application, Refusal
from .queries import accepted_for, refused_for_good, room_in
from .templates import papers_missing

# Note [What a refusal leads to]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# As with a decline, each reason has a consequence, asked from the row, and the station reads it with the refusal:
#   purpose  the programme is not open to this need again;
#   helped   the station assesses the need again before it applies again;
#   unclear  the station applies again at once, with what was missing;
#   spent    the station may apply again; other help is looked for by the plans as ever.


class CannotApply(Exception):
    """The programme is not open to the need, an application waits already, or it is too much."""


class CannotAccept(Exception):
    """It was answered before, something stands in the way, or another person must accept."""


class CannotRefuse(Exception):
    """It was answered before, or another person must answer."""


class CannotWithdrawApplication(Exception):
    """It was answered before, or it is another station's."""


def apply_for(*, programme, need, count, words, by, at):
    """A social worker of the station that looks after the resident applies for them.

    Raises:
        CannotApply: with everything that stands in the way, in words.
    """
    try:
        with transaction.atomic():
            while_nobody_merges()
            need = _hold(need)
            programme = AidProgramme.objects.select_related("purse__fund").get(pk=programme.pk)
            _must_be_open(programme, need, count=count, by=by, at=at)
            application = Application.objects.create(
                programme=programme,
                need=need,
                count=count,
                unit=programme.purse.unit,
                words=words.strip(),
                station=station_of(by),
                applied_by=by,
                applied_at=at,
            )
            note(act="programmes.apply", subject=application, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotApply(in_words(refusal, Application)) from refusal
    return application


def accept_application(*, application, by, at, count=None, why=""):
    """The fund takes an application up: a proposal by hand comes of it, and another person approves that.

    Args:
        count: how much, where it is not what was applied for; never more than the need lacks, or the programme gives.
        why: in words, where they are not those of the application.

    Raises:
        CannotAccept: with the reason in words.
    """
    try:
        with transaction.atomic():
            while_nobody_merges()
            need = _hold(application.need)
            application = _take(application, by, CannotAccept)
            programme, count = application.programme, count or application.count
            if accepted_for(programme, need.resident) + count > programme.most_per_person:
                raise CannotAccept(_says_too_much())
            proposal = ask_by_hand(
                need=need,
                purse=programme.purse,
                count=count,
                why=f"{programme.name}：{why.strip() or application.words}",
                applied_by=application.applied_by,
                by=by,
                at=at,
            )
            acceptance = Acceptance.objects.create(
                application=application,
                proposal=proposal,
                applied_by=application.applied_by,
                accepted_by=by,
                accepted_at=at,
            )
            _close(application, Application.Closing.ACCEPTED, at=at)
            note(act="programmes.accept", subject=acceptance, by=by, at=at)
    except CannotAsk as refusal:
        raise CannotAccept(str(refusal)) from refusal
    except IntegrityError as refusal:
        if _limit_passed(refusal) == "programmes_most_per_person":
            raise CannotAccept(_says_too_much()) from refusal
        raise CannotAccept(in_words(refusal, Acceptance, Application)) from refusal
    return acceptance


@transaction.atomic
def refuse_application(*, application, reason, by, at, words=""):
    """The fund says no to an application, with a reason. See Note [What a refusal leads to].

    Raises:
        CannotRefuse: with the reason in words.
    """
    application = _take(application, by, CannotRefuse)
    refusal = Refusal.objects.create(
        application=application, reason=reason, words=words.strip(), refused_by=by, refused_at=at
    )
    _close(application, Application.Closing.REFUSED, at=at)
    note(act="programmes.refuse", subject=refusal, by=by, at=at, why=reason)
    return refusal


@transaction.atomic
def withdraw_application(*, application, by, at):
    """The station takes an application back before it is answered.

    Raises:
        CannotWithdrawApplication: with the reason in words.
    """
    station = station_of(by)
    if station is None or not Need.objects.known_to(station).filter(pk=application.need_id):
        raise CannotWithdrawApplication(
            _("Only the station that looks after the resident takes it back.")
        )
    waiting = Application.objects.waiting().filter(pk=application.pk)
    if not waiting.update(closed_at=at, closed_how=Application.Closing.WITHDRAWN):
        raise CannotWithdrawApplication(_says_answered())
    note(act="programmes.withdraw", subject=application, by=by, at=at)


def _hold(need):
    """The need, locked, so that two who apply or answer at once come one after the other."""
    return (
        Need.objects.select_for_update(of=("self",), no_key=True)
        .select_related("resident")
        .get(pk=need.pk)
    )


def _must_be_open(programme, need, *, count, by, at):
    station = station_of(by)
    if station is None or not Need.objects.known_to(station).filter(pk=need.pk).exists():
        raise CannotApply(_("Only the station that looks after the resident applies for them."))
    if not AidProgramme.objects.open(on=localdate(at)).filter(pk=programme.pk).exists():
        raise CannotApply(_("The programme takes no applications today."))
    if need.kind not in programme.kinds:
        raise CannotApply(_("The programme helps with something else."))
    if refused_for_good(programme, need):
        raise CannotApply(
            _("The fund said no to this need before; read there what would change that.")
        )
    most, in_the_way = room_in(programme, need, at=at)
    if in_the_way:
        raise CannotApply(" ".join(in_the_way))
    if count > most:
        raise CannotApply(
            _("That is more than the need lacks, or than the programme gives one person.")
        )
    if missing := papers_missing(programme, need):
        raise CannotApply(
            _("These papers are missing: %(papers)s. Please hand them in with the need first.")
            % {
                "papers": _(", ").join(
                    paper.name.in_language(get_language() or "zh") for paper in missing
                )
            }
        )


def _take(application, by, refusal):
    """The application, locked, still waiting, for somebody of its fund."""
    application = (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("programme__purse__fund", "applied_by")
        .get(pk=application.pk)
    )
    answers = funds_of(by, Seat.Role.PROPOSES, Seat.Role.DECIDES)
    if not answers.filter(pk=application.programme.purse.fund_id).exists():
        raise refusal(_("Only the handler or the manager of this fund answers it."))
    if application.closed_at:
        raise refusal(_says_answered())
    return application


def _close(application, how, *, at):
    Application.objects.filter(pk=application.pk).update(closed_at=at, closed_how=how)


def _limit_passed(refusal):
    return getattr(getattr(refusal.__cause__, "diag", None), "constraint_name", None)


def _says_answered():
    return _("This application was answered or taken back already. Please reload.")


def _says_too_much():
    return _("With what was accepted before, that is more than the programme gives one person.")
