"""What a resident is called where nobody needs to know who it is."""

from shanqiao.apps.sealing.fields import token_of

LETTERS = "ACDEFHJKLMNPRTUVWXY34679"  # none that is easily taken for another
LENGTH = 8
WHO_IT_IS = ("name", "search_key", "id_number", "id_token", "id_tail", "phone", "address")


def without_names(rows, *, path):
    """The rows, without fetching or unsealing what says who the resident at ``path`` is."""
    return rows.defer(*(f"{path}__{field}" for field in WHO_IT_IS))


def code_of(resident_id):
    """Eight letters in two groups, the same every time; nobody finds the resident from them without the city's key.

    24^8 codes: among a million residents about five pairs share one, so it names a row to people
    and is never asked of the database as an identity.
    """
    number = int(token_of(str(resident_id), place="residents.pseudonym"), 16)
    letters = []
    for _place in range(LENGTH):
        number, letter = divmod(number, len(LETTERS))
        letters.append(LETTERS[letter])
    return f"{''.join(letters[:4])}-{''.join(letters[4:])}"


def looks_like(text):
    """The letters of a code, or of its beginning, in what somebody typed; "" where there are none."""
    letters = "".join(text.upper().replace("-", "").split())
    return letters if letters and all(letter in LETTERS for letter in letters) else ""


def residents_called(text, *, among):
    """Which of the residents ``among`` (identities) have a code that begins with what was typed."""
    letters = looks_like(text)
    if not letters:
        return []
    return [pk for pk in set(among) if code_of(pk).replace("-", "").startswith(letters)]
