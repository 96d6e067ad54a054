"""Splink 5 as it comes: its comparisons for names, birthdays, numbers and addresses, learnt by its own expectation maximisation."""

import logging
from dataclasses import dataclass

import polars as pl
from pypinyin import lazy_pinyin

LEAST = 0.5  # no threshold is tried below


@dataclass(frozen=True)
class Stock:
    """Which columns are compared how, and by which pairs are found and weights learnt; each rule a list of columns.

    Args:
        exact, close, edits: columns compared as they are, by Jaro-Winkler, by single edits.
        common: of those compared as they are, where a rare value weighs more.
        pairs, sure, learnt: rules for pairs, for pairs that are nearly all of one person, for learning.
    """

    exact: tuple[str, ...]
    close: tuple[str, ...]
    edits: tuple[str, ...]
    common: tuple[str, ...]
    pairs: tuple[tuple[str, ...], ...]
    sure: tuple[tuple[str, ...], ...]
    learnt: tuple[tuple[str, ...], ...]


OF_REGISTER = Stock(
    exact=("name", "address", "station_street", "gender"),
    close=("pinyin",),
    edits=("id_no", "dob", "phone"),
    common=("name",),
    pairs=(("id_no",), ("phone",), ("name",), ("pinyin", "dob"), ("dob", "station_street")),
    sure=(("id_no",), ("name", "dob")),
    learnt=(("id_no",), ("name", "dob"), ("phone",)),
)
OF_FEBRL = Stock(
    exact=("street_number", "postcode", "state"),
    close=("given_name", "surname", "address_1", "suburb"),
    edits=("date_of_birth", "soc_sec_id"),
    common=(),
    pairs=(("soc_sec_id",), ("date_of_birth",), ("given_name", "surname"), ("surname", "postcode")),
    sure=(("soc_sec_id",), ("given_name", "surname", "date_of_birth")),
    learnt=(("soc_sec_id",), ("date_of_birth",), ("given_name", "surname")),
)


def predicted(rows, stock):
    """Pairs with their probability, over registrations as they were written.

    Returns:
        (linker, predictions, rows)
    """
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="rid",
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in stock.pairs],
        comparisons=_comparisons(stock),
        retain_intermediate_calculation_columns=False,
    )
    api = DuckDBAPI()
    linker = Linker(api.register(_table(rows).to_arrow()), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(
        [block_on(*rule) for rule in stock.sure], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in stock.learnt:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    found = linker.inference.predict(threshold_match_probability=LEAST, warning_mode="never")
    return linker, found, rows


def _comparisons(stock):
    import splink.comparison_library as cl

    exact = {name: cl.ExactMatch(name) for name in stock.exact}
    for name in stock.common:
        exact[name] = exact[name].configure(term_frequency_adjustments=True)
    return [
        *exact.values(),
        *(cl.JaroWinklerAtThresholds(name, [0.95, 0.88]) for name in stock.close),
        *(cl.LevenshteinAtThresholds(name, [1, 2]) for name in stock.edits),
    ]


def clusters_at(splink, threshold):
    """Connected parts of what is at least so probable: rid, cluster."""
    linker, found, rows = splink
    together = linker.clustering.cluster_pairwise_predictions_at_threshold(
        found, threshold_match_probability=threshold
    )
    table = pl.from_arrow(together.as_pyarrow_table()).select("rid", cluster="cluster_id")
    return rows.select("rid").join(table, on="rid", how="left")


def _table(rows):
    """Empty cells as unknown; beside a Chinese name its pinyin."""
    if "name" in rows.columns:
        pinyin = pl.Series("pinyin", [" ".join(lazy_pinyin(name)) for name in rows["name"]])
        rows = rows.with_columns(pinyin)
    texts = [name for name, kind in rows.schema.items() if kind == pl.String and name != "rid"]
    return rows.with_columns(pl.when(pl.col(name) != "").then(pl.col(name)) for name in texts)
