from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.registry.models import Organisation


def hosts_of(person):
    """The charities for whose funds ``person`` is cashier."""
    funds = funds_of(person, Seat.Role.PAYS)
    return Organisation.objects.filter(pk__in=funds.values("host")).order_by("pk")
