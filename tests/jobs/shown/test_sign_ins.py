"""Who may sign in to the generated city."""

import pytest
from django.core.management import call_command

from shanqiao.apps.people.models import DemonstrationSignIn, Person

pytestmark = pytest.mark.django_db


@pytest.mark.thorough
def test_each_desk_has_somebody_to_sign_in_as_with_password_and_code(capsys, settings):
    settings.DEMONSTRATION = True

    call_command("sign_ins")

    told = capsys.readouterr().out
    shown = DemonstrationSignIn.objects.select_related("person").order_by("pk")
    assert [s.desk for s in shown] == [
        "station", "station", "handler", "manager", "manager", "cashier", "supervisor", "adjudicator", "adjudicator",
        "rules", "rules",
        "counsellor", "station_supervisor",
    ]  # fmt: skip
    for one in shown:
        assert one.person.check_password(one.password)
        assert one.person.authenticator_set.filter(type="totp").count() == 1
        assert one.person.username in told
        assert one.password in told
    others = Person.objects.exclude(pk__in=[one.person_id for one in shown])
    assert not any(person.has_usable_password() for person in others)
