"""The night's comparison: whoever is new or has changed, beside everybody."""

from django.db import transaction
from django.db.models import Q

from shanqiao.apps.likeness.learning import count_values, learn, were_compared
from shanqiao.apps.likeness.queries import alike, to_compare, without_a_face
from shanqiao.apps.residents.faces import faces_of
from shanqiao.apps.residents.models import Resident
from shanqiao.apps.sameness.models import Pair
from shanqiao.apps.sameness.proposing import let_fade, propose_pairs
from shanqiao.apps.sameness.queries import records_of

from .likeness import as_evidence

BATCH = 200  # residents in one transaction


def compare_the_changed(*, at):
    """Put before people every two records that may be one person, of whom at least one is new or has changed.

    Afterwards as many pairs wait as if everybody had been compared with everybody: nobody is compared twice for nothing,
    and a pair whose records are no longer alike waits for nobody.

    Returns:
        how many residents were compared.
    """
    _learn_the_missing()
    total = 0
    while residents := to_compare(BATCH):
        with transaction.atomic():
            rows = Resident.objects.select_related("street").select_for_update(
                no_key=True, of=("self",)
            )
            here = list(rows.filter(pk__in=residents).order_by("pk"))
            for pk, ways in faces_of(here).items():
                _compare(pk, ways, at=at)
            were_compared(residents)
        total += len(residents)
    return total


def count_everybody():
    """Count anew how common names, birthdays, telephones and addresses are in the city."""
    count_values(_everybody())


def _everybody():
    residents = Resident.objects.select_related("street").order_by("pk")
    for resident in residents.iterator(chunk_size=BATCH):
        yield faces_of([resident])[resident.pk][0]


def _learn_the_missing():
    """Residents of before there were faces, or of an older layout."""
    missing = without_a_face(Resident.objects.order_by("pk"))
    while pks := list(missing[:BATCH]):
        with transaction.atomic():
            rows = Resident.objects.select_related("street").select_for_update(
                no_key=True, of=("self",)
            )
            learn(faces_of(list(rows.filter(pk__in=pks).order_by("pk"))))


def _compare(pk, ways, *, at):
    resident = Resident(pk=pk)
    own = records_of(resident)
    found = _likeliest(ways, beside=own)
    rows = [_row(pk, one) for one in found.values()]
    propose_pairs(rows=rows, why=Pair.Why.MACHINE, at=at)
    waiting = Pair.objects.undecided().filter(Q(first=pk) | Q(second=pk))
    others = {pair: pair.second_id if pair.first_id == pk else pair.first_id for pair in waiting}
    missed = {pair: other for pair, other in others.items() if other not in found}
    still = _likeliest(ways, beside=own, among=missed.values())
    propose_pairs(rows=[_row(pk, one) for one in still.values()], why=Pair.Why.MACHINE, at=at)
    let_fade(pairs=[pair for pair, other in missed.items() if other not in still], at=at)


def _likeliest(ways, **how):
    """{identity: Alike}, by whichever way of being written is most alike."""
    found = {}
    for written in ways:
        for one in alike(written, **how):
            if one.resident not in found or found[one.resident].probability < one.probability:
                found[one.resident] = one
    return found


def _row(pk, one):
    return {
        "first": pk,
        "second": one.resident,
        "probability": one.probability,
        "evidence": as_evidence(one),
    }
