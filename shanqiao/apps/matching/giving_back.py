from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from shanqiao.apps.needs.models import Need
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .models import Cover, Reduction, Share
from .reserves import give_back_to_open_part


class CannotReduce(Exception):
    """More would come back than was granted."""


def reduce_grant(*, grant, count, why, by, at):
    """Part of what was given came back: the need lacks it again, and the resident's share is smaller.

    The purse is told by whoever books what came back. See Note [Need before purse].

    Raises:
        CannotReduce: with the reason in words.
    """
    try:
        with transaction.atomic():
            Need.objects.select_for_update(no_key=True).get(pk=grant.need_id)
            reduction = Reduction.objects.create(
                grant=grant, count=count, why=why, reduced_by=by, reduced_at=at
            )
            Cover.objects.filter(need=grant.need).update(granted=F("granted") - count)
            Share.objects.filter(purse=grant.purse, resident=grant.need.resident).update(
                granted=F("granted") - count
            )
            if grant.outside:
                give_back_to_open_part(purse=grant.purse, count=count)
            note(act="matching.reduce", subject=reduction, by=by, at=at, why=why)
    except IntegrityError as refusal:
        if refusal.__cause__.diag.constraint_name == "matching_no_more_back":
            raise CannotReduce(_("No more comes back than was granted.")) from refusal
        raise CannotReduce(in_words(refusal, Reduction)) from refusal
    return reduction
