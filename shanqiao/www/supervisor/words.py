"""The record's codes in words: what was done, and to what."""

from django.utils.translation import gettext_lazy as _

from shanqiao.stories.pseudonyms import code_of

CLOCK = "clock"
ROOMS = {
    "places": _("Places"),
    "people": _("People who work here"),
    "files": _("Documents"),
    "registry": _("Organisations"),
    "residents": _("Residents"),
    "needs": _("Needs"),
    "funds": _("Funds"),
    "matching": _("Proposals and grants"),
    "inquiries": _("Questions of organisations"),
    "delivery": _("Payments and receipts"),
    "disclosure": _("Statements"),
    "record": _("The record itself"),
}
ACTS = {
    "places.open_station": _("opened a station"),
    "station.export_residents": _("exported the list of residents"),
    "people.admit": _("admitted a person"),
    "people.give_post": _("gave a post"),
    "people.end_post": _("ended a post"),
    "people.show_sign_in": _("showed a sign-in of the demonstration"),
    "files.keep": _("handed in a document"),
    "registry.register": _("registered an organisation"),
    "registry.certificate": _("entered a fundraising certificate"),
    "residents.register": _("registered a resident"),
    "residents.begin_care": _("began to look after a resident"),
    "residents.give_consent": _("witnessed a consent"),
    "residents.withdraw_consent": _("witnessed the withdrawal of a consent"),
    "needs.register": _("wrote down a need"),
    "needs.assess": _("signed an assessment"),
    "needs.close": _("closed a need"),
    "funds.open": _("opened a fund"),
    "funds.give_seat": _("gave a seat at a fund"),
    "funds.open_purse": _("opened a purse"),
    "funds.receive": _("received a gift"),
    "funds.pause": _("paused a purse"),
    "funds.end_pause": _("ended a pause"),
    "matching.ask_for_plan": _("asked for a plan"),
    "matching.propose": _("proposed a plan"),
    "matching.try_condition": _("tried a condition of a purse"),
    "matching.approve": _("approved a grant"),
    "matching.decline": _("declined a proposal"),
    "matching.release": _("took a grant back"),
    "inquiries.propose": _("proposed what an organisation may ask"),
    "inquiries.approve": _("approved what an organisation may ask"),
    "inquiries.end": _("ended what an organisation may ask"),
    "inquiries.issue_key": _("issued a key"),
    "inquiries.revoke_key": _("revoked a key"),
    "inquiries.ask": _("asked by tokens"),
    "inquiries.refuse": _("was refused a question"),
    "delivery.pay": _("paid a grant"),
    "delivery.confirm": _("confirmed what arrived"),
    "disclosure.publish": _("published a month"),
    "disclosure.correct": _("corrected a statement"),
    "record.export": _("took lines of the record along as a file"),
}
SUBJECTS = {
    "places.station": _("station"),
    "people.person": _("person"),
    "people.post": _("post"),
    "people.demonstrationsignin": _("sign-in"),
    "files.document": _("document"),
    "registry.organisation": _("organisation"),
    "registry.fundraisingcertificate": _("certificate"),
    "residents.resident": _("resident"),
    "residents.care": _("care"),
    "residents.consent": _("consent"),
    "needs.need": _("need"),
    "needs.assessment": _("assessment"),
    "funds.fund": _("fund"),
    "funds.seat": _("seat"),
    "funds.purse": _("purse"),
    "funds.pause": _("pause"),
    "matching.plan": _("plan"),
    "matching.planrequest": _("request for a plan"),
    "matching.planchange": _("change of a plan"),
    "matching.trial": _("trial of a condition"),
    "matching.proposal": _("proposal"),
    "matching.grant": _("grant"),
    "matching.release": _("taking back"),
    "matching.decline": _("refusal"),
    "inquiries.purpose": _("purpose"),
    "inquiries.purposekey": _("key"),
    "inquiries.inquiry": _("question"),
    "delivery.payment": _("payment"),
    "delivery.receipt": _("receipt"),
    "disclosure.statement": _("statement"),
}


def act_in_words(act):
    return ACTS.get(act, act)


def subject_in_words(subject):
    """``needs.need:12`` is need 12; a resident is called by their code."""
    label, _colon, pk = subject.partition(":")
    name = pk if label != "residents.resident" else code_of(int(pk))
    return f"{SUBJECTS.get(label, label)} {name}"
