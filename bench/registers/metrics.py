"""How well registrations were made one person: `shanqiao link --truth` judges by the same figures."""

from shanqiao.engines.linkage import Judgement, judge

__all__ = ["Judgement", "judge"]
