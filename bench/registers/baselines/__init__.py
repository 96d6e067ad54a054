"""Ways without a model, to compare with: equal keys are one person."""

from ..clusters import clusters_by
from . import exact_id, name_and_birth, name_and_phone
from .normal import normalised

RULES = {
    "exact ID": (exact_id.key,),
    "name + birth date": (name_and_birth.key,),
    "name + phone": (name_and_phone.key,),
    "all three": (exact_id.key, name_and_birth.key, name_and_phone.key),
}


def linked(rows, rule):
    """Clusters of one of RULES: rid, cluster."""
    return clusters_by(rows, [rows.select(key()).to_series() for key in RULES[rule]])


__all__ = ["RULES", "linked", "normalised"]
