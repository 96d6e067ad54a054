from dataclasses import dataclass
from functools import cache

from django.db import connection
from django.db.models import Exists, OuterRef

from shanqiao.apps.sealing.fields import numbers_of
from shanqiao.engines.linkage import (
    BACKGROUND,
    KEY_KINDS,
    SHARED,
    from_bytes,
    key_texts,
    layout_number,
    prepare_one,
    read_model,
    read_one,
    weigh_few,
)

from .models import Common, Face

KEYS, VALUES = "likeness.key", "likeness.value"  # places of tokens
WHOLE = ""  # stands for all values of a field where they are counted

# One more than is allowed, to see that it is too many. `tokens` and `most` run side by side.
_MEET = """
    SELECT key.place, met.resident
    FROM unnest(%s::bigint[], %s::int[]) WITH ORDINALITY AS key(token, most, place)
    CROSS JOIN LATERAL (
        SELECT resident FROM likeness_key WHERE token = key.token LIMIT key.most + 1
    ) AS met
"""


@dataclass(frozen=True)
class Alike:
    """A resident who may be the one written here.

    Args:
        resident: their number.
        probability: that both are one person.
        levels: for each field the level at which they agree or not (``linkage.LEVELS``).
        weights: for each field what that says, in bits; positive for one person.
    """

    resident: int
    probability: float
    levels: dict[str, int]
    weights: dict[str, float]


@cache
def the_model():
    """The weights this city goes by."""
    return read_model()


def alike(written, *, beside=(), among=None, at_least=None):
    """Residents who may be the person written here, the likeliest first.

    Args:
        written: what ``read_one`` takes.
        beside: numbers of residents left out, as the one being changed.
        among: numbers of residents to compare with, whether they share a key or not; None for those who do.
        at_least: the probability from which one is worth telling; None for where a person should look.
    """
    row = read_one(written)
    met = sorted((_met(row) if among is None else set(among)) - set(beside))
    faces = list(
        Face.objects.filter(resident__in=met, layout=layout_number())
        .order_by("resident", "number")
        .values_list("resident", "content")
    )
    if not faces:
        return []
    (shares,), registered = counted([row])
    mine = prepare_one(row, shares)
    model = the_model()
    least = model.thresholds.ask if at_least is None else at_least
    weighed = weigh_few(mine, from_bytes(content for _, content in faces), model, rows=registered)
    return _best([resident for resident, _ in faces], weighed, least)


def beside(one, other):
    """How alike two registrations are, whether they share a key or not.

    Args:
        one, other: what ``read_one`` takes.
    """
    rows = [read_one(one), read_one(other)]
    shares, registered = counted(rows)
    both = [prepare_one(row, share) for row, share in zip(rows, shares, strict=True)]
    return weigh_few(*both, the_model(), rows=registered)[0]


def counted(rows):
    """How common the values of registrations are among those counted last, for the fields that count it.

    Args:
        rows: (n,) as ``read_one`` gives them.

    Returns:
        ((n,) shares by field of ``SHARED``, how many registrations were counted).
    """
    own = [{f: str(row[column]) for f, column in SHARED.items() if row[column]} for row in rows]
    values = {value for one in own for value in one.items()} | {(field, WHOLE) for field in SHARED}
    tokens = dict(zip(values, value_tokens(values), strict=True))
    common = {one.token: one for one in Common.objects.filter(token__in=tokens.values())}
    there = {value: common[token] for value, token in tokens.items() if token in common}
    known = {f: there[f, WHOLE].registrations if (f, WHOLE) in there else 0 for f in SHARED}

    def share(value):
        times = there[value].registrations if value in there else 1
        return times / (known[value[0]] + BACKGROUND)

    shares = [{value[0]: share(value) for value in one.items()} for one in own]
    return shares, max((one.of for one in there.values()), default=0)


def value_tokens(values):
    """The tokens under which (field, value) are counted."""
    return numbers_of([f"{field}\x1f{value}" for field, value in values], place=VALUES)


def _met(row):
    """Numbers of residents that share a key with this registration; a key that too many share counts only narrowly."""
    keys = key_texts(row)
    texts = [text for key in keys for text in (key.broad, key.narrow) if text]
    most = [KEY_KINDS[key.kind].most for key in keys for text in (key.broad, key.narrow) if text]
    with connection.cursor() as cursor:
        cursor.execute(_MEET, [numbers_of(texts, place=KEYS), most])
        rows = cursor.fetchall()
    found = {}
    for place, resident in rows:
        found.setdefault(texts[place - 1], []).append(resident)
    met = set()
    for key in keys:
        limit = KEY_KINDS[key.kind].most
        by = found.get(key.broad, [])
        if len(by) > limit:
            by = found.get(key.narrow, []) if key.narrow else []
        if len(by) <= limit:
            met.update(by)
    return met


def _best(residents, weighed, least):
    """Each resident once, by the face that is most alike."""
    found = {}
    for resident, beside in zip(residents, weighed, strict=True):
        known = found.get(resident)
        if beside.probability >= least and (
            known is None or known.probability < beside.probability
        ):
            found[resident] = Alike(resident, beside.probability, beside.levels, beside.weights)
    return sorted(found.values(), key=lambda one: (-one.probability, one.resident))


def to_compare(first):
    """Numbers of residents of whom something is new since they were compared with everybody; at most ``first`` of them."""
    fresh = (
        Face.objects.filter(compared=False).order_by("resident").values_list("resident", flat=True)
    )
    return list(fresh.distinct()[:first])


def without_a_face(among):
    """Of residents (a query of them) the numbers of those whose faces are missing, or of an older layout."""
    kept = Face.objects.filter(resident=OuterRef("pk"), layout=layout_number())
    return among.exclude(Exists(kept)).values_list("pk", flat=True)
