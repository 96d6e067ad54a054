"""The plan files, version 1: needs and resources read and checked, plans written and read again."""

from ._changing import CannotReadChange, change_in_file, change_in_lines, together
from ._complaints import COMPLAINT_COLUMNS, LINE, Complaints
from ._plan_folder import CannotReadPlan, WrittenPlan, read_plan, read_standing
from ._reading import Reading, read_folder
from ._reasons import REASONS, Language, Words
from ._safe_folder import CannotWritePlan, refuse_a_taken_folder, whole_or_not_at_all
from ._tables import read_csv_bytes, read_table, trimmed
from ._whole_plan import StandingPlan, read_whole_plan
from ._worth import worth_of_plan
from ._writing import Form, refuse_to_overwrite, write_plan
from ._writing_city import refuse_to_overwrite_both, write_city_and_plan

__all__ = [
    "COMPLAINT_COLUMNS",
    "LINE",
    "REASONS",
    "CannotReadChange",
    "CannotReadPlan",
    "CannotWritePlan",
    "Complaints",
    "Form",
    "Language",
    "Reading",
    "StandingPlan",
    "Words",
    "WrittenPlan",
    "change_in_file",
    "change_in_lines",
    "read_csv_bytes",
    "read_folder",
    "read_plan",
    "read_standing",
    "read_table",
    "read_whole_plan",
    "refuse_a_taken_folder",
    "refuse_to_overwrite",
    "refuse_to_overwrite_both",
    "together",
    "trimmed",
    "whole_or_not_at_all",
    "worth_of_plan",
    "write_city_and_plan",
    "write_plan",
]
