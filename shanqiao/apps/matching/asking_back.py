"""A grant turned out to be more than is lacking: what is asked back of it, and what is waived."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.needs.models import Need
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .models import AskedBack, Grant


class CannotAskBack(Exception):
    """It is more than stands of the grant."""


class CannotWaive(Exception):
    """It is settled, or another person must say so."""


@transaction.atomic
def ask_back(*, grant, count, why, by, at):
    """So much of a grant is asked back, or not paid if it has not left. The caller holds the need.

    Raises:
        CannotAskBack: with the reason in words.
    """
    Grant.objects.select_for_update(no_key=True).get(pk=grant.pk)  # whoever pays it holds it too
    try:
        with transaction.atomic():
            asked = AskedBack.objects.create(
                grant=grant, count=count, why=why, asked_by=by, asked_at=at
            )
    except IntegrityError as refusal:
        raise CannotAskBack(in_words(refusal, AskedBack)) from refusal
    note(act="matching.ask_back", subject=asked, by=by, at=at, why=why)
    return asked


def waive(*, asked, why, by, at):
    """The manager of the fund says that nothing is asked back: what was given stays given.

    Raises:
        CannotWaive: with the reason in words.
    """
    if not funds_of(by, Seat.Role.DECIDES).filter(pk=asked.grant.purse.fund_id).exists():
        raise CannotWaive(_("Only the fund manager of this fund says that nothing is asked back."))
    if not why.strip():
        raise CannotWaive(_("Say why nothing is asked back."))
    with transaction.atomic():
        Need.objects.select_for_update(no_key=True).get(pk=asked.grant.need_id)
        Grant.objects.select_for_update(no_key=True).get(pk=asked.grant_id)
        there = AskedBack.objects.outstanding().filter(pk=asked.pk)
        if not there.exists():
            raise CannotWaive(_("This is settled already. Please reload."))
        AskedBack.objects.filter(pk=asked.pk).update(
            waived_at=at, waived_by=by, waived_why=why.strip()
        )
        note(act="matching.waive", subject=asked, by=by, at=at, why=why.strip())
