from datetime import date

import pytest
from id_validator import validator

from shanqiao.engines.identity import CannotReadResidentId, is_credit_code, read_resident_id


@pytest.mark.parametrize("code", ["53330200MJ8959573D", "G1610000713522976L"])
def test_a_credit_code_may_begin_with_a_letter(code):
    assert is_credit_code(code)


@pytest.mark.parametrize(
    "code", ["53330200MJ8959573E", "53330200MJ895957", "53330200MI8959573D", ""]
)
def test_what_is_no_credit_code(code):
    assert not is_credit_code(code)


@pytest.mark.parametrize(
    "area", ["440101", "440102", "440103", "440104", "440105", "440111", "440112"]
)
@pytest.mark.parametrize("year", [1938, 1950, 1970])
def test_old_people_of_guangzhou_are_read(area, year):
    """Number checkers that know only today's areas refuse them."""
    body = f"{area}{year}0102123"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    check = "10X98765432"[sum(int(a) * b for a, b in zip(body, weights, strict=True)) % 11]

    found = read_resident_id(body + check)

    assert (found.born_on, found.sex, found.tail) == (date(year, 1, 2), "male", f"123{check}")


def test_fifteen_places_are_read_as_eighteen():
    old = "440102501002123"

    found = read_resident_id(old)

    assert len(found.number) == 18 and found.born_on == date(1950, 10, 2)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "440102195001021231",
        "440102195013021239",
        "110000000X00000000",
        "11000000X000000",
    ],
)
def test_what_is_no_identity_number(text):
    with pytest.raises(CannotReadResidentId):
        read_resident_id(text)


def test_a_residence_permit_is_read():
    body = "81000019900307001"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    check = "10X98765432"[sum(int(a) * b for a, b in zip(body, weights, strict=True)) % 11]

    assert read_resident_id(body + check).sex == "male"
    assert validator.is_valid(body + check)
