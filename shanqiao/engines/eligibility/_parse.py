"""From text to tree. The grammar is the table of plan files: comparison, &&, ||, !, in [..], ()."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from lark import Lark, Token, Tree, UnexpectedCharacters, UnexpectedEOF, UnexpectedInput

from ._expression import Expression
from ._problem import CannotReadExpression
from ._tree import Always, Every, Some, negate
from ._tree import Tree as Condition
from ._typed import Reader
from ._vocabulary import NEED, Vocabulary

GRAMMAR = r"""
    start: some
    some: every ("||" every)*
    every: one ("&&" one)*
    ?one: "!" one -> negation
        | "(" some ")" -> group
        | operand OPERATOR operand -> comparison
        | operand "in" "[" literal ("," literal)* "]" -> among
        | operand -> alone
    ?operand: NAME | literal
    ?literal: YES_NO | WHOLE | TEXT
    OPERATOR: "==" | "!=" | "<=" | ">=" | "<" | ">"
    YES_NO.2: /\b(true|false)\b/
    NAME: /(?!in\b)[A-Za-z_][A-Za-z0-9_]*/
    WHOLE: /-?[0-9]+/
    TEXT: /"(\\.|[^"\\])*"|'(\\.|[^'\\])*'/
    %ignore /\s+/
"""
DEEPEST = (
    50  # brackets inside brackets; deeper is no giver's condition and would only exhaust memory
)


@lru_cache(maxsize=4096)
def parse(text: str, vocabulary: Vocabulary = NEED) -> Expression:
    """Read a condition. An empty one means everybody.

    Args:
        text: as in plan files, for example ``age >= 60 || hardship in ["dibao", "tekun"]``.
        vocabulary: the names it may use; those of a need where nothing is said.

    Raises:
        CannotReadExpression: with position and reason; also for a name the vocabulary has not, for
            values of different types, such as a text compared with a number, and for a value that
            a name never has, such as a category there is not.
    """
    if not text.strip():
        return Expression(text="", tree=Always(True), vocabulary=vocabulary)
    tree = _condition(syntax_of(text), Reader(text, vocabulary))
    return Expression(text=text.strip(), tree=tree, vocabulary=vocabulary)


def syntax_of(text: str) -> Tree[Token]:
    """The text by the grammar, before anything is known of its names.

    Raises:
        CannotReadExpression: with position and reason.
    """
    _refuse_deep_brackets(text)
    try:
        return _PARSER.parse(text)
    except UnexpectedInput as problem:
        raise _what_is_wrong(text, problem) from None


_PARSER = Lark(GRAMMAR, parser="lalr", maybe_placeholders=False)


def _condition(tree: Tree[Token], reader: Reader) -> Condition:
    children: list[Any] = tree.children
    match tree.data:
        case "start" | "group":
            return _condition(children[0], reader)
        case "some" | "every" if len(children) == 1:
            return _condition(children[0], reader)
        case "some":
            return Some(tuple(_condition(child, reader) for child in children))
        case "every":
            return Every(tuple(_condition(child, reader) for child in children))
        case "negation":
            return negate(_condition(children[0], reader))
        case "comparison":
            return reader.comparison(*children)
        case "among":
            return reader.among(children[0], children[1:])
        case "alone":
            return reader.alone(children[0])
        case other:
            raise AssertionError(f"the grammar has no rule {other}")


def _refuse_deep_brackets(text: str) -> None:
    brackets = negations = 0
    for place, character in enumerate(text, start=1):
        brackets += (character == "(") - (character == ")")
        negations = negations + 1 if character == "!" else 0
        if max(brackets, negations) > DEEPEST:
            raise CannotReadExpression(
                text, place, zh="括号嵌套过深", en="brackets are nested too deeply"
            )


def _what_is_wrong(text: str, problem: UnexpectedInput) -> CannotReadExpression:
    position = problem.pos_in_stream
    token = getattr(problem, "token", None)
    if (
        position is None
        or isinstance(problem, UnexpectedEOF)
        or (token is not None and token.type == "$END")
    ):
        return CannotReadExpression(
            text,
            len(text) + 1,
            zh="条件没有写完",
            en="the condition ends too early",
        )
    if isinstance(problem, UnexpectedCharacters) and text[position] in "=&|":
        sign = text[position]
        return CannotReadExpression(
            text,
            position + 1,
            zh=f"这里要写两个 {sign},即 {sign}{sign}",
            en=f"write {sign}{sign} here, not {sign}",
        )
    seen = str(token) if token is not None else text[position]
    return CannotReadExpression(
        text,
        position + 1,
        zh=f"这里不应出现 {seen}",
        en=f"{seen} is not expected here",
    )
