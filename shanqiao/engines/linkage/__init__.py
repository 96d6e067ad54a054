"""Are these two registrations one person?

A register is brought into normal form once (``normalise``). Its keys (``make_keys``) say which pairs are worth comparing:
all of a register (``candidates``), or those a new registration meets (``Index``, ``candidates_of``). Pairs are compared
field by field (``prepare``, ``compare``); each result is a level with words for the desk (``LEVELS``). A model (``read_model``)
says how much a level weighs: ``score`` adds the weights up, ``cluster`` puts registrations together and says what a person
has to decide. ``link`` is all of it.
"""

from ._against import AGAINST_STEPS, ANSWER_COLUMNS, Against, Answer, link_against
from ._by_numbers import decided_by_numbers
from ._candidates import CANDIDATE_COLUMNS, Index, candidates, candidates_of, key_rows
from ._cluster import QUEUE_COLUMNS, REASONS, Clusters, Reason, cluster
from ._compare import COMPARISON_COLUMNS, compare
from ._keys import KEY_KINDS, Frequent, KeyKind, Keys, frequent_values, key_parts, make_keys
from ._learn import Decided, learn
from ._levels import LEVELS, Level
from ._link import STEPS, Linked, link, link_changed, link_normal
from ._link_scored import link_scored
from ._model import (
    CannotReadModel,
    LevelWeight,
    Model,
    Thresholds,
    Together,
    model_of,
    read_model,
    write_model,
)
from ._normal import NORMAL_COLUMNS, REGISTER_COLUMNS, CannotReadRegister, normalise
from ._prepared import Frequencies, Prepared, frequencies, prepare
from ._quality import Figure, Judgement, judge
from ._score import SCORE_COLUMNS, evidence_in_words, score

__all__ = [
    "AGAINST_STEPS",
    "ANSWER_COLUMNS",
    "CANDIDATE_COLUMNS",
    "COMPARISON_COLUMNS",
    "KEY_KINDS",
    "LEVELS",
    "NORMAL_COLUMNS",
    "QUEUE_COLUMNS",
    "REASONS",
    "REGISTER_COLUMNS",
    "SCORE_COLUMNS",
    "STEPS",
    "Against",
    "Answer",
    "CannotReadModel",
    "CannotReadRegister",
    "Clusters",
    "Decided",
    "Figure",
    "Frequencies",
    "Frequent",
    "Index",
    "Judgement",
    "KeyKind",
    "Keys",
    "Level",
    "LevelWeight",
    "Linked",
    "Model",
    "Prepared",
    "Reason",
    "Thresholds",
    "Together",
    "candidates",
    "candidates_of",
    "cluster",
    "compare",
    "decided_by_numbers",
    "evidence_in_words",
    "frequencies",
    "frequent_values",
    "judge",
    "key_parts",
    "key_rows",
    "learn",
    "link",
    "link_against",
    "link_changed",
    "link_normal",
    "link_scored",
    "make_keys",
    "model_of",
    "normalise",
    "prepare",
    "read_model",
    "score",
    "write_model",
]
