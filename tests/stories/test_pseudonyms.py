import pytest

from shanqiao.stories.grants import grants_of
from shanqiao.stories.proposals import proposals_of
from shanqiao.stories.pseudonyms import code_of, residents_called
from tests.factories import a_fund, a_grant, a_manager, a_proposal, a_purse


def test_a_resident_is_called_the_same_every_time_and_not_by_number():
    assert code_of(7) == code_of(7) != code_of(8)
    assert len(code_of(7)) == 9


def test_ten_thousand_residents_have_ten_thousand_codes():
    assert len({code_of(pk) for pk in range(10_000)}) == 10_000


def test_another_key_gives_other_names(settings):
    before = code_of(7)
    settings.FIELD_KEY = bytes(32)

    assert code_of(7) != before


def test_a_resident_is_found_by_the_beginning_of_the_code():
    typed = code_of(41)[:6].lower()

    assert residents_called(typed, among=range(100)) == [41]


def test_words_that_are_no_code_find_nobody():
    assert residents_called("沙面街道", among=range(100)) == []
    assert residents_called("", among=range(100)) == []


@pytest.mark.django_db
def test_what_says_who_it_is_is_not_even_fetched():
    fund = a_fund()
    manager = a_manager(fund)
    proposal = a_proposal(purse=a_purse(fund=fund))
    a_grant(proposal=a_proposal(purse=a_purse(fund=fund)), manager=manager)

    for rows in (proposals_of(manager), grants_of(manager)):
        hidden = rows.get().need.resident.get_deferred_fields()
        assert {"name", "id_number", "phone", "address"} <= hidden
    assert proposals_of(manager).get().plan.get_deferred_fields() == {"facts", "summary"}
    assert proposals_of(manager).get() == proposal
