"""What a change of purpose still lacks, as steps a page can show. The database asks the same; see Note [A change is whole or not there]."""

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from .limits import FILING
from .models import PurposeChange


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a change: what it is, whether it is done, what it says now, and by when it is due."""

    code: str
    label: str
    done: bool
    says: str
    stopped: bool = False  # nothing can be done any more
    due: date | None = None
    rule: str = ""


def steps_of(change, *, on):
    """The steps of a change in their order, done or not."""
    decided = getattr(change.motion, "result", None)
    steps = [_decision(decided)]
    if change.fixed_in == PurposeChange.FixedIn.AGREEMENT:
        steps += [_consent(change, on), _objections(change)]
    return [*steps, _filing(change, decided, on)]


def missing_from(change, *, on):
    """The steps that are not done."""
    return [step for step in steps_of(change, on=on) if not step.done]


def filing_due_on(change):
    """The last day for filing, once the committee has decided."""
    result = getattr(change.motion, "result", None)
    return localdate(result.closed_at) + FILING if result and result.carried else None


def _decision(result):
    if result is None:
        done, stopped, says = False, False, _("The committee has not decided yet.")
    elif result.carried:
        done, stopped, says = True, False, _("The committee decided for it.")
    else:
        done, stopped, says = False, True, _("The committee did not decide for it.")
    return Step(
        code="decision",
        label=_("Decision of the committee"),
        done=done,
        stopped=stopped,
        says=says,
        rule="慈善法 第56条",
    )


def _consent(change, on):
    said = list(change.consents.all())
    agreed, refused = sum(c.agrees for c in said), sum(not c.agrees for c in said)
    notice = getattr(change, "notice", None)
    left = max(0, change.givers - len(said))
    over = notice is not None and notice.until < on
    if refused:
        says = _("A giver did not agree, so the use stays as it is.")
    elif agreed >= change.givers:
        says = _("All givers agreed.")
    elif notice is None:
        says = _(
            "%(left)s of %(all)s givers have not answered: ask them, or publish a notice of 60 days for those who are not found."
        ) % {"left": left, "all": change.givers}
    elif over:
        says = _("The notice was public for its whole time; it ended on %(day)s.") % {
            "day": f"{notice.until:%Y-%m-%d}"
        }
    else:
        says = _("The notice is public until %(day)s.") % {"day": f"{notice.until:%Y-%m-%d}"}
    return Step(
        code="consent",
        label=_("The givers agree, or a notice of 60 days"),
        done=not refused and (agreed >= change.givers or over),
        stopped=bool(refused),
        says=says,
        rule="广州市慈善促进条例 第24条",
    )


def _objections(change):
    notice = getattr(change, "notice", None)
    objections = list(notice.objections.select_related("answer")) if notice else []
    waiting = sum(not hasattr(o, "answer") for o in objections)
    upheld = any(hasattr(o, "answer") and o.answer.upheld for o in objections)
    if upheld:
        says = _("An objection is right, so the use stays as it is.")
    elif waiting:
        says = _("%(n)s objections wait for an answer.") % {"n": waiting}
    elif objections:
        says = _("All objections are answered.")
    else:
        says = _("Nobody objected.")
    return Step(
        code="objections",
        label=_("Objections are answered"),
        done=not waiting and not upheld,
        stopped=upheld,
        says=says,
        rule="广州市慈善促进条例 第24条",
    )


def _filing(change, result, on):
    filing = getattr(change, "filing", None)
    due = filing_due_on(change)
    if filing is None:
        says = (
            _("It is to be filed with the civil-affairs department within 10 days.")
            if due is None or on <= due
            else _("It was to be filed by %(day)s and is late.") % {"day": f"{due:%Y-%m-%d}"}
        )
    elif due and filing.filed_on > due:
        says = _("Filed on %(day)s, later than the 10 days.") % {
            "day": f"{filing.filed_on:%Y-%m-%d}"
        }
    else:
        says = _("Filed on %(day)s.") % {"day": f"{filing.filed_on:%Y-%m-%d}"}
    return Step(
        code="filing",
        label=_("Filing within 10 days"),
        done=filing is not None,
        says=says,
        due=due if filing is None else None,
        rule="慈善法 第56条; 广州市慈善促进条例 第24条",
    )
