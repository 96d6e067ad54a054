"""Was it received? Some are drawn, called, and say with stated precision how it is with all."""

import hashlib

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shanqiao.apps.delivery.models import Payment
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words
from shanqiao.engines.sampling import draw, sample_size

from .models import Answer, Drawn, Sample


class CannotDraw(Exception):
    """Nothing was paid on these days, or the precision is out of reach."""


class CannotAnswer(Exception):
    """The answer was written down before, or whoever paid asks."""


def draw_sample(*, fund, first_on, last_on, margin, confidence, seed, by, at):
    """Draw as many of the payments of a span of days as it takes to know the share that arrived so exactly.

    Args:
        margin, confidence: per mille.
        seed: anything nobody could choose for its outcome; it is kept and shown, so that anybody draws the same.

    Raises:
        CannotDraw: with the reason in words.
    """
    if not funds_of(by).filter(pk=fund.pk).exists():
        raise CannotDraw(_("Only people of this fund draw a sample of its payments."))
    if not (5 <= margin <= 300 and 500 <= confidence <= 999):
        raise CannotDraw(
            _("Confidence runs from 50 to 99.9 percent, the margin from 0.5 to 30 percent.")
        )
    paid = Payment.objects.filter(
        grant__purse__fund=fund, paid_at__date__gte=first_on, paid_at__date__lte=last_on
    )
    keys = list(paid.order_by("pk").values_list("pk", flat=True))
    if not keys:
        raise CannotDraw(_("Nothing was paid on these days."))
    size = sample_size(len(keys), margin=margin / 1000, confidence=confidence / 1000)
    try:
        with transaction.atomic():
            sample = Sample.objects.create(
                fund=fund,
                first_on=first_on,
                last_on=last_on,
                population=len(keys),
                population_digest=_digest(keys),
                size=size,
                confidence=confidence,
                margin=margin,
                seed=seed,
                drawn_by=by,
                drawn_at=at,
            )
            Drawn.objects.bulk_create(
                Drawn(sample=sample, payment_id=key, place=place)
                for place, key in enumerate(draw(keys, size, seed=seed), 1)
            )
            note(act="paying.draw", subject=sample, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotDraw(in_words(refusal, Sample)) from refusal
    return sample


def answer_call(*, drawn, says, by, at, words=""):
    """Somebody called, or visited, and wrote down what they heard; never whoever paid.

    Raises:
        CannotAnswer: with the reason in words.
    """
    if not funds_of(by).filter(pk=drawn.sample.fund_id).exists():
        raise CannotAnswer(_("Only people of this fund write down what was heard."))
    if by.pk == drawn.payment.paid_by_id:
        raise CannotAnswer(_("You paid this grant, so somebody else asks whether it arrived."))
    try:
        with transaction.atomic():
            answer = Answer.objects.create(
                drawn=drawn, says=says, words=words.strip(), by=by, at=at
            )
            note(act="paying.answer", subject=answer, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotAnswer(_("An answer was written down already.")) from refusal
    return answer


def _digest(keys):
    return hashlib.sha256("\n".join(map(str, keys)).encode()).hexdigest()
