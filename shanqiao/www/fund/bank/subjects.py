"""Movements of the books in words."""

from shanqiao.stories.subjects import subjects_of
from shanqiao.www.fund.about import need_in_words
from shanqiao.www.parts.words import day


def subjects_in_words(postings):
    """{number of a posting: whose gift it is, for what and how it was paid, or what was written down}."""
    postings = list(postings)
    found = subjects_of(postings)
    return {
        posting.pk: _subject(posting, *found.get(posting.pk, (None,) * 2)) for posting in postings
    }


def postings_in_words(postings):
    """{number of a posting: its day, kind and subject}."""
    postings = list(postings)
    subjects = subjects_in_words(postings)
    return {p.pk: f"{day(p.on)} · {p.get_kind_display()} · {subjects[p.pk]}" for p in postings}


def _subject(posting, gift, payment):
    if gift:
        return f"{gift.donor} · {gift.number}"
    if payment:
        return f"{need_in_words(payment.grant.need)} · {payment.reference}"
    return posting.about
