from shanqiao.apps.sealing.fields import token_of

from .models import Donor
from .phones import digits_of

PHONE = "giving.donor.phone"


def known_donor(*, host, kind, name="", uscc="", phone=""):
    """The donor of a host who is meant by what was told, or None.

    An enterprise is known by its code; a person by name and telephone. A name alone is nobody: two givers may share it.
    """
    mine = Donor.objects.filter(host=host, kind=kind)
    if uscc := uscc.strip().upper():
        return mine.filter(uscc=uscc).first()
    if digits := digits_of(phone):
        return mine.filter(name=name.strip(), phone_token=token_of(digits, place=PHONE)).first()
    return None
