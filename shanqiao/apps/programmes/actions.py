"""A fund announces an aid programme, and ends it."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words

from .models import AidProgramme


class CannotAnnounceProgramme(Exception):
    """The purse is for something else, the days contradict each other, or another person must announce it."""


class CannotEndProgramme(Exception):
    """It ended before, or another person must end it."""


def announce_programme(
    *,
    purse,
    name,
    name_en,
    purpose,
    kinds,
    most_per_person,
    source,
    first_on,
    by,
    at,
    last_on=None,
    conditions="",
):
    """The manager of a fund announces what it helps with; stations may apply from its first day on.

    Args:
        most_per_person: in the unit of the purse, over the whole programme.
        source: the decision it rests on, e.g. the minutes of the fund's committee.

    Raises:
        CannotAnnounceProgramme: with the reason in words.
    """
    if not funds_of(by, Seat.Role.DECIDES).filter(pk=purse.fund_id).exists():
        raise CannotAnnounceProgramme(
            _("Only the fund manager of this fund announces its programmes.")
        )
    if not set(kinds) <= set(purse.kinds):
        raise CannotAnnounceProgramme(
            _("The givers of this purse gave for other kinds of help; choose among theirs.")
        )
    if purse.valid_to < first_on:
        raise CannotAnnounceProgramme(
            _("The givers' conditions have ended by then; choose another purse.")
        )
    try:
        with transaction.atomic():
            programme = AidProgramme.objects.create(
                purse=purse,
                name=name.strip(),
                name_en=name_en.strip(),
                purpose=purpose.strip(),
                kinds=sorted(kinds),
                most_per_person=most_per_person,
                conditions=conditions.strip(),
                source=source.strip(),
                first_on=first_on,
                last_on=last_on,
                opened_by=by,
                opened_at=at,
            )
            note(act="programmes.announce", subject=programme, by=by, at=at, why=programme.source)
    except IntegrityError as refusal:
        raise CannotAnnounceProgramme(in_words(refusal, AidProgramme)) from refusal
    return programme


def end_programme(*, programme, why, by, at):
    """The manager ends a programme early: nobody applies any more; what waits is still answered.

    Raises:
        CannotEndProgramme: with the reason in words.
    """
    if not funds_of(by, Seat.Role.DECIDES).filter(pk=programme.purse.fund_id).exists():
        raise CannotEndProgramme(_("Only the fund manager of this fund ends its programmes."))
    try:
        with transaction.atomic():
            ended = AidProgramme.objects.filter(pk=programme.pk, ended_at=None).update(
                ended_at=at, ended_by=by, ended_why=why.strip()
            )
            if not ended:
                raise CannotEndProgramme(_("This programme ended already."))
            note(act="programmes.end", subject=programme, by=by, at=at, why=why.strip())
    except IntegrityError as refusal:
        raise CannotEndProgramme(in_words(refusal, AidProgramme)) from refusal
