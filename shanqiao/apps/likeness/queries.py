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

_CONTENT = Face._meta.get_field("content")
_LOOK_UP = "SELECT * FROM likeness_look_up(%s::bigint[], %s::bigint[], %s::int[], %s::bigint[], %s, %s::bigint[])"


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
    values = _Values([row])
    faces, common = _look_up(row, among, values)
    left_out = set(beside)
    faces = [face for face in faces if face[0] not in left_out]
    if not faces:
        return []
    (shares,), registered = values.counted(common)
    mine = prepare_one(row, shares)
    model = the_model()
    least = model.thresholds.ask if at_least is None else at_least
    weighed = weigh_few(mine, from_bytes(map(_open, faces)), model, rows=registered)
    return _best([resident for resident, *_ in faces], weighed, least)


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
    values = _Values(rows)
    common = Common.objects.filter(token__in=values.tokens)
    return values.counted(common.values_list("token", "registrations", "of"))


def value_tokens(values):
    """The tokens under which (field, value) are counted."""
    return numbers_of([f"{field}\x1f{value}" for field, value in values], place=VALUES)


class _Values:
    """The values of registrations for fields of ``SHARED``, and how common they are."""

    def __init__(self, rows):
        self._own = [
            {f: str(row[column]) for f, column in SHARED.items() if row[column]} for row in rows
        ]
        values = {value for one in self._own for value in one.items()}
        self._values = [*values, *((field, WHOLE) for field in SHARED)]
        self.tokens = value_tokens(self._values)

    def counted(self, common):
        """As ``counted`` gives it; of rows of ``Common``: token, registrations, of."""
        kept = {token: (registrations, of) for token, registrations, of in common}
        there = {
            value: kept[token]
            for value, token in zip(self._values, self.tokens, strict=True)
            if token in kept
        }

        def share(value):
            times, _ = there.get(value, (1, 0))
            known, _ = there.get((value[0], WHOLE), (0, 0))
            return times / (known + BACKGROUND)

        shares = [{value[0]: share(value) for value in one.items()} for one in self._own]
        return shares, max((of for _, of in there.values()), default=0)


def _look_up(row, among, values):
    """What one question to the database answers, of those who share a key with this registration, or of those named.

    A key that too many share counts only narrowly.

    Returns:
        (rows of resident, number of the face, sealed content; in this order), (rows of ``Common`` for the values).
    """
    keys = key_texts(row) if among is None else []
    most = [KEY_KINDS[key.kind].most for key in keys]
    texts = [text for key in keys for text in (key.broad, key.narrow or key.broad)]
    tokens = numbers_of(texts, place=KEYS)
    arrays = (tokens[::2], tokens[1::2], most, among or (), values.tokens)
    *of_keys, residents, shared = map(_as_array, arrays)
    with connection.cursor() as cursor:
        cursor.execute(_LOOK_UP, [*of_keys, residents, layout_number(), shared])
        rows = cursor.fetchall()
    faces = sorted((resident, number, content) for resident, number, content, *_ in rows if content)
    return faces, [(token, *counts) for token, _, content, *counts in rows if not content]


def _as_array(numbers):
    """Numbers as the database writes an array of them: one text is handed over sooner than a hundred numbers."""
    return f"{{{','.join(map(str, numbers))}}}"


def _open(face):
    """What is compared, from what is kept sealed."""
    return _CONTENT.from_db_value(face[2], None, connection)


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
