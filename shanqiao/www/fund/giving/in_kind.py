from django.urls import reverse
from django.utils.translation import gettext as _

from shanqiao.apps.giving.actions import CannotRegisterDonor, CannotTakeGift
from shanqiao.apps.giving.goods import take_in_kind_from
from shanqiao.apps.record.clock import now
from shanqiao.stories.purses import purses_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.words import quantity

from ..door import takes_gifts
from .asking import ask
from .more_forms import InKindForm

OF_A_DONOR = ("kind", "name", "phone", "uscc")


@only(takes_gifts)
def new(request):
    def act(key, **told):
        giver = {name: told.pop(name) for name in OF_A_DONOR}
        return take_in_kind_from(giver=giver, key=f"form {key}", by=request.user, at=now(), **told)

    return ask(
        request,
        InKindForm(request.POST or None, purses=purses_of(request.user)),
        act=act,
        refusals=(CannotTakeGift, CannotRegisterDonor),
        says=lambda gift: (
            _("%(much)s are in the purse.") % {"much": quantity(gift.amount, gift.unit)}
        ),
        onward=lambda gift: ("fund:gift", gift.pk),
        title=_("Goods, services, hours"),
        lead=_("What is given is counted in its own unit; what it is worth stands beside it."),
        button=_("Take the gift"),
        back=(reverse("fund:gifts"), _("Gifts")),
    )
