"""Numbers that look right and belong to nobody."""

# Note [Nobody's numbers]
# ~~~~~~~~~~~~~~~~~~~~~~~
# Whatever reads a number here must find nothing wrong with it, and yet it must not be anybody's:
#   identity numbers end in the serials 996 to 999 and a right check digit. The numbers of fifteen places
#     kept these four serials for people of a hundred years and more, and nobody here was born before 1927;
#   telephone numbers are of eight places after 020 and begin with 0, as no number of the city does;
#   account numbers begin with 0000, while those of banks begin with the number of a bank or a place;
#   organisation codes begin with 0000, while those of civil affairs begin with a letter or a 5.

_CHECK_OF_ID = "10X98765432"
_WEIGHTS_OF_ID = [pow(2, 17 - place, 11) for place in range(17)]
_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WEIGHTS_OF_CODE = (3, 7, 9, 10, 5, 8, 4, 2)
_FORMS = {"association": "51", "service_org": "52", "foundation": "53", "company": "91"}


def identity_number(*, area, born_on, sex, chance):
    """Eighteen places with area, birth date, sex and check digit. See Note [Nobody's numbers].

    Args:
        area: 6 digits.

    Source:
        GB 11643-1999, check digit by ISO 7064 MOD 11-2.
    """
    serial = chance.choice(("996", "998") if sex == "female" else ("997", "999"))
    body = f"{area}{born_on:%Y%m%d}{serial}"
    total = sum(int(digit) * w for digit, w in zip(body, _WEIGHTS_OF_ID, strict=True))
    return body + _CHECK_OF_ID[total % 11]


def telephone(*, chance):
    """A telephone of the city. See Note [Nobody's numbers]."""
    return f"020-0{chance.randrange(10**7):07d}"


def account_number(*, chance):
    """Nineteen places of an account. See Note [Nobody's numbers]."""
    return f"0000{chance.randrange(10**15):015d}"


def credit_code(*, form, n):
    """The unified social credit code of the n-th invented organisation. See Note [Nobody's numbers].

    Source:
        GB 32100-2015 around an organisation code of GB 11714-1997.
    """
    organisation = f"{n:08d}"
    total = sum(_CODE.index(x) * w for x, w in zip(organisation, _WEIGHTS_OF_CODE, strict=True))
    check = 11 - total % 11
    organisation += {10: "X", 11: "0"}.get(check, str(check))
    body = f"{_FORMS[form]}440100{organisation}"
    total = sum(_LETTERS.index(x) * pow(3, place, 31) for place, x in enumerate(body))
    return body + _LETTERS[(31 - total % 31) % 31]
