"""The plan files, version 1: needs and resources read and checked, plans written and read again."""

from ._complaints import COMPLAINT_COLUMNS
from ._plan_folder import CannotReadPlan, WrittenPlan, read_plan, read_standing
from ._reading import Reading, read_folder
from ._reasons import Language, Words
from ._safe_folder import CannotWritePlan
from ._worth import worth_of_plan
from ._writing import Form, refuse_to_overwrite, write_plan

__all__ = [
    "COMPLAINT_COLUMNS",
    "CannotReadPlan",
    "CannotWritePlan",
    "Form",
    "Language",
    "Reading",
    "Words",
    "WrittenPlan",
    "read_folder",
    "read_plan",
    "read_standing",
    "refuse_to_overwrite",
    "worth_of_plan",
    "write_plan",
]
