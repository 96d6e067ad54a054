import json
from dataclasses import dataclass

from django.db.models import F

from shanqiao.engines.assessing import Agreement, Scale, difference, kappa, score

from .held import SEVERITY, read_of
from .models import Score, Sitting


def answers_of(sitting):
    """The answers of a sitting, opened."""
    return json.loads(sitting.answers)


def result_of(sitting):
    """What a sitting says, computed anew from its answers and the file it was asked with."""
    return score(read_of(sitting.edition), answers_of(sitting))


def difference_of(before, after):
    """What changed between two sittings with the same version; None where the versions differ."""
    if before is None or before.edition_id != after.edition_id:
        return None
    return difference(read_of(after.edition), answers_of(before), answers_of(after))


def sittings_of(residents):
    """The sittings of some residents, the latest first."""
    rows = Sitting.objects.filter(resident__in=residents)
    return rows.select_related("edition", "by", "station").order_by("-on", "-at", "-pk")


def last_sitting(resident, code):
    """The latest first assessment of a resident with an instrument, or None."""
    rows = sittings_of([resident.pk]).filter(edition__code=code, first=None)
    return rows.first()


def latest_scores(residents, on):
    """What each scale of each resident was last, on a day or before it.

    Args:
        residents: residents, a queryset of them, or their identities.

    Returns:
        rows {"resident_id", "scale", "low", "high"}; an end is None where it is open. Second assessments do not
        count here: they show how far two assessors agree.
    """
    of_resident = F("sitting__resident")
    return (
        Score.objects.filter(
            sitting__resident__in=residents, sitting__on__lte=on, sitting__first=None
        )
        .order_by("sitting__resident", "scale", "-sitting__on", "-sitting__at", "-pk")
        .distinct("sitting__resident", "scale")
        .values("scale", "low", "high", resident_id=of_resident)
    )


def severity_of(need):
    """(sitting, severity) as it was last scored for a need; None where it was not.

    Where answers are missing, the severity is the middle of its interval.
    """
    rows = Score.objects.filter(sitting__need=need, scale=SEVERITY + need.kind, sitting__first=None)
    last = rows.select_related("sitting__edition", "sitting__by").order_by("-sitting__at", "-pk")
    found = last.first()
    if found is None or found.low is None or found.high is None:
        return None
    return found.sitting, int((found.low + found.high + 1) // 2)


@dataclass(frozen=True)
class ScaleAgreement:
    """How far first and second assessors put people into the same band of a scale.

    ``plain`` counts equal bands; ``near`` lets neighbouring bands agree in part (linear weights).
    """

    scale: Scale
    plain: Agreement
    near: Agreement


def agreement(instrument):
    """Cohen's kappa between first and second assessors, for each scale of an instrument that has bands.

    Pairs in which a missing answer leaves the band open are left out.

    Args:
        instrument: an Instrument of the engine; only its own version counts.
    """
    return agreements([instrument])[instrument.code, instrument.version]


def agreements(instruments):
    """{(code, version): what `agreement` tells} of several instruments, asked once."""
    seconds = Score.objects.filter(
        sitting__first__isnull=False,
        sitting__edition__code__in={one.code for one in instruments},
        low_band=F("high_band"),
        sitting__first__scores__scale=F("scale"),
        sitting__first__scores__low_band=F("sitting__first__scores__high_band"),
    )
    pairs = {}
    for *scale, one, two in seconds.values_list(
        "sitting__edition__code",
        "sitting__edition__version",
        "scale",
        "sitting__first__scores__low_band",
        "low_band",
    ):
        pairs.setdefault(tuple(scale), []).append((one, two))
    return {
        (read.code, read.version): [
            _agreement(scale, pairs.get((read.code, read.version, scale.code), []))
            for scale in read.scales
            if scale.bands
        ]
        for read in instruments
    }


def _agreement(scale, pairs):
    classes = [band.code for band in scale.bands]
    return ScaleAgreement(
        scale, kappa(pairs, classes=classes), kappa(pairs, classes=classes, weighting="linear")
    )
