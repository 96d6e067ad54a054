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
    "residents.end_care": _("ended the care for a resident"),
    "residents.change": _("changed what is known of a resident"),
    "residents.add_name": _("added a name of a resident"),
    "residents.add_phone": _("added a telephone of a resident"),
    "residents.add_residence": _("added a place of a resident"),
    "residents.add_document": _("added a document of a resident"),
    "residents.end_fact": _("wrote down that something holds no longer"),
    "residents.write_departure": _("wrote down that a resident died or moved away"),
    "residents.take_departure_back": _("took back that a resident died or moved away"),
    "residents.form_household": _("formed a household"),
    "residents.join_household": _("added somebody to a household"),
    "residents.leave_household": _("let somebody leave a household"),
    "residents.change_head": _("changed the head of a household"),
    "residents.dissolve_household": _("dissolved a household"),
    "residents.ask_city": _("asked whether somebody is known in the city"),
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
    "residents.departure": _("death or move"),
    "residents.name": _("name"),
    "residents.phonenumber": _("telephone"),
    "residents.residence": _("place"),
    "residents.identitydocument": _("document of a person"),
    "residents.household": _("household"),
    "residents.membership": _("membership of a household"),
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
