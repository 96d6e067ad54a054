"""Are these two registrations one person?

A register is brought into normal form once (``normalise``). Its keys (``make_keys``) say which pairs are worth comparing:
all of a register (``candidates``), or those a new registration meets (``Index``, ``candidates_of``). Pairs are compared
field by field (``prepare``, ``compare``); each result is a level with words for the desk (``LEVELS``). A model (``read_model``)
says how much a level weighs: ``score`` adds the weights up, ``cluster`` puts registrations together and says what a person
has to decide. ``link`` is all of it. One registration alone, while somebody types it, takes the same steps without columns
(``read_one``, ``key_texts``, ``prepare_one``), and those it is compared with are kept ready as bytes.

Who is looked for at a desk is found by terms: the forms in which a fact is kept to be found (``terms_of_name`` and its
like), and what a typed word may mean (``asked``). Both read names by the same tables as the comparison.
"""

from ._against import AGAINST_STEPS, ANSWER_COLUMNS, Against, Answer, link_against
from ._asking import Asked, asked, day_of, whole_of
from ._by_numbers import decided_by_numbers
from ._candidates import CANDIDATE_COLUMNS, Index, candidates, candidates_of, key_rows
from ._cluster import QUEUE_COLUMNS, REASONS, Clusters, Reason, cluster
from ._compare import COMPARISON_COLUMNS, compare
from ._few import Beside, weigh_few
from ._key_texts import KeyText, all_key_texts, key_texts
from ._keys import KEY_KINDS, Frequent, KeyKind, Keys, frequent_values, key_parts, make_keys
from ._learn import Decided, learn
from ._levels import LEVELS, Id, Level, Name
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
from ._one import Row, as_frame, read_one
from ._one_prepared import from_bytes, layout_number, prepare_one, to_bytes
from ._prepared import BACKGROUND, SHARED, Frequencies, Prepared, frequencies, prepare
from ._quality import Figure, Judgement, judge
from ._score import SCORE_COLUMNS, evidence_in_words, score
from ._terms import (
    PREFIXED,
    Form,
    Term,
    letters_of,
    terms_of_addresses,
    terms_of_birthday,
    terms_of_name,
    terms_of_number,
    terms_of_phones,
)

__all__ = [
    "AGAINST_STEPS",
    "ANSWER_COLUMNS",
    "BACKGROUND",
    "CANDIDATE_COLUMNS",
    "COMPARISON_COLUMNS",
    "KEY_KINDS",
    "LEVELS",
    "NORMAL_COLUMNS",
    "PREFIXED",
    "QUEUE_COLUMNS",
    "REASONS",
    "REGISTER_COLUMNS",
    "SCORE_COLUMNS",
    "SHARED",
    "STEPS",
    "Against",
    "Answer",
    "Asked",
    "Beside",
    "CannotReadModel",
    "CannotReadRegister",
    "Clusters",
    "Decided",
    "Figure",
    "Form",
    "Frequencies",
    "Frequent",
    "Id",
    "Index",
    "Judgement",
    "KeyKind",
    "KeyText",
    "Keys",
    "Level",
    "LevelWeight",
    "Linked",
    "Model",
    "Name",
    "Prepared",
    "Reason",
    "Row",
    "Term",
    "Thresholds",
    "Together",
    "all_key_texts",
    "as_frame",
    "asked",
    "candidates",
    "candidates_of",
    "cluster",
    "compare",
    "day_of",
    "decided_by_numbers",
    "evidence_in_words",
    "frequencies",
    "frequent_values",
    "from_bytes",
    "judge",
    "key_parts",
    "key_rows",
    "key_texts",
    "layout_number",
    "learn",
    "letters_of",
    "link",
    "link_against",
    "link_changed",
    "link_normal",
    "link_scored",
    "make_keys",
    "model_of",
    "normalise",
    "prepare",
    "prepare_one",
    "read_model",
    "read_one",
    "score",
    "terms_of_addresses",
    "terms_of_birthday",
    "terms_of_name",
    "terms_of_number",
    "terms_of_phones",
    "to_bytes",
    "weigh_few",
    "whole_of",
    "write_model",
]
