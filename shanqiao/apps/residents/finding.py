"""Who is meant by what somebody typed: among residents they may see, and whether anybody is at all."""

from dataclasses import dataclass

from django.db.models import Case, Exists, OuterRef, Q, Value, When

from shanqiao.engines.linkage import PREFIXED, Form, asked, day_of, whole_of

from .models import Resident, SearchTerm
from .terms import kept

Fact = SearchTerm.Fact
FEW = 300  # terms in the city; see ``_fits``
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
    and one of each word.

    Args:
        among: a queryset of residents.
        first: how many at most.

    Returns:
        list of Found.
    """
    words = asked(text)
    if not words or not all(word.terms for word in words):
        return []
    fitting = among.filter(*map(_fits, words)).order_by()
    pks = list(fitting.values_list("pk", flat=True)[:MOST])
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
        condition &= _fits(word)
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
        there = _exactly(wholes).filter(fact__in=_OF_A_PERSON).exists()
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


def _fits(word):
    """The condition on a resident that a word fits.

    The database guesses badly how many have a name that begins so. Residents whom a word fits are named one by one where
    they are few in the whole city; otherwise each of those among whom is looked for is asked, and ``Case`` keeps the
    database from beginning with everybody whom the word fits.
    """
    rows = [_with(term) for term in word.terms]
    few = _first(rows, FEW + 1)
    if len(few) <= FEW:
        return Q(pk__in=set(few))
    has_it = Q()
    for with_it in rows:
        has_it |= Q(Exists(with_it.filter(resident=OuterRef("pk"))))
    return Q(Case(When(has_it, then=Value(True)), default=Value(False)))


def _first(rows, most):
    """Residents of the first of these rows, some twice; every part is read from the index alone."""
    if not rows:
        return []
    parts = [part.order_by().values_list("resident", flat=True) for part in rows]
    return list(parts[0].union(*parts[1:], all=True)[:most])


def _with(term):
    """The search terms that fit this one."""
    form, text = kept(term)
    lookup = "term__startswith" if term.form in PREFIXED else "term"
    return SearchTerm.objects.filter(**{"form": form, lookup: text})


def _exactly(terms):
    """The search terms that are one of these."""
    condition = Q(pk=None)
    for form, text in map(kept, terms):
        condition |= Q(form=form, term=text)
    return SearchTerm.objects.filter(condition)


def _terms_of(pks, words):
    """(resident, fact, form, term) of these residents in the forms that any of the words has."""
    forms = {int(term.form) for word in words for term in word.terms}
    rows = SearchTerm.objects.filter(resident__in=pks, form__in=forms)
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
