"""The files of asking by tokens: an organisation's list, its key, the tokens made of the list, the answers."""

from ._answers_file import ANSWER_WORDS, write_answers
from ._key_file import CannotReadKey, KeyFile, key_file_text, read_key_file
from ._list_file import LIST_COLUMNS, PeopleList, read_list
from ._masking import masked
from ._tokens_file import TokenFile, read_tokens, write_tokens
from ._words import CannotUseFile

__all__ = [
    "ANSWER_WORDS",
    "LIST_COLUMNS",
    "CannotReadKey",
    "CannotUseFile",
    "KeyFile",
    "PeopleList",
    "TokenFile",
    "key_file_text",
    "masked",
    "read_key_file",
    "read_list",
    "read_tokens",
    "write_answers",
    "write_tokens",
]
