"""The link files, version 1: a list of people read and checked, linked with itself or a register, written with a report."""

from ._cells import cells_of
from ._headings import CannotReadColumns, headings_of, read_columns
from ._linking import (
    Engine,
    Outcome,
    TooManyDoubles,
    link_list,
    link_list_against,
    refuse_many_doubles,
)
from ._masks import masked, masked_rid
from ._reading import People, present_headings, read_people
from ._reasons import REASONS
from ._truth import CannotReadTruth, judged
from ._writing import refuse_to_overwrite, write_linking

__all__ = [
    "REASONS",
    "CannotReadColumns",
    "CannotReadTruth",
    "Engine",
    "Outcome",
    "People",
    "TooManyDoubles",
    "cells_of",
    "headings_of",
    "judged",
    "link_list",
    "link_list_against",
    "masked",
    "masked_rid",
    "present_headings",
    "read_columns",
    "read_people",
    "refuse_many_doubles",
    "refuse_to_overwrite",
    "write_linking",
]
