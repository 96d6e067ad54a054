from django.contrib import messages
from django.db.models import Sum
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shanqiao.apps.funds.models import Seat
from shanqiao.apps.funds.queries import funds_of
from shanqiao.apps.giving.actions import (
    CannotRegisterDonor,
    CannotTakeGift,
    take_gift_from,
)
from shanqiao.apps.giving.boxes import CannotUseBox, deposit_cash
from shanqiao.apps.giving.models import AgreementWish, Gift
from shanqiao.apps.giving.undoing import CannotUndoGift, undo_gift
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.clock import now
from shanqiao.stories.both_ways import became
from shanqiao.stories.gifts import (
    cash_to_pay_in,
    donors_of,
    gifts_of,
    months_of_gifts,
    questions_of,
)
from shanqiao.stories.purses import purses_of
from shanqiao.www.parts.door import only
from shanqiao.www.parts.lists import Empty, listing
from shanqiao.www.parts.words import quantity, yuan

from ..door import decides, has_a_seat, takes_gifts
from ..followed_file import followed_file
from .asking import ask
from .box_forms import DepositForm
from .filters import DonorFilter, GiftFilter
from .forms import GiftForm, platform_choices
from .more_forms import WhyForm
from .pictures import months_drawn
from .tables import DonorTable, GiftTable

BECAME = 10  # the largest; the file has all of them
OF_A_DONOR = ("kind", "name", "phone", "uscc", "shown")


@only(has_a_seat)
def browse(request):
    may = takes_gifts(request.user)
    return listing(
        request,
        table=GiftTable,
        filters=GiftFilter,
        rows=gifts_of(request.user),
        template="fund/giving/gifts.html",
        file_name="gifts",
        sentence=_sentence,
        empty=Empty(
            says=gettext_lazy("No gift is written down yet. What givers bring stands here."),
            step=gettext_lazy("Write down a gift") if may else "",
            url_name="fund:gift-new" if may else "",
        ),
        context={
            "may_take": may,
            "picture": months_drawn(months_of_gifts(request.user, on=localdate(now()))),
            "to_pay_in": cash_to_pay_in(request.user).count(),
            "to_answer": questions_of(request.user).filter(answer=None).count(),
        },
        note_export=lambda kind: _note_export(request, kind),
    )


@only(takes_gifts)
def new(request):
    purses = purses_of(request.user).filter(fund__in=_my_funds(request.user))
    form = GiftForm(request.POST or None, purses=purses)
    if form.is_valid() and (gift := _taken(request, form)):
        messages.success(
            request,
            _("%(number)s: %(much)s from %(donor)s are in the purse “%(purse)s”.")
            % {
                "number": gift.number,
                "much": quantity(gift.amount, gift.unit),
                "donor": gift.donor,
                "purse": gift.purse.label,
            },
        )
        return redirect("fund:gift", pk=gift.pk)
    status = 422 if form.errors else 200
    return render(request, "fund/giving/gift_new.html", {"form": form}, status=status)


@only(has_a_seat)
def show(request, pk):
    gift = get_object_or_404(gifts_of(request.user), pk=pk)
    pieces, unused = became(gift.posting) if gift.posting else ([], None)
    stands = not hasattr(gift, "undoing") and not hasattr(gift, "deposit")
    data = {
        "gift": gift,
        "platform": dict(platform_choices()).get(gift.platform) if gift.platform else "",
        "wish": AgreementWish.objects.filter(gift=gift).select_related("agreement").first(),
        "became": pieces[:BECAME],
        "more_became": len(pieces) - BECAME,
        "unused": unused,
        "may_undo": stands and not hasattr(gift, "tally") and _decides(request.user, gift),
        "receipts": gift.receipts.select_related("book", "voiding").order_by("-pk"),
        "may_take": takes_gifts(request.user),
        "may_pay_in": stands and gift.how == Gift.How.CASH,
    }
    return render(request, "fund/giving/gift.html", data)


@only(has_a_seat)
def as_followed(request, pk):
    """Everything a gift became, as a file."""
    gift = get_object_or_404(gifts_of(request.user), pk=pk)
    note(act="books.export", subject=gift, by=request.user, at=now(), why="became, csv")
    pieces = became(gift.posting)[0] if gift.posting else []
    return followed_file(pieces, unit=gift.unit, name=gift.number)


as_followed.no_page = True  # a file to take along


@only(decides)
def undo(request, pk):
    gift = get_object_or_404(gifts_of(request.user), pk=pk)
    return ask(
        request,
        WhyForm(request.POST or None),
        act=lambda why: undo_gift(gift=gift, why=why, by=request.user, at=now()),
        refusals=(CannotUndoGift,),
        says=lambda _undoing: _("Undone. The purse has it no more; the gift stays to be read."),
        onward=lambda _undoing: ("fund:gift", pk),
        title=_("Undo the gift %(number)s") % {"number": gift.number},
        lead=_("%(much)s from %(donor)s leave the purse again, if nothing of it is used.")
        % {"much": quantity(gift.amount, gift.unit), "donor": gift.donor},
        button=_("Undo it"),
        back=(reverse("fund:gift", args=[pk]), gift.number),
    )


@only(has_a_seat)
def pay_in(request, pk):
    gift = get_object_or_404(gifts_of(request.user), pk=pk)
    return ask(
        request,
        DepositForm(request.POST or None),
        act=lambda **told: deposit_cash(gift=gift, by=request.user, at=now(), **told),
        refusals=(CannotUseBox,),
        says=lambda _deposit: _("The money is at the bank."),
        onward=lambda _deposit: ("fund:gift", pk),
        title=_("Pay it in"),
        lead=_("%(sum)s are cash in hand until they are at the bank.") % {"sum": yuan(gift.amount)},
        button=_("It is paid in"),
        back=(reverse("fund:gift", args=[pk]), gift.number),
    )


@only(has_a_seat)
def donors(request):
    return listing(
        request,
        table=DonorTable,
        filters=DonorFilter,
        rows=donors_of(request.user),
        template="fund/giving/donors.html",
        file_name="givers",
        sentence=_sentence_of_donors,
        empty=Empty(says=gettext_lazy("Nobody is written down yet; a giver comes with the gift.")),
        note_export=lambda kind: _note_export(request, kind),
    )


@only(has_a_seat)
def donor(request, pk):
    person = request.user
    giver = get_object_or_404(donors_of(person), pk=pk)
    data = {
        "donor": giver,
        "gifts": gifts_of(person).filter(donor=giver)[:50],
        "may_take": takes_gifts(person),
    }
    return render(request, "fund/giving/donor.html", data)


def _taken(request, form):
    told, at = dict(form.cleaned_data), now()
    giver = {name: told.pop(name) for name in OF_A_DONOR}
    key, wants = f"form {told.pop('key')}", told.pop("wants_agreement")
    try:
        return take_gift_from(
            giver=giver, key=key, wants_agreement=wants, by=request.user, at=at, **told
        )
    except (CannotTakeGift, CannotRegisterDonor) as refusal:
        form.add_error(None, str(refusal))
        return None


def _decides(person, gift):
    return funds_of(person, Seat.Role.DECIDES).filter(pk=gift.purse.fund_id).exists()


def _my_funds(person):
    return funds_of(person, Seat.Role.PROPOSES, Seat.Role.PAYS)


def _note_export(request, kind):
    note(act="giving.export", subject=request.user, by=request.user, at=now(), why=kind)


def _sentence(rows):
    gifts = rows.order_by()
    count = gifts.count()
    if not count:
        return ""
    words = ngettext("%(n)s gift", "%(n)s gifts", count) % {"n": f"{count:,}"}
    fen = gifts.standing().filter(unit="fen").aggregate(all=Sum("amount"))["all"]
    if fen:
        words += _(", together %(sum)s in money") % {"sum": yuan(fen)}
    return words + _(".")


def _sentence_of_donors(rows):
    count = rows.order_by().count()
    return ngettext("%(n)s giver.", "%(n)s givers.", count) % {"n": f"{count:,}"} if count else ""
