"""Who is meant by what somebody typed: among residents they may see, and whether anybody is at all."""

from dataclasses import dataclass

from django.db.models import Q

from shanqiao.engines.linkage import PREFIXED, Form, asked, day_of, whole_of

from .models import Resident, SearchTerm
from .terms import kept

Fact = SearchTerm.Fact
MOST = 300  # looked at to put the best first; who fits with more types another word
_NAMES = (Fact.NAME, Fact.FORMER_NAME, Fact.OTHER_NAME)
_OF_A_PERSON = (Fact.ID, Fact.FORMER_ID, Fact.DOCUMENT)
_FORMS = {form: rank for rank, form in enumerate(
    [Form.WHOLE, Form.NAME, Form.HOUSE, Form.LAST_SIX, Form.BORN, Form.PINYIN, Form.INITIALS, Form.ROMAN,
     Form.JYUTPING, Form.LAST_FOUR, Form.ROAD]
)}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """A resident, and by which facts they were found: (fact, form) for each word typed."""

    resident: Resident
    why: tuple[tuple[Fact, Form], ...]


def find(text, *, among, first):
    """Those ``among`` residents whom every word of ``text`` fits, the best first.

    Whole before beginning, current before former, a number before a road; then by name. Three questions to the database,
    however many words.

    Args:
        among: a queryset of residents.
        first: how many at most.

    Returns:
        list of Found.
    """
    words = asked(text)
    if not words or not all(word.terms for word in words):
        return []
    fitting = among
    for word in words:
        fitting = fitting.filter(pk__in=_with(word.terms).values("resident"))
    pks = list(fitting.order_by().values_list("pk", flat=True)[:MOST])
    terms = {}
    for pk, fact, form, term in _terms_of(pks, words):
        terms.setdefault(pk, []).append((fact, form, term))
    why = {pk: [_best(word, terms[pk]) for word in words] for pk in pks}
    best = sorted(pks, key=lambda pk: ([rank for rank, _reason in why[pk]], pk))[:first]
    rows = among.in_bulk(best)
    return [Found(rows[pk], tuple(reason for _rank, reason in why[pk])) for pk in best]


def with_words(text):
    """Residents whom every word fits, as a condition on the identity of a resident; () words fit everybody."""
    condition = Q()
    for word in asked(text):
        condition &= Q(pk__in=_with(word.terms).values("resident"))
    return condition


def is_in_city(text):
    """Is anybody in the city registered with the whole number, or with the name and the whole birthday, in ``text``?

    Returns:
        (is there anybody, by what was asked: "number", "name and birthday", or "" where the text names neither).
    """
    words = asked(text)
    alone = len(words) == 1  # beside a name, eight digits are a birthday
    number = next((w for w in words if whole_of(w) and (alone or not day_of(w))), None)
    if number:
        wholes = [term for term in number.terms if term.form is Form.WHOLE]
        there = _with(wholes).filter(fact__in=_OF_A_PERSON).exists()
        return there, "number"
    days = [word for word in words if day_of(word)]
    names = [word for word in words if word not in days]
    if len(days) != 1 or len(names) != 1:
        return False, ""
    whole_name = [t for t in names[0].terms if t.form in (Form.NAME, Form.PINYIN, Form.ROMAN)]
    named = _exactly(whole_name).filter(fact__in=_NAMES).values("resident")
    born = _exactly([t for t in days[0].terms if t.form is Form.BORN]).values("resident")
    there = Resident.objects.filter(pk__in=named).filter(pk__in=born).exists()
    return there, "name and birthday" if whole_name else ""


def _with(terms):
    """The search terms that fit any of these."""
    condition = Q(pk=None)  # no terms fit nobody
    for term in terms:
        form, text = kept(term)
        lookup = "term__startswith" if term.form in PREFIXED else "term"
        condition |= Q(**{"form": form, lookup: text})
    return SearchTerm.objects.filter(condition)


def _exactly(terms):
    condition = Q(pk=None)
    for form, text in map(kept, terms):
        condition |= Q(form=form, term=text)
    return SearchTerm.objects.filter(condition)


def _terms_of(pks, words):
    """(resident, fact, form, term) of these residents that any of the words fits."""
    every = [term for word in words for term in word.terms]
    rows = _with(every).filter(resident__in=pks)
    return rows.values_list("resident", "fact", "form", "term")


def _best(word, terms):
    """(rank, (fact, form)) of the term by which this word fits best."""
    wanted = {kept(term) for term in word.terms}
    fits = []
    for fact, form, text in terms:
        whole = (form, text) in wanted
        begins = Form(form) in PREFIXED and any(
            form == mine and text.startswith(beginning) for mine, beginning in wanted
        )
        if whole or begins:
            rank = (not whole, not _is_current(fact), _FORMS[Form(form)], fact)
            fits.append((rank, (Fact(fact), Form(form))))
    return min(fits)


def _is_current(fact):
    return fact in (Fact.NAME, Fact.BORN, Fact.ID, Fact.PHONE, Fact.ADDRESS)
