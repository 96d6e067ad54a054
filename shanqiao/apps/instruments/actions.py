"""A resident is assessed with an instrument; what follows from it is taken over into needs."""

import hashlib
import json
from datetime import timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.crises.actions import raise_crisis
from shanqiao.apps.people.queries import supervises
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words
from shanqiao.apps.residents.locks import has_died, hold_resident
from shanqiao.engines.assessing import AnswerDoesNotFit, CannotReadInstrument, score

from .held import Held, check_file, held_all, in_force, read_of
from .models import Danger, Edition, Score, Sitting

# Note [Scores are computed]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~
# Nobody types a score. A sitting keeps its answers, sealed, and the text of the instrument they answer; its scores are
# computed by the engine in the same transaction and kept beside it, so that lists and rules can read them without
# opening answers. A page computes them again from the answers.


SECOND_WITHIN = timedelta(days=30)  # ours; farther apart, two assessors see two different days


class CannotAssessWith(Exception):
    """Nothing was answered, an answer does not fit, the day is not yet, or the resident has died."""


class CannotBringInstrument(Exception):
    """The file has faults, this version is here already, or a supervisor must bring it.

    Attributes:
        faults: of the file, each with its line; empty where the file is right.
    """

    def __init__(self, says, faults=()):
        super().__init__(says)
        self.faults = faults


def assess_with(
    *, resident, station, code, answers, by, at, on=None, words="", need=None, version=""
):
    """A resident is assessed with the version of an instrument that is in force on the day.

    An answer that means danger raises its crisis in the same moment.

    Args:
        answers: {question: answer}; what was not answered is not there. See Note [Scores are computed].
        on: the day on which it was asked; today where none is given.
        need: the need whose severity is scored, if that is what it is for.
        version: whose questions were asked; refused where another one is in force on the day.

    Raises:
        CannotAssessWith: with the reason in words.
    """
    on = on or localdate(at)
    held = _held_on(on, code, version)
    return _sit(held, resident, station, answers, words, by, at, on=on, need=need)


def assess_again(*, before, station, answers, by, at, on=None, words="", version=""):
    """The same resident is assessed again, to see what changed since ``before``.

    Args:
        station: of who assesses now; it need not be the one of ``before``.
        version: whose questions were asked; refused where another one is in force on the day.

    Raises:
        CannotAssessWith: with the reason in words.
    """
    on = on or localdate(at)
    held = _held_on(on, before.edition.code, version)
    if on < before.on:
        raise CannotAssessWith(_("The assessment before was on a later day. Correct the day."))
    first = before.first or before
    return _sit(
        held, before.resident, station, answers, words, by, at,
        on=on, before=first, need=first.need,
    )  # fmt: skip


def second_assessment(*, first, station, answers, by, at, on=None, words=""):
    """Another person assesses the same resident with the same version, without having seen the answers of the first.

    Args:
        station: of who assesses now.

    Raises:
        CannotAssessWith: with the reason in words.
    """
    if first.first_id:
        raise CannotAssessWith(_("This is a second assessment itself; go back to the first."))
    if by == first.by:
        raise CannotAssessWith(
            _("You gave the first assessment yourself; the second is another person's.")
        )
    edition = first.edition
    held = Held(read_of(edition), edition.text, edition.digest, edition.brought_by_id is not None)
    on = on or localdate(at)
    if abs(on - first.on) > SECOND_WITHIN:
        raise CannotAssessWith(
            _(
                "The first assessment is more than 30 days away; the person may have changed. Assess again instead."
            )
        )
    return _sit(held, first.resident, station, answers, words, by, at, on=on, first=first)


def bring_instrument(*, text, by, at):
    """A supervisor of the city brings in an instrument, or a new version of one, as a file.

    Raises:
        CannotBringInstrument: with every fault and its line, or the reason in words.
    """
    if not supervises(by):
        raise CannotBringInstrument(
            _("Nothing was saved: only supervisors of the city bring in instruments.")
        )
    try:
        read = check_file(text)
    except CannotReadInstrument as refusal:
        raise CannotBringInstrument(
            _("Nothing was saved: the file has faults."), refusal.faults
        ) from refusal
    versions = (held.instrument for held in held_all())
    if any((one.code, one.version) == (read.code, read.version) for one in versions):
        raise CannotBringInstrument(_there_already())
    try:
        with transaction.atomic():
            edition = Edition.objects.create(
                code=read.code,
                version=read.version,
                digest=hashlib.sha256(text.encode()).hexdigest(),
                text=text,
                brought_by=by,
                at=at,
            )
            note(act="instruments.bring", subject=edition, by=by, at=at, why=read.source)
    except IntegrityError as refusal:
        raise CannotBringInstrument(_there_already()) from refusal
    return edition


def _held_on(on, code, version):
    held = in_force(on=on).get(code)
    if held is None:
        raise CannotAssessWith(_("No version of this instrument is in force on that day."))
    if version and held.instrument.version != version:
        raise CannotAssessWith(
            _(
                "Nothing was saved: on that day version %(there)s is in force, and these are the questions of version %(asked)s. Correct the day, or open the sheet again."
            )
            % {"there": held.instrument.version, "asked": version}
        )
    return held


def _sit(held, resident, station, answers, words, by, at, *, on, **beside):
    """A sitting with its scores and, where answers mean danger, its crises; together or not at all."""
    if on > localdate(at):
        raise CannotAssessWith(_("This day is still to come. Correct the day."))
    if not answers:
        raise CannotAssessWith(_("Nothing was answered yet. Answer at least one question."))
    try:
        result = score(held.instrument, answers)
    except AnswerDoesNotFit as refusal:
        raise CannotAssessWith(
            _("Nothing was saved: an answer does not fit the question %(question)s.")
            % {"question": refusal.item}
        ) from refusal
    try:
        with transaction.atomic():
            hold_resident(resident)
            if has_died(resident):
                raise CannotAssessWith(
                    _(
                        "It is written down that this resident has died. If that is wrong, take it back on their page first."
                    )
                )
            sitting = Sitting.objects.create(
                resident=resident,
                station=station,
                edition=_edition_of(held, at),
                answers=json.dumps(answers, ensure_ascii=False, sort_keys=True),
                words=words.strip(),
                on=on,
                by=by,
                at=at,
                **beside,
            )
            Score.objects.bulk_create(_score_row(sitting, found) for found in result.scales)
            note(act="instruments.assess", subject=sitting, by=by, at=at)
            for alarm in result.alarms:
                _raise(sitting, alarm)
    except IntegrityError as refusal:
        raise CannotAssessWith(in_words(refusal, Sitting)) from refusal
    return sitting


def _raise(sitting, alarm):
    crisis = raise_crisis(
        resident=sitting.resident,
        station=sitting.station,
        kind=alarm.danger.kind,
        words=alarm.danger.words.zh,
        by=sitting.by,
        at=sitting.at,
    )
    Danger.objects.create(sitting=sitting, crisis=crisis, item=alarm.item.code)


def _edition_of(held, at):
    """The row of this text, made with its first sitting.

    Raises:
        CannotAssessWith: somebody changed a file without giving it a new version.
    """
    read = held.instrument
    edition, _is_new = Edition.objects.get_or_create(
        code=read.code,
        version=read.version,
        defaults={"digest": held.digest, "text": held.text, "at": at},
    )
    if edition.digest != held.digest:
        raise CannotAssessWith(
            _(
                "Nothing was saved: the file of this instrument was changed and kept its version. Tell whoever runs the platform; it needs a new version."
            )
        )
    return edition


def _score_row(sitting, found):
    bands = [band.code for band in found.bands]
    return Score(
        sitting=sitting,
        scale=found.scale.code,
        low=_places(found.low),
        high=_places(found.high),
        low_band=bands[0] if bands else "",
        high_band=bands[-1] if bands else "",
    )


def _places(end):
    """A fraction with the four places that a row keeps."""
    if end is None:
        return None
    return (Decimal(end.numerator) / Decimal(end.denominator)).quantize(Decimal("0.0001"))


def _there_already():
    return _(
        "Nothing was saved: this version of the instrument is here already. Give the changed file a new version."
    )
