"""What movements of the books are about, as people would say it: whose gift, which payment for what."""

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat

from shanqiao.apps.delivery.models import Payment
from shanqiao.apps.giving.models import Gift

from .followed import GRANT, grant_of


def subjects_of(postings):
    """{number of a posting: (gift, payment)} of the gift or the payment for a grant that it is; of no other posting."""
    postings = list(postings)
    gifts = Gift.objects.filter(posting__in=[posting.pk for posting in postings])
    found = {gift.posting: (gift, None) for gift in gifts.select_related("donor")}
    grants = {posting.pk: grant for posting in postings if (grant := grant_of(posting))}
    paid = Payment.objects.filter(grant__in=set(grants.values())).select_related("grant__need")
    payments = {payment.grant_id: payment for payment in paid}
    for key, grant in grants.items():
        if grant in payments:
            found[key] = None, payments[grant]
    return found


def about_words(postings, text):
    """The postings that are about ``text``: the name of a giver, the reference of a payment, or what was written down."""
    text = text.strip()
    gifts = Gift.objects.filter(
        Q(donor__name__icontains=text) | Q(donor__search_key__icontains=text),
        posting__isnull=False,
    )
    grant = Concat(Value(GRANT), Cast("grant_id", CharField()))
    paid = Payment.objects.filter(reference__icontains=text).annotate(told=grant)
    return postings.filter(
        Q(about__icontains=text)
        | Q(pk__in=gifts.values("posting"))
        | Q(about__in=paid.values("told"))
    )
