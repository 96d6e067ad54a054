"""Learning by what residents are found. Called together with the change it follows, in one transaction."""

from collections import Counter

from django.db import transaction
from django.db.models import Count

from shanqiao.apps.sealing.fields import numbers_of
from shanqiao.engines.linkage import (
    KEY_KINDS,
    SHARED,
    key_texts,
    layout_number,
    prepare_one,
    read_one,
    to_bytes,
)

from .models import Common, Face, Key
from .queries import KEYS, WHOLE, counted, value_tokens


def learn(*, resident, written):
    """What is known about a resident has changed; from now on they are found by this and nothing else.

    Args:
        resident: their number.
        written: each way they are written, the current one first: what ``read_one`` takes.
    """
    rows = [read_one(registration) for registration in written]
    before = set(Key.objects.filter(resident=resident).values_list("token", flat=True))
    forget(resident=resident)
    Face.objects.bulk_create(
        Face(
            resident=resident,
            number=number,
            layout=layout_number(),
            content=to_bytes(prepare_one(row, counted(row)[0]))[0],
        )
        for number, row in enumerate(rows)
    )
    texts = sorted({text for row in rows for key in key_texts(row) for text in key[1:] if text})
    tokens = set(numbers_of(texts, place=KEYS))
    Key.objects.bulk_create(Key(token=token, resident=resident) for token in tokens)
    _no_longer_common(before - tokens)


def was_compared(*, resident):
    """A resident was compared with everybody, as they are now."""
    Face.objects.filter(resident=resident).update(compared=True)


def forget(*, resident):
    """A resident is no longer found by anything."""
    Face.objects.filter(resident=resident).delete()
    Key.objects.filter(resident=resident).delete()


# Note [A key that is common no longer]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# A key that too many share finds nobody by itself. Where one of those who share it changes, the others may be few enough
# to meet by it for the first time, though nothing of theirs is new: so they are compared again.


def _no_longer_common(tokens):
    """See Note [A key that is common no longer]."""
    shared = Key.objects.filter(token__in=tokens).values("token").annotate(n=Count("resident"))
    just_few = [row["token"] for row in shared if row["n"] in {kind.most for kind in KEY_KINDS}]
    sharing = Key.objects.filter(token__in=just_few).values("resident")
    Face.objects.filter(resident__in=sharing).update(compared=False)


@transaction.atomic
def count_values(everybody):
    """Count anew how common names, birthdays, telephones and addresses are.

    Args:
        everybody: for each registration what ``read_one`` takes; read once, one after another.
    """
    counts, size = Counter(), 0
    for row in map(read_one, everybody):
        size += 1
        values = [(field, str(row[column])) for field, column in SHARED.items() if row[column]]
        counts.update(values)
        counts.update((field, WHOLE) for field, _ in values)
    keep_counts(counts, size)


def keep_counts(counts, size):
    """Put what was counted in the place of what stood there.

    Args:
        counts: registrations by (field, value); by (field, WHOLE) those in which the field is known at all.
        size: registrations.
    """
    often = [value for value, count in counts.items() if count > 1 or value[1] == WHOLE]
    tokens = value_tokens(often)
    Common.objects.all().delete()
    Common.objects.bulk_create(
        (
            Common(token=token, registrations=counts[value], of=size)
            for token, value in zip(tokens, often, strict=True)
        ),
        batch_size=10_000,
    )
