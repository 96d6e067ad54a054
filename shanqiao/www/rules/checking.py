"""What a condition says, while somebody types it: in words, or what is wrong and where."""

from dataclasses import dataclass

from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from shanqiao.apps.record.clock import now
from shanqiao.apps.rules.vocabulary import parameters_on, vocabulary
from shanqiao.engines.eligibility import CannotReadExpression, parse
from shanqiao.stories.rules_in_words import counted, in_both_languages, said
from shanqiao.www.parts.door import only

from .door import keeps_the_rules


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A condition that was read, or what stopped that.

    Attributes:
        before, wrong, after: the text around the place at which it cannot be read.
        problem: (Chinese, English); None where it was read.
        words: (Chinese, English) of what it says.
        lacking: parameters without a value today.
        papers: [(fact in words, paper in words)] of each fact it asks for.
    """

    before: str = ""
    wrong: str = ""
    after: str = ""
    place: int = 0
    problem: tuple[str, str] | None = None
    words: tuple[str, str] | None = None
    lacking: tuple[str, ...] = ()
    papers: tuple[tuple[str, str], ...] = ()


@only(keeps_the_rules)
@require_POST
def check(request):
    """Answered beside the form while it is typed."""
    return render(request, "rules/checked.html", {"checked": checked(request.POST.get("text", ""))})


def checked(text):
    """A `Checked` of what was typed; None where nothing was."""
    if not text.strip():
        return None
    try:
        expression = parse(text, vocabulary())
    except CannotReadExpression as refusal:
        at = refusal.position - 1
        return Checked(
            before=text[:at],
            wrong=text[at : at + 1],
            after=text[at + 1 :],
            place=refusal.position,
            problem=(refusal.zh, refusal.en),
        )
    values = parameters_on(localdate(now()))
    terms = expression.vocabulary.terms
    facts = sorted(expression.columns - expression.parameters)
    return Checked(
        words=in_both_languages(expression, values),
        lacking=tuple(sorted(expression.parameters - set(values))),
        papers=tuple(
            (said(terms[name].words), said(terms[name].paper))
            for name in facts
            if terms[name].paper
        ),
    )


def names():
    """[(name, what it is, unit, values in words, paper)] of everything a rule may ask, for the help beside a form."""
    values = parameters_on(localdate(now()))
    rows = []
    for name, term in vocabulary().terms.items():
        if term.is_parameter:
            known = counted(values[name], term) if name in values else "–"
        else:
            known = ", ".join(f"{code} ({said(words)})" for code, words in term.values[:8])
            known += " …" if len(term.values) > 8 else ""
        paper = said(term.paper) if term.paper else ""
        rows.append((name, said(term.words), said(term.unit), known, paper))
    return rows
