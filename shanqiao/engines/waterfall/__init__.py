"""Who pays which line of a bill, in the order of the payers; and from whom how much is asked back."""

from ._back import Gift, ask_back
from ._spread import Line, Payment, Spread, TooMuch, spread

__all__ = ["Gift", "Line", "Payment", "Spread", "TooMuch", "ask_back", "spread"]
