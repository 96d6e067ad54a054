"""An organisation asks: counted, answered and written down together, or not at all."""

import hashlib
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Least
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shanqiao.apps.record.actions import note

from .answers import answers_about, together
from .finding import bare_rows, residents_met
from .keys import digest_of
from .limits import MOST_A_DAY, MOST_BARE_MISSES, MOST_ROWS, REFUSALS_KEPT
from .models import AskedAbout, DayOfAsking, Inquiry, InquiryRow, PurposeKey
from .resident_tokens import refresh_tokens

# Note [Trying out numbers]
# ~~~~~~~~~~~~~~~~~~~~~~~~~
# Whoever has a key can make tokens of invented numbers and see which are somebody's. A row with a number and no name is
# therefore never answered by more than "ask the contact", and after a few that are nobody's no such row is answered
# on that day, whoever's it is: were only the misses refused, the refusal itself would tell. A refused question is
# counted as far as it was looked at. Numbers with an invented name are limited by the rows of a day alone, stand
# on the sheets of those they hit, and are shown to the supervisors as odd.

ANSWERS_LAST = timedelta(days=30)


class CannotAsk(Exception):
    """The key opens nothing, or the question is refused; ``code`` is for programs.

    Args:
        misses: numbers without a name that were nobody's; they are counted although nothing is answered.
    """

    def __init__(self, code, says, *, misses=0):
        super().__init__(says)
        self.code, self.misses = code, misses


class Asker:
    """By whom a question stands in the record: the organisation, by its credit code."""

    def __init__(self, organisation):
        self.username = organisation.uscc


def key_opened_by(secret, *, at):
    """The key that this secret belongs to.

    Raises:
        CannotAsk: there is none, it was revoked, or it has expired.
    """
    key = (
        PurposeKey.objects.select_related("purpose__organisation")
        .filter(secret_digest=digest_of(secret))
        .first()
    )
    if key is None:
        raise CannotAsk(
            "unknown_key",
            _("Nobody issued this key. Please ask the supervisors of the city for one."),
        )
    if key.revoked_at is not None:
        raise CannotAsk(
            "revoked",
            _("This key was revoked. Please ask the supervisors of the city for a new one."),
        )
    if key.expires_at <= at:
        raise CannotAsk(
            "expired",
            _("This key has expired. Please ask the supervisors of the city for a new one."),
        )
    return key


def ask(*, key, batch, numbers, tokens, at):
    """An organisation asks about the people of its list; the same question sent again is answered the same and counted once.

    Args:
        batch: the UUID the organisation gave this question.
        numbers: (n,) the organisation's own row numbers, each once.
        tokens: (n, kinds) whole numbers of 64 bits, 0 where there is none.

    Returns:
        the inquiry; its answers are rows.

    Raises:
        CannotAsk: with what to do instead.
    """
    sent = _sent(numbers, tokens)
    before = answered_before(key=key, batch=batch, sent=sent, at=at)
    if before:
        return before
    _must_be_ready(key, len(numbers))
    refresh_tokens(key=key, at=at, only_new=True)
    try:
        with transaction.atomic():
            return _asked(key, batch, sent, numbers, tokens, at)
    except CannotAsk as refusal:
        if refusal.code in Inquiry.Refused.values:
            _write_refusal(key, batch, sent, len(numbers), refusal, at)
        raise
    except IntegrityError:  # the same question came in twice at the same moment
        before = answered_before(key=key, batch=batch, sent=sent, at=at)
        if before is None:
            raise
        return before


def answered_before(*, key, batch, sent, at):
    """The inquiry of this name, if it was answered.

    Raises:
        CannotAsk: something else was sent under this name, or its answers have ended.
    """
    before = Inquiry.objects.filter(key=key, batch=batch, refused="").first()
    if before is None:
        return None
    if before.digest != sent:
        raise CannotAsk(
            "other_content",
            _("Other rows were sent under this name before. Please give the question a new one."),
        )
    if before.forget_at <= at:
        raise CannotAsk("ended", _("These answers have ended. Please ask again under a new name."))
    return before


def _asked(key, batch, sent, numbers, tokens, at):
    count = _counted(key, len(numbers), at)
    # Revoking waits for whoever is asking, and whoever asks after it finds the key revoked.
    held = PurposeKey.objects.select_for_update(no_key=True).filter(pk=key.pk, revoked_at=None)
    if not held.exists():
        raise CannotAsk(
            "revoked",
            _("This key was revoked. Please ask the supervisors of the city for a new one."),
        )
    bare = bare_rows(tokens)
    if bare.any() and count.bare_misses >= MOST_BARE_MISSES:
        raise _looks_like_trying(misses=0)
    met = residents_met(tokens, key=key)
    misses = sum(1 for place in bare.nonzero()[0] if place not in met)
    if misses and count.bare_misses + misses > MOST_BARE_MISSES:
        raise _looks_like_trying(misses=misses)
    DayOfAsking.objects.filter(pk=count.pk).update(bare_misses=F("bare_misses") + misses)
    inquiry = Inquiry.objects.create(
        key=key,
        batch=batch,
        digest=sent,
        rows=len(numbers),
        known=sum(any(one.sure for one in some) for some in met.values()),
        doubtful=sum(not any(one.sure for one in some) for some in met.values()),
        bare=int(bare.sum()),
        asked_at=at,
        forget_at=at + ANSWERS_LAST,
    )
    _answer(inquiry, numbers, met, at)
    note(act="inquiries.ask", subject=inquiry, by=Asker(key.purpose.organisation), at=at)
    return inquiry


def _looks_like_trying(*, misses):
    """See Note [Trying out numbers]."""
    return CannotAsk(
        Inquiry.Refused.ENUMERATION.value,
        _(
            "Too many rows hold a number without a name and are nobody's, so nothing was answered. Please send what you know of each person: name, birthday, telephone."
        ),
        misses=misses,
    )


def _answer(inquiry, numbers, met, at):
    residents = {one.resident for some in met.values() for one in some}
    known = answers_about(residents, purpose=inquiry.key.purpose, at=at)
    rows = InquiryRow.objects.bulk_create(
        InquiryRow(inquiry=inquiry, row=number, answer=_of_row(met.get(place, []), known))
        for place, number in enumerate(numbers)
    )
    AskedAbout.objects.bulk_create(
        AskedAbout(row=rows[place], resident_id=one.resident, sure=one.sure)
        for place, some in met.items()
        for one in some
    )


def _of_row(some, known):
    return together([known[one.resident] for one in some], sure=all(one.sure for one in some))


def _must_be_ready(key, rows):
    if key.tokens_made_at is None:
        raise CannotAsk(
            "not_ready",
            _("The city is still preparing for this key. Please ask again in some minutes."),
        )
    if not 1 <= rows <= MOST_ROWS:
        raise CannotAsk(
            "size",
            _("One question holds 1 to %(most)s rows. Please send it in parts.")
            % {"most": MOST_ROWS},
        )


def _counted(key, rows, at):
    """Today's count with these rows in it, held until the question is answered.

    Raises:
        CannotAsk: it would be more than one day allows.
    """
    purpose = key.purpose
    count, _is_new = DayOfAsking.objects.get_or_create(
        organisation=purpose.organisation, day=localdate(at)
    )
    room = DayOfAsking.objects.filter(pk=count.pk, rows__lte=purpose.rows_a_day - rows)
    if not room.update(rows=F("rows") + rows):
        raise CannotAsk(
            Inquiry.Refused.LIMIT.value,
            _("More than %(most)s rows on one day are not answered. Please go on tomorrow.")
            % {"most": f"{purpose.rows_a_day:,}"},
        )
    count.refresh_from_db()
    return count


@transaction.atomic
def _write_refusal(key, batch, sent, rows, refusal, at):
    count, _is_new = DayOfAsking.objects.get_or_create(
        organisation=key.purpose.organisation, day=localdate(at)
    )
    DayOfAsking.objects.filter(pk=count.pk).update(
        refused=F("refused") + 1,
        bare_misses=F("bare_misses") + refusal.misses,
        rows=Least(F("rows") + (rows if refusal.misses else 0), MOST_A_DAY),
    )
    if count.refused < REFUSALS_KEPT:
        refused = Inquiry.objects.create(
            key=key,
            batch=batch,
            digest=sent,
            rows=rows,
            refused=refusal.code,
            asked_at=at,
            forget_at=at,
        )
        asker = Asker(key.purpose.organisation)
        note(act="inquiries.refuse", subject=refused, by=asker, at=at, why=refusal.code)


def _sent(numbers, tokens):
    """What tells one question from another sent under the same name."""
    content = ",".join(map(str, numbers)).encode() + b"\0" + tokens.astype(">i8").tobytes()
    return hashlib.sha256(content).hexdigest()
