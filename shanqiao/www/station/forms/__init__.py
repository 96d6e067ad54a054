"""What a social worker fills in, one file per subject."""

from .assess import AssessForm, CloseForm
from .confirm import ConfirmForm
from .register import NeedForm, ResidentForm

__all__ = ["AssessForm", "CloseForm", "ConfirmForm", "NeedForm", "ResidentForm"]
