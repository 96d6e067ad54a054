"""An employer pays what it added to the gifts of its people. See Note [What an employer owes]."""

from django.db import transaction
from django.utils.translation import gettext as _

from shanqiao.apps.record.actions import note

from .actions import take_gift
from .models import Employer, Match
from .pledging import CannotMatch, owed_by


@transaction.atomic
def settle_matches(*, employer, how, key, at, on=None, reference="", by=None):
    """One gift of the employer settles all that it owes today; the purse has it from now on.

    Raises:
        CannotMatch: nothing is owed.
    """
    employer = Employer.objects.select_for_update(of=("self",)).get(pk=employer.pk)
    amount = owed_by(employer=employer)
    if not amount:
        raise CannotMatch(_("This employer owes nothing."))
    gift = take_gift(
        donor=employer.donor,
        purse=employer.purse,
        amount=amount,
        how=how,
        key=key,
        on=on,
        reference=reference,
        agreement=employer.agreement,
        at=at,
        by=by,
    )
    owed = Match.objects.filter(employer=employer, settled_by=None, taken_back_at=None)
    owed.update(settled_by=gift)
    note(act="giving.settle", subject=employer, by=by, at=at)
    return gift
