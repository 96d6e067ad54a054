"""One sign-in for each desk of the generated city, with its password and second factor."""

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from shanqiao.apps.people.actions import show_sign_in
from shanqiao.apps.people.models import DemonstrationSignIn


def show_sign_ins(*, staff, desk, team, supervisor, adjudicators, keepers, at):
    """Two social workers of one station, the four who hold seats at one host, a supervisor, two adjudicators and two rule keepers can be signed in as.

    Raises:
        NoDemonstration: this installation is a real city.
    """
    of = DemonstrationSignIn.Desk
    for person, where in (
        (desk.workers[0], of.STATION),
        (desk.workers[1], of.STATION),
        (team.handler, of.HANDLER),
        *((manager, of.MANAGER) for manager in team.managers),
        (team.cashier, of.CASHIER),
        (supervisor, of.SUPERVISOR),
        *((person, of.ADJUDICATOR) for person in adjudicators),
        *((person, of.RULES) for person in keepers),
    ):
        show_sign_in(person=person, desk=where, password=staff.passwords[person.username], at=at)
        TOTP.activate(person, generate_totp_secret())
