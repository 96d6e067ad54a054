import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.paying.models import Payee
from shanqiao.stories.money_out import to_approve
from shanqiao.stories.pseudonyms import residents_called

from ..filters import EVERY, GrantFilter


class ApprovalFilter(GrantFilter):
    """As grants are narrowed, and to those that wait for one's own word."""

    state = None
    waits = filters.ChoiceFilter(
        label=_("Waits for"),
        choices=[("me", _("my word"))],
        method="waits_for",
        empty_label=_("anything"),
    )

    def waits_for(self, rows, _name, _who):
        return rows.filter(pk__in=to_approve(self.request.user).order_by().values("pk"))


class _OfFunds(filters.FilterSet):
    fund = filters.ChoiceFilter(label=_("Fund"), empty_label=EVERY)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        funds = funds_of(self.request.user).order_by("pk")
        self.filters["fund"].extra["choices"] = [(fund.pk, str(fund)) for fund in funds]


class PayeeFilter(_OfFunds):
    q = filters.CharFilter(label=_("Search"), method="search")
    whose = filters.ChoiceFilter(label=_("Whose account"), choices=Payee.Whose, empty_label=EVERY)
    state = filters.ChoiceFilter(
        label=_("State"),
        choices=[
            ("waits", _("waits to be compared")),
            ("ready", _("checked")),
            ("refused", _("does not agree")),
            ("ended", _("used no longer")),
        ],
        method="at_state",
        empty_label=EVERY,
    )
    odd = filters.ChoiceFilter(
        label=_("To look at"),
        choices=[("shared", _("shared by residents")), ("name", _("in another name"))],
        method="that_are_odd",
        empty_label=EVERY,
    )

    def search(self, rows, _name, text):
        text = text.strip()
        residents = rows.order_by().values_list("resident", flat=True).distinct()
        return rows.filter(
            Q(tail=text)
            | Q(bank__icontains=text)
            | Q(resident__in=residents_called(text, among=filter(None, residents)))
        )

    def at_state(self, rows, _name, state):
        match state:
            case "waits":
                return rows.filter(check_said=None, end=None)
            case "ready":
                return rows.filter(check_said__agrees=True, end=None)
            case "refused":
                return rows.filter(check_said__agrees=False, end=None)
            case _:
                return rows.filter(end__isnull=False)

    def that_are_odd(self, rows, _name, what):
        return rows.filter(is_shared=True) if what == "shared" else rows.filter(name_agrees=False)


class MissingFilter(GrantFilter):
    state = None


class BatchFilter(_OfFunds):
    state = filters.ChoiceFilter(
        label=_("State"),
        choices=[("open", _("waits for the bank")), ("failed", _("with failed lines"))],
        method="at_state",
        empty_label=EVERY,
    )

    def at_state(self, rows, _name, state):
        if state == "open":
            return rows.filter(waiting_count__gt=0)
        return rows.filter(failed_count__gt=0)


class SampleFilter(_OfFunds):
    pass


class AskedBackFilter(filters.FilterSet):
    fund = filters.ChoiceFilter(label=_("Fund"), field_name="grant__purse__fund", empty_label=EVERY)
    state = filters.ChoiceFilter(
        label=_("State"),
        choices=[("stands", _("to come back")), ("settled", _("settled")), ("waived", _("waived"))],
        method="at_state",
        empty_label=EVERY,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        funds = funds_of(self.request.user).order_by("pk")
        self.filters["fund"].extra["choices"] = [(fund.pk, str(fund)) for fund in funds]

    def at_state(self, rows, _name, state):
        stands = rows.outstanding().values("pk")
        match state:
            case "stands":
                return rows.filter(pk__in=stands)
            case "waived":
                return rows.exclude(waived_at=None)
        return rows.filter(waived_at=None).exclude(pk__in=stands)
