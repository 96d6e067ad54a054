"""The plan and its certificate as rows that can be relied on: what cannot be read stays behind."""

from __future__ import annotations

import polars as pl

from ._violation import Violation, told

MATCHES = {"need": pl.String, "resource": pl.String, "quantity": pl.Int64}
CERTIFICATE = {"part": pl.String, "key1": pl.String, "key2": pl.String, "price": pl.Int64}
LARGEST = 2**60  # three prices still add up in 64 bits

OF_NEEDS = ("need_first", "need_rest", "step2_need")
OF_RESOURCES = ("resource", "reserved", "step2_resource", "step2_reserved")
OF_PEOPLE = ("person_cap", "step2_person_cap")
MAY_BE_NEGATIVE = ("step2_need",)


def read_matches(
    needs: pl.DataFrame, resources: pl.DataFrame, matches: pl.DataFrame
) -> tuple[pl.DataFrame, list[Violation]]:
    """The rows of a plan whose need, resource and quantity mean something, with the need's ``row``.

    Args:
        needs: as `read_needs` gives them.
    """
    rows, wrong = _typed("plan", matches, MATCHES)
    known = pl.col("need").is_in(needs["need"].implode()) & pl.col("resource").is_in(
        resources["resource"].implode()
    )
    both = ("need", "resource")
    wrong += told(
        "unknown_identity",
        "方案里的 {need}、{resource} 不在需要或资源里",
        "{need} and {resource} of the plan are not both among needs and resources",
        rows.filter(~known),
        both,
    )
    wrong += told(
        "not_above_zero",
        "{resource} 给 {need} 的数量是 {quantity}，应当大于 0",
        "{resource} gives {need} {quantity}, which is not above 0",
        rows.filter(pl.col("quantity") <= 0),
        both,
    )
    wrong += told(
        "stands_twice",
        "{resource} 给 {need} 写了不止一次",
        "{resource} for {need} stands there more than once",
        rows.filter(pl.struct(both).is_duplicated()).unique(both),
        both,
    )
    wrong += told(
        "over_need",
        "{resource} 给 {need} {quantity}，可它只缺 {missing}",
        "{resource} gives {need} {quantity}, which misses only {missing}",
        rows.join(needs.select("need", "missing"), on="need").filter(
            pl.col("quantity") > pl.col("missing")
        ),
        both,
    )
    good = rows.filter(known & (pl.col("quantity") > 0)).unique(both, keep="first")
    return good.join(needs.select("need", "row", "missing"), on="need").filter(
        pl.col("quantity") <= pl.col("missing")
    ), wrong


def read_certificate(
    needs: pl.DataFrame, resources: pl.DataFrame, certificate: pl.DataFrame
) -> tuple[pl.DataFrame, list[Violation]]:
    """The rows of a certificate that name a limit or a need and a price that can be one."""
    rows, wrong = _typed("certificate", certificate, CERTIFICATE)
    keys = ("part", "key1", "key2")
    known = _known(needs, resources)
    wrong += told(
        "unknown_price",
        "证明里的 {part}（{key1}，{key2}）不是任何需要或限额的价格",
        "{part} ({key1}, {key2}) of the certificate is the price of no need and no limit",
        rows.filter(~known),
        keys,
    )
    rows = rows.filter(known)
    wrong += told(
        "price_twice",
        "证明里的 {part}（{key1}，{key2}）不止一个价格",
        "{part} ({key1}, {key2}) of the certificate has more than one price",
        rows.filter(pl.struct(keys).is_duplicated()).unique(keys),
        keys,
    )
    lowest = pl.when(pl.col("part").is_in(MAY_BE_NEGATIVE)).then(-LARGEST).otherwise(0)
    wrong += told(
        "price_out_of_range",
        "证明里的 {part}（{key1}，{key2}）价格是 {price}，不能是这个数",
        "the price {price} of {part} ({key1}, {key2}) cannot be one",
        rows.filter((pl.col("price") < lowest) | (pl.col("price") > LARGEST)),
        keys,
    )
    rows = rows.filter(pl.col("price").is_between(lowest, LARGEST))
    return rows.unique(keys, keep="first", maintain_order=True), wrong


def _known(needs: pl.DataFrame, resources: pl.DataFrame) -> pl.Expr:
    part, key1, key2 = pl.col("part"), pl.col("key1"), pl.col("key2")
    need, person = (needs[column].implode() for column in ("need", "person"))
    resource = resources["resource"].implode()
    capped = resources.filter(pl.col("person_cap").is_not_null())["resource"].implode()
    alone = key2 == ""
    return (
        (part.is_in(OF_NEEDS) & key1.is_in(need) & alone)
        | (part.is_in(OF_RESOURCES) & key1.is_in(resource) & alone)
        | (part.is_in(OF_PEOPLE) & key1.is_in(capped) & key2.is_in(person))
    )


def _typed(
    name: str, frame: pl.DataFrame, columns: dict[str, type[pl.DataType]]
) -> tuple[pl.DataFrame, list[Violation]]:
    wrong = []
    for column, kind in columns.items():
        if column not in frame.columns or frame.schema[column] != kind:
            wrong.append(
                Violation(
                    "unreadable",
                    (name, column),
                    f"{name} 没有可用的 {column} 列",
                    f"{name} has no column {column} of the right type",
                )
            )
    if wrong:
        return pl.DataFrame(schema=columns), wrong
    rows = frame.select(columns.keys())
    empty = rows.null_count().sum_horizontal().item()
    if empty:
        wrong.append(
            Violation(
                "unreadable",
                (name,),
                f"{name} 有 {empty} 个空格",
                f"{name} has {empty} empty cells",
            )
        )
    return rows.drop_nulls(), wrong
