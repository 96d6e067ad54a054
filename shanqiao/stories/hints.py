"""While somebody is being registered: who may be the same person, and what of that this station may see."""

from dataclasses import dataclass

from django.utils.translation import get_language

from shanqiao.apps.likeness.queries import alike, the_model
from shanqiao.apps.record.actions import note_look
from shanqiao.apps.record.models import Look
from shanqiao.apps.record.queries import looked_since
from shanqiao.apps.residents.faces import written
from shanqiao.apps.residents.models import Resident
from shanqiao.apps.sameness.models import Pair
from shanqiao.apps.sameness.proposing import propose_pairs
from shanqiao.apps.sameness.queries import persons_of
from shanqiao.engines.linkage import evidence_in_words

from .likeness import as_evidence

MOST = 5  # hints; whoever resembles more is told apart by typing more


@dataclass(frozen=True)
class Hint:
    """Somebody registered who may be the one being registered.

    Args:
        resident: on file at this station; None where others look after them: what is known there stays there.
        is_likely: likely the same person, otherwise perhaps.
        evidence: what speaks for it, in words; nothing of a record elsewhere.
    """

    resident: Resident | None
    is_likely: bool
    evidence: tuple[str, ...] = ()


def hints_for(about, *, station, by, at, since):
    """Who may be the same person as the one described by ``about``, the likeliest first.

    That each was shown, and to whom, stands among the looks at them; once since ``since``.

    Args:
        about: what was typed so far, as ``register_resident`` takes it; what is missing counts as unknown.
    """
    found = _found(about)
    mine = Resident.objects.on_file_of(station).select_related("street").in_bulk(list(found))
    everybody = Resident.objects.in_bulk(list(found))
    shown = []
    for pk in sorted(found, key=lambda pk: (pk not in mine, -found[pk].probability))[:MOST]:
        if not looked_since(everybody[pk], by=by, since=since):
            note_look(resident=everybody[pk], reason=Look.Reason.SAME_PERSON, by=by, at=at)
        likely = found[pk].probability >= the_model().thresholds.same
        evidence = _evidence(found[pk]) if pk in mine else ()
        shown.append(Hint(mine.get(pk), likely, evidence))
    return shown


def ask_whether_same(resident, *, by, at, why=Pair.Why.DESK):
    """Whoever resembles a resident who was just registered is put before an adjudicator; help does not wait for it."""
    about = {name: getattr(resident, name) for name in _ABOUT}
    found = _found(about, beside=[resident.pk])
    rows = [
        {
            "first": resident.pk,
            "second": pk,
            "probability": one.probability,
            "evidence": as_evidence(one),
        }
        for pk, one in found.items()
    ]
    return propose_pairs(rows=rows, why=why, by=by, at=at)


_ABOUT = ("name", "sex", "born_on", "id_number", "phone", "address", "street")


def _found(about, beside=()):
    """{identity: Alike}, of each person the record that is most alike."""
    likeliest = {one.resident: one for one in alike(written(**about), beside=beside)}
    persons, seen = persons_of(likeliest), set(persons_of(beside).values())
    found = {}
    for pk, one in likeliest.items():  # the likeliest first
        if persons[pk] not in seen:
            found[pk] = one
            seen.add(persons[pk])
    return found


def _evidence(one):
    language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    words = evidence_in_words(one.levels, language)
    speaks_for = [field for field in words if one.weights[field] > 1]  # bits
    return tuple(words[field] for field in speaks_for)
