"""How many to ask, whom, and what their answers say about all."""

from ._drawing import draw, sample_size
from ._interval import clopper_pearson

__all__ = ["clopper_pearson", "draw", "sample_size"]
