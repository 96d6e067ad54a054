"""The tables of this room, each subject in a file of its own."""

from .committee_model import Interest as Interest
from .committee_model import Member as Member
from .committee_model import Rules as Rules
from .figures_model import YearFigures as YearFigures
from .management_model import ManagementCost as ManagementCost
from .management_model import ManagementCostBack as ManagementCostBack
from .motion_model import Motion as Motion
from .motion_model import Result as Result
from .motion_model import Vote as Vote
from .purpose_model import Filing as Filing
from .purpose_model import GiverConsent as GiverConsent
from .purpose_model import Notice as Notice
from .purpose_model import Objection as Objection
from .purpose_model import ObjectionAnswer as ObjectionAnswer
from .purpose_model import Purpose as Purpose
from .purpose_model import PurposeChange as PurposeChange
from .purpose_model import Restriction as Restriction
from .purpose_model import Surplus as Surplus
from .raising_model import RaisingCost as RaisingCost
from .raising_model import RaisingCostBack as RaisingCostBack
