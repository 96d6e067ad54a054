"""Learning a whole register at once, as when it is taken over or the layout has changed."""

import polars as pl
from django.db import connection, transaction

from shanqiao.apps.sealing.fields import numbers_of
from shanqiao.engines.linkage import (
    all_key_texts,
    frequencies,
    layout_number,
    normalise,
    prepare,
    to_bytes,
)

from .models import Common, Face, Key
from .queries import EVERYBODY, KEYS, value_tokens


@transaction.atomic
def learn_register(register, *, at):
    """Everybody is found by this and nothing else.

    Args:
        register: columns as ``normalise`` takes them; ``rid`` is the number of the face: resident * 64 + number.
        at: when.
    """
    normal = normalise(register)
    counted = frequencies(normal)
    for model in (Face, Key, Common):
        _empty(model)
    contents = to_bytes(prepare(normal, counted))
    seal, layout = Face._meta.get_field("content").get_prep_value, layout_number()
    _copy(
        Face,
        ("resident", "number", "layout", "content", "learnt_at"),
        (
            (rid >> FACES, rid & ((1 << FACES) - 1), layout, seal(content), at)
            for rid, content in zip(normal["rid"].to_list(), contents, strict=True)
        ),
    )
    texts = all_key_texts(normal)
    tokens = numbers_of(texts["text"], place=KEYS)
    keys = pl.DataFrame({"token": tokens, "resident": texts["rid"] // (1 << FACES)}).unique()
    _copy(Key, ("token", "resident"), keys.iter_rows())
    _count(counted, normal.height)


FACES = 6  # bits of a rid for the number of a face


def _count(counted, size):
    rows = [(EVERYBODY, size, size)]
    for field, shares in counted.shares.items():
        known = round(1 / counted.rare[field]) - 1
        often = [(v, c) for v, s in shares.iter_rows() if (c := round(s * known)) > 1]
        tokens = value_tokens([(field, value) for value, _ in often])
        rows += [(t, count, known) for t, (_, count) in zip(tokens, often, strict=True)]
    _copy(Common, ("token", "registrations", "of"), rows)


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
