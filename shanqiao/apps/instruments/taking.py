"""What follows from a sitting becomes the assessment of a need, with the reason kept."""

import json
from datetime import timedelta
from fractions import Fraction

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.needs.actions import (
    CannotAssessNeed,
    CannotRegisterNeed,
    assess_need,
    register_need,
)
from shanqiao.apps.needs.models import Assessment, Need
from shanqiao.apps.people.queries import station_of
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .held import SEVERITY, read_of
from .models import FromSitting, Sitting
from .queries import last_sitting, result_of

# Note [The middle of what is not known]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A severity is one number from 0 to 100, and a sitting with missing answers gives an interval. Its low end would count
# what nobody asked as nothing, its high end would reward leaving questions out. So the middle is taken, the interval
# stands in the reason that is kept, and whoever answers the rest moves it. The reason is sealed: a fund reads how much is
# lacking, never what a scale of health said. So the words of a line stay in the reason, and the need says none.


SCORED = "severity_"  # and a number: a severity may count in several assessments of its need


class CannotTakeLine(Exception):
    """It follows from no latest first assessment, not for certain, was taken over before, or the need refuses it."""


class CannotUseScore(Exception):
    """The sitting was made for another need, or the need refuses the assessment."""


def take_need_line(*, sitting, line, urgency, by, at, count=None):
    """A need that follows from a sitting is registered, if it is not open already, and assessed as the line says.

    What is met elsewhere by the assessment that is replaced stays met, up to what is needed now.

    Args:
        line: the code of the need in the instrument.
        count: where the line gives a range, how much within it; elsewhere the line's own quantity is taken.

    Returns:
        FromSitting: with the assessment, its need, and the reason.

    Raises:
        CannotTakeLine: with the reason in words.
    """
    found = next((one for one in result_of(sitting).lines if one.rule.code == line), None)
    if found is None or not found.certain:
        raise CannotTakeLine(
            _("This need does not follow for certain: answer the missing questions first.")
        )
    if says := cannot_be_taken(sitting):
        raise CannotTakeLine(says)
    reasoning, needed = reason_of(sitting, found), _how_much(found, count)
    try:
        with transaction.atomic():
            # One who takes the same line at the same moment waits here, and is refused below.
            Sitting.objects.select_for_update(no_key=True).get(pk=sitting.pk)
            if FromSitting.objects.filter(sitting=sitting, line=line).exists():
                raise CannotTakeLine(_("A colleague has taken this over already."))
            need, before = _need_for(sitting, found.rule, by, at)
            return _assessed(
                need,
                sitting,
                line,
                reasoning,
                needed=needed,
                elsewhere=min(before.elsewhere, needed) if before else 0,
                severity=found.severity,
                urgency=urgency,
                by=by,
                at=at,
            )
    except (CannotRegisterNeed, CannotAssessNeed) as refusal:
        raise CannotTakeLine(str(refusal)) from refusal
    except IntegrityError as refusal:
        raise CannotTakeLine(in_words(refusal, FromSitting)) from refusal


def assess_scored(*, need, sitting, needed, elsewhere, urgency, by, at, words=""):
    """A need is assessed with the severity that a sitting scored for it. See Note [The middle of what is not known].

    Returns:
        the Assessment.

    Raises:
        CannotUseScore: with the reason in words.
    """
    scale = SEVERITY + need.kind
    if sitting.need_id != need.pk or sitting.edition.code != scale:
        raise CannotUseScore(_("This severity was scored for another need. Nothing was saved."))
    found = result_of(sitting).of(scale)
    if found.middle is None:
        raise CannotUseScore(_("Too little was answered to say how grave it is."))
    severity = int(found.middle + Fraction(1, 2))
    try:
        with transaction.atomic():
            Sitting.objects.select_for_update(no_key=True).get(pk=sitting.pk)
            line = f"{SCORED}{sitting.taken.count() + 1}"
            taken = _assessed(
                need,
                sitting,
                line,
                _spoken(sitting, found),
                needed=needed,
                elsewhere=elsewhere,
                severity=severity,
                urgency=urgency,
                words=words,
                by=by,
                at=at,
            )
    except CannotAssessNeed as refusal:
        raise CannotUseScore(str(refusal)) from refusal
    return taken.assessment


def cannot_be_taken(sitting):
    """Why nothing is taken over from a sitting, in words; "" where it is the latest first assessment of its instrument."""
    if sitting.first_id:
        return _("Needs follow from the first assessment; this is a second one beside it.")
    latest = last_sitting(sitting.resident, sitting.edition.code)
    if latest == sitting:
        return ""
    return _("The resident was assessed again on %(day)s; take over what follows from that.") % {
        "day": f"{latest.on:%Y-%m-%d}"
    }


def replaced_by(sitting, rule):
    """(the resident's open need of the kind of a rule, its latest assessment), None where there is none."""
    same = Need.objects.open().filter(resident=sitting.resident, kind=rule.kind, item="").first()
    latest = Assessment.objects.filter(need=same).order_by("-signed_at", "-pk")
    return same, latest.first() if same else None


def reason_of(sitting, line):
    """Why a need follows, in both languages: the instrument, the scale with its interval and band, and the rule."""
    found = result_of(sitting).of(line.rule.scale)
    told = _spoken(sitting, found)
    return {
        "zh": f"{told['zh']}{line.rule.words.zh}",
        "en": f"{told['en']} {line.rule.words.en}",
    }


def _spoken(sitting, found):
    read, scale = read_of(sitting.edition), found.scale
    low, high = (None if end is None else f"{float(end):g}" for end in (found.low, found.high))
    ends = dict.fromkeys(("zh", "en"), low if low == high else f"{low or '…'}–{high or '…'}")
    bands = {
        "zh": "或".join(band.words.zh for band in found.bands),
        "en": " or ".join(band.words.en for band in found.bands),
    }
    on = f"{sitting.on:%Y-%m-%d}"
    zh = f"{read.words.zh}（{read.version}版，{on}）：{scale.words.zh} {ends['zh']}"
    en = f"{read.words.en} (version {read.version}, {on}): {scale.words.en} {ends['en']}"
    if found.bands:
        zh, en = f"{zh}，{bands['zh']}", f"{en}, {bands['en']}"
    return {"zh": f"{zh}。", "en": f"{en}."}


def _need_for(sitting, rule, by, at):
    """(the resident's open need of the kind with its latest assessment, or a new one and None)."""
    today = localdate(at)
    open_one, before = replaced_by(sitting, rule)
    if open_one and open_one.due_on < today:
        raise CannotTakeLine(
            _(
                "The open need of this kind was needed until %(day)s. Nothing was saved. Please close it, and take this over again."
            )
            % {"day": f"{open_one.due_on:%Y-%m-%d}"}
        )
    if open_one:
        return open_one, before
    need = register_need(
        resident=sitting.resident,
        station=station_of(by),
        kind=rule.kind,
        open_on=today,
        due_on=today + timedelta(days=rule.days),
        by=by,
        at=at,
    )
    return need, None


def _how_much(line, count):
    if line.low == line.high and line.low is not None:
        return line.low
    if count is None or count < line.low or (line.high is not None and count > line.high):
        raise CannotTakeLine(_("Answers are missing, so say how much within the range shown."))
    return count


def _assessed(need, sitting, line, reasoning, **facts):
    assessment = assess_need(need=need, **facts)
    taken = FromSitting.objects.create(
        sitting=sitting,
        line=line,
        assessment=assessment,
        reasoning=json.dumps(reasoning, ensure_ascii=False),
    )
    note(act="instruments.take", subject=taken, by=facts["by"], at=facts["at"])
    return taken
