"""An identity number as somebody typed it beside what they typed of its holder."""

from django.utils.translation import gettext as _

from shanqiao.engines.identity import CannotReadResidentId, read_resident_id


class CannotRegisterResident(Exception):
    """The identity number is none, or contradicts what was typed beside it."""


def read_number(text, *, born_on, sex):
    """What an identity number tells; None where none is given.

    Raises:
        CannotRegisterResident: it is none, or belongs to somebody of another birthday or sex.
    """
    if not text.strip():
        return None
    try:
        number = read_resident_id(text)
    except CannotReadResidentId as refusal:
        raise CannotRegisterResident(
            _(
                "This is no valid identity number. Please compare it with the card, or leave it empty and add it later."
            )
        ) from refusal
    if born_on and born_on != number.born_on:
        raise CannotRegisterResident(
            _("The identity number says born on %(day)s. Please correct one of the two.")
            % {"day": number.born_on}
        )
    if sex != number.sex:
        raise CannotRegisterResident(
            _(
                "The identity number belongs to somebody of the other sex. Please correct one of the two."
            )
        )
    return number
