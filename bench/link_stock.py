"""Splink 5 as it comes: its comparisons for names, birthdays, numbers and addresses, learnt by its own expectation maximisation."""

import logging

import polars as pl
from pypinyin import lazy_pinyin

LEAST = 0.5  # no threshold is tried below


def predicted(rows):
    """Pairs with their probability, over registrations as they were written, the name in pinyin beside.

    Returns:
        (linker, predictions, api)
    """
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="rid",
        blocking_rules_to_generate_predictions=[
            block_on("id_no"),
            block_on("phone"),
            block_on("name"),
            block_on("pinyin", "dob"),
            block_on("dob", "station_street"),
        ],
        comparisons=[
            cl.ExactMatch("name").configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("pinyin", [0.95, 0.88]),
            cl.LevenshteinAtThresholds("id_no", [1, 2]),
            cl.LevenshteinAtThresholds("dob", [1, 2]),
            cl.LevenshteinAtThresholds("phone", [1, 2]),
            cl.ExactMatch("address"),
            cl.ExactMatch("station_street"),
            cl.ExactMatch("gender"),
        ],
        retain_intermediate_calculation_columns=False,
    )
    api = DuckDBAPI()
    linker = Linker(api.register(_table(rows).to_arrow()), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("id_no"), block_on("name", "dob")], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in (block_on("id_no"), block_on("name", "dob"), block_on("phone")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=LEAST, warning_mode="never")
    return linker, found, rows


def clusters_at(splink, threshold):
    """Connected parts of what is at least so probable: rid, cluster."""
    linker, found, rows = splink
    together = linker.clustering.cluster_pairwise_predictions_at_threshold(
        found, threshold_match_probability=threshold
    )
    table = pl.from_arrow(together.as_pyarrow_table()).select("rid", cluster="cluster_id")
    return rows.select("rid").join(table, on="rid", how="left")


def _table(rows):
    texts = [name for name, kind in rows.schema.items() if kind == pl.String]
    pinyin = pl.Series("pinyin", [" ".join(lazy_pinyin(name)) for name in rows["name"]])
    empty = [pl.when(pl.col(name) != "").then(pl.col(name)) for name in [*texts, "pinyin"]]
    return rows.with_columns(pinyin).with_columns(empty)
