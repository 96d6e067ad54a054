"""Learning a whole register at once, as when it is taken over or the layout has changed."""

import polars as pl
from django.db import connection, transaction

from shanqiao.apps.sealing.fields import numbers_of
from shanqiao.engines.linkage import (
    BACKGROUND,
    all_key_texts,
    frequencies,
    layout_number,
    normalise,
    prepare,
    to_bytes,
)

from .learning import keep_counts
from .models import Face, Key
from .queries import KEYS, WHOLE


@transaction.atomic
def learn_register(register):
    """Everybody is found by this and nothing else.

    Args:
        register: columns as ``normalise`` takes them; ``rid`` is the number of the face: resident * 64 + number.
    """
    normal = normalise(register)
    counted = frequencies(normal)
    for model in (Face, Key):
        _empty(model)
    contents = to_bytes(prepare(normal, counted))
    seal, layout = Face._meta.get_field("content").get_prep_value, layout_number()
    _copy(
        Face,
        ("resident", "number", "layout", "content", "compared"),
        (
            (rid >> FACES, rid & ((1 << FACES) - 1), layout, seal(content), False)
            for rid, content in zip(normal["rid"].to_list(), contents, strict=True)
        ),
    )
    texts = all_key_texts(normal)
    tokens = numbers_of(texts["text"], place=KEYS)
    keys = pl.DataFrame({"token": tokens, "resident": texts["rid"] // (1 << FACES)}).unique()
    _copy(Key, ("token", "resident"), keys.iter_rows())
    keep_counts(_counts(counted), normal.height)


FACES = 6  # bits of a rid for the number of a face


def _counts(counted):
    """Registrations by (field, value), and by (field, WHOLE) those in which the field is known."""
    counts = {}
    for field, shares in counted.shares.items():
        beside = round(1 / counted.rare[field]) - 1
        known = beside - BACKGROUND
        counts |= {(field, value): round(share * beside) for value, share in shares.iter_rows()}
        if known:
            counts[field, WHOLE] = known
    return counts


def _empty(model):
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {model._meta.db_table}")


def _copy(model, columns, rows):
    table = model._meta.db_table
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
