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

_BATCH = 5_000


def learn(faces):
    """What is known about residents has changed; from now on they are found by this and nothing else.

    Args:
        faces: of each resident's number the ways in which they are written, the current one first: what ``read_one`` takes.
    """
    rows = {resident: [read_one(way) for way in ways] for resident, ways in faces.items()}
    before = set(Key.objects.filter(resident__in=rows).values_list("token", flat=True))
    forget(rows)
    Face.objects.bulk_create(_faces(rows), batch_size=_BATCH)
    texts = {
        (resident, text)
        for resident, ways in rows.items()
        for row in ways
        for key in key_texts(row)
        for text in key[1:]
        if text
    }
    tokens = numbers_of((text for _, text in texts), place=KEYS)
    keys = {(token, resident) for token, (resident, _) in zip(tokens, texts, strict=True)}
    Key.objects.bulk_create(
        (Key(token=token, resident=resident) for token, resident in sorted(keys)), batch_size=_BATCH
    )
    _no_longer_common(before - {token for token, _ in keys})


def _faces(rows):
    every = [
        (resident, number, row)
        for resident, ways in rows.items()
        for number, row in enumerate(ways)
    ]
    shares, _ = counted([row for *_, row in every])
    for (resident, number, row), share in zip(every, shares, strict=True):
        content = to_bytes(prepare_one(row, share))[0]
        yield Face(resident=resident, number=number, layout=layout_number(), content=content)


def were_compared(residents):
    """These residents were compared with everybody, as they are now."""
    Face.objects.filter(resident__in=residents).update(compared=True)


def forget(residents):
    """These residents are no longer found by anything."""
    Face.objects.filter(resident__in=residents).delete()
    Key.objects.filter(resident__in=residents).delete()


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
