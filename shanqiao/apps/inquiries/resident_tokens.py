"""The tokens of the city's residents under a key: made once, and again for whoever has changed."""

import polars as pl
from django.db import transaction
from django.db.models import Exists, OuterRef

from shanqiao.apps.residents.models import Resident
from shanqiao.apps.sealing.fields import token_of
from shanqiao.engines.linkage import normalise
from shanqiao.engines.linkage.tokens import make_tokens

from .keys import token_key_of
from .models import PurposeKey, ResidentTokens

AT_A_TIME = 5_000  # residents


def refresh_tokens(*, key, at, only_new=False):
    """The tokens under ``key`` are those of the residents as they are now.

    Args:
        only_new: look only for residents who have none yet; the others wait for the night.

    Returns:
        for how many residents tokens were made.
    """
    made = sum(_refreshed(key, some) for some in _in_parts(_residents(key, only_new)))
    if not only_new:
        PurposeKey.objects.filter(pk=key.pk, revoked_at=None).update(tokens_made_at=at)
    return made


def refresh_all_tokens(*, at):
    """The same for every key that opens something at that instant."""
    return sum(refresh_tokens(key=key, at=at) for key in PurposeKey.objects.filter(**_live(at)))


def _live(at):
    return {"revoked_at": None, "expires_at__gt": at}


def _residents(key, only_new):
    residents = Resident.objects.select_related("street").order_by("pk")
    if not only_new:
        return residents
    has = ResidentTokens.objects.filter(key=key, resident=OuterRef("pk"))
    return residents.filter(~Exists(has))


def _in_parts(residents):
    rows = residents.iterator(chunk_size=AT_A_TIME)
    while some := [row for row, _place in zip(rows, range(AT_A_TIME), strict=False)]:
        yield some


def _refreshed(key, residents):
    rows = pl.DataFrame([_row(resident) for resident in residents])
    facts = {row["rid"]: _fingerprint(row) for row in rows.iter_rows(named=True)}
    known = dict(
        ResidentTokens.objects.filter(key=key, resident__in=facts).values_list("resident", "facts")
    )
    changed = [pk for pk, print_ in facts.items() if known.get(pk) != print_]
    if not changed:
        return 0
    tokens = make_tokens(
        normalise(rows.filter(pl.col("rid").is_in(changed))), key=token_key_of(key)
    )
    with transaction.atomic():
        # a key that was revoked meanwhile must not get its tokens back
        if not PurposeKey.objects.select_for_update().filter(pk=key.pk, revoked_at=None).exists():
            return 0
        ResidentTokens.objects.bulk_create(
            (
                ResidentTokens(key=key, resident_id=pk, tokens=values, facts=facts[pk])
                for pk, values in zip(tokens.rids.to_list(), tokens.values.tolist(), strict=True)
            ),
            update_conflicts=True,
            unique_fields=["key", "resident"],
            update_fields=["tokens", "facts"],
        )
    return len(changed)


def _row(resident):
    """A resident as linkage reads registrations."""
    return {
        "rid": resident.pk,
        "name": resident.name,
        "gender": resident.sex,
        "id_no": resident.id_number,
        "dob": resident.born_on.isoformat() if resident.born_on else "",
        "phone": resident.phone,
        "address": resident.address,
        "station_street": resident.street.name,
    }


def _fingerprint(row):
    """Tells whether anything has changed, and nothing else."""
    said = "\x1f".join(str(value) for name, value in row.items() if name != "rid")
    return token_of(said, place="inquiries.facts")
