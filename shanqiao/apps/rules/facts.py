"""What is known of residents on a day, in columns that rules are asked of."""

from math import floor

import polars as pl
from django.db.models import Q

from shanqiao.apps.instruments.queries import latest_scores
from shanqiao.apps.residents.models import Care, Membership, Resident
from shanqiao.apps.residents.queries import age_on
from shanqiao.apps.sameness.queries import person_at
from shanqiao.engines.eligibility import RESIDENT, STORED_AS

SCHEMA = {"resident": pl.Int64} | {name: STORED_AS[RESIDENT.types[name]] for name in RESIDENT.facts}
SCORED = ("income_per_head", "rigid_share", "adl")
GROWN_UP = 18  # years; 民法典 第17条

# Note [Scores come from the instruments]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# Income, rigid spending and daily living are scores of instruments that social workers fill in. Who was not assessed has
# none, and every answer that needs one is unknown and names the paper that would tell it. A score of which only an interval
# is known is unknown. One that is known exactly need not be whole, as 1,000 yuan for three people: whether its ends are the
# same is asked first, and then it is rounded down to whole fen, per cent or points, which is what rules compare.


def people_in_care():
    """One record for each person a station looks after now: the record that stands for the person."""
    persons = Care.objects.filter(until=None).annotate(person=person_at("resident"))
    return Resident.objects.filter(pk__in=persons.values("person"))


def scores_of(residents, on):
    """The latest scores of residents (a queryset) up to a day. See Note [Scores come from the instruments].

    Returns:
        frame [resident, scale, score], one row for each scale of a resident; null where it is not known exactly.
    """
    return _as_frame(latest_scores(residents.order_by().values("pk"), on))


def _as_frame(scores):
    """Rows {resident_id, scale, low, high} as columns. See Note [Scores come from the instruments]."""
    return pl.DataFrame(
        [(row["resident_id"], row["scale"], _whole(row["low"], row["high"])) for row in scores],
        schema={"resident": pl.Int64, "scale": pl.String, "score": pl.Int64},
        orient="row",
    )


def _whole(low, high):
    return None if low is None or low != high else floor(low)


def facts_of(residents, on):
    """The facts of residents on a day, a row for each.

    Ages, households and scores are those of the day. Where somebody lives, their hardship category, disability and
    illness are told as they are known now, whatever the day.

    Args:
        residents: a queryset of residents.

    Returns:
        frame [resident, the facts of `RESIDENT` in their order]; null where a fact is not known.
    """
    rows = list(
        residents.order_by("pk").values_list(
            "pk", "born_on", "sex", "street_id", "local", "hardship", "disability", "illness"
        )
    )
    own = pl.DataFrame(
        [
            (pk, age_on(born_on, day=on), born_on, sex, street[:6], street, local, *rest)
            for pk, born_on, sex, street, local, *rest in (
                (*row[:7], row[7] or None) for row in rows
            )
        ],
        schema={name: SCHEMA[name] for name in list(SCHEMA)[:10]},
        orient="row",
    )
    pks = own["resident"].to_list()
    joined = own.join(_households(residents, on), on="resident", how="left").join(
        _scored(residents, pks, on), on="resident", how="left"
    )
    return joined.select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())


def _households(residents, on):
    """[resident, household_size, children] of those who belong to a household on that day."""
    then = Membership.objects.filter(Q(until=None) | Q(until__gt=on), since__lte=on)
    mine = then.filter(resident__in=residents.order_by().values("pk")).values("household")
    members = pl.DataFrame(
        [
            (household, resident, None if born_on is None else age_on(born_on, day=on) < GROWN_UP)
            for household, resident, born_on in then.filter(household__in=mine).values_list(
                "household_id", "resident_id", "resident__born_on"
            )
        ],
        schema={"household": pl.Int64, "resident": pl.Int64, "is_child": pl.Boolean},
        orient="row",
    )
    # somebody whose birthday nobody knows may be a child: then nobody knows how many there are
    counted = members.group_by("household").agg(
        household_size=pl.len(),
        children=pl.when(pl.col("is_child").is_null().any())
        .then(None)
        .otherwise(pl.col("is_child").sum()),
    )
    return members.join(counted, on="household").select("resident", "household_size", "children")


def _scored(residents, pks, on):
    """[resident, a column for each of `SCORED`]: what is known exactly."""
    scores = scores_of(residents, on)
    columns = pl.DataFrame({"resident": pks}, schema={"resident": pl.Int64})
    for scale in SCORED:
        of_scale = scores.filter(pl.col("scale") == scale).select(
            "resident", pl.col("score").alias(scale)
        )
        columns = columns.join(of_scale, on="resident", how="left")
    return columns
