"""What the letters of referrals and of guidance say, as plain words for their templates."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from shanqiao.apps.needs.kinds import Unit

from .guidance import Fit


def letter_to_agency(referral, link, *, address, square_code, language, by_exception):
    """A referral for an organisation without an account: what is asked, never whose need it is.

    Args:
        address: of the page where it answers once.
        square_code: text -> the drawing of its square code.
        by_exception: could the resident not be asked, so that two people decided?
    """
    resident = referral.need.resident
    return {
        "to": str(referral.organisation),
        "station": str(referral.station),
        "owner": str(referral.owner),
        "kind": str(referral.need.get_kind_display()),
        "item": referral.need.item,
        "much": amount_in_words(referral.count, referral.unit),
        "street": str(resident.street),
        "words": referral.words,
        "wanted_by": day_in_words(referral.wanted_by),
        "open_until": day_in_words(link.expires_at),
        "address": address,
        "code_svg": square_code(address),
        "by_exception": by_exception,
        "written_on": day_in_words(link.made_at),
        "language": language,
    }


def guidance_told(resident, guidance, *, station, at):
    """Guidance as a letter takes it: for each need what to ask for, with which papers, and why others do not fit."""
    return {
        "name": resident.name,
        "station": str(station),
        "day": day_in_words(at),
        "agrees": guidance.agrees,
        "needs": [_need_told(one) for one in guidance.needs],
    }


def _need_told(guided):
    lacking = "" if not guided.lacking else amount_in_words(guided.lacking, guided.unit)
    return {
        "kind": str(guided.need.get_kind_display()),
        "item": guided.need.item,
        "lacking": lacking,
        "assessed": guided.lacking is not None,
        "fits": [
            {
                "name": one.name,
                "fit": str(Fit(one.fit).label),
                "most": amount_in_words(one.most, one.unit) if one.most else "",
                "papers": list(one.papers),
                "missing": list(one.missing),
                "says": list(one.says),
            }
            for one in guided.fitting[:6]
        ],
        "others": [{"name": one.name, "why": " ".join(one.says)} for one in guided.failing[:6]],
    }


def amount_in_words(count, unit):
    """¥1,234.50, or 30 meals, as letters say it."""
    if unit == "fen":
        return f"¥{count / 100:,.2f}"
    return _("%(n)s %(unit)s") % {"n": f"{count:,}", "unit": Unit(unit).label}


def day_in_words(value):
    value = localtime(value).date() if hasattr(value, "hour") else value
    return date_format(value, _("j F Y"))
