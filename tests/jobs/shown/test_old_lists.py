"""A station of the generated city has taken in its old cases, and has a list of contacts to look at."""

import pytest

from shanqiao.apps.earlier.models import EarlierCase, EarlierList

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


def test_old_cases_are_taken_in_and_a_list_of_contacts_waits():
    taken, waits = EarlierList.objects.order_by("pk")
    assert (taken.kind, bool(taken.taken_at)) == ("cases", True)
    assert (waits.kind, bool(waits.compared_at), waits.taken_at) == ("contacts", True, None)
    assert sorted(waits.rows.values_list("answer", flat=True)) == ["kept", "kept", "wrong"]
    ended, still = EarlierCase.objects.order_by("line")
    assert (ended.case, still.opened) == (None, True)
