"""What a social worker fills in, one file per subject."""

from .aid import ApplyForm
from .assess import AssessForm, CloseForm
from .confirm import ConfirmForm
from .facts import (
    ChangeForm,
    DepartureForm,
    DocumentForm,
    EndForm,
    NameForm,
    PhoneForm,
    PlaceForm,
    TakeBackForm,
)
from .household import DissolveForm, FormHouseholdForm, HeadForm, JoinForm, LeaveForm
from .register import NeedForm, ResidentForm

__all__ = [
    "ApplyForm",
    "AssessForm",
    "ChangeForm",
    "CloseForm",
    "ConfirmForm",
    "DepartureForm",
    "DissolveForm",
    "DocumentForm",
    "EndForm",
    "FormHouseholdForm",
    "HeadForm",
    "JoinForm",
    "LeaveForm",
    "NameForm",
    "NeedForm",
    "PhoneForm",
    "PlaceForm",
    "ResidentForm",
    "TakeBackForm",
]
