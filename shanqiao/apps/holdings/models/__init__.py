"""What was given and is no money: equity, securities, rights; and products that bring gifts with each sale."""

from .agreements import LinkedAgreement, LinkedMonth
from .holdings import Holding, HoldingEvent

__all__ = ["Holding", "HoldingEvent", "LinkedAgreement", "LinkedMonth"]
