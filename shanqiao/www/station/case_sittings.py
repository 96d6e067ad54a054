"""On which assessments with instruments the estimate of a case may rest."""

from shanqiao.apps.instruments.queries import sittings_of
from shanqiao.apps.residents.models import Resident
from shanqiao.apps.sameness.queries import records_of
from shanqiao.www.parts.instruments import instrument_name
from shanqiao.www.parts.words import day

OFFERED = 12  # the latest; older ones are found on the page of the resident


def sittings_for(case):
    """The latest sittings of the person of a case, on records that are on file at its station; no second assessments."""
    here = Resident.objects.on_file_of(case.station).filter(pk__in=records_of(case.resident))
    return sittings_of(here).filter(first=None)[:OFFERED]


def latest_of_each(sittings):
    """The identities of the latest sitting with each instrument, of sittings that have the latest first."""
    latest = {}
    for sitting in sittings:
        latest.setdefault(sitting.edition.code, sitting.pk)
    return list(latest.values())


def sitting_and_day(sitting):
    """What a sitting is called beside an estimate."""
    return f"{instrument_name(sitting)} · {day(sitting.on)}"
