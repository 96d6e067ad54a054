"""The charities under which funds stand; their property is booked with them. Source: rules CF-01, FR-08."""

from dataclasses import dataclass
from datetime import date

from shanqiao.apps.registry.actions import file_certificate, register_organisation
from shanqiao.apps.registry.models import Organisation

from .chance import Chance
from .numbers import credit_code
from .staff import Team

# Invented names; the mark behind them says so wherever they are read.
_NAMES = {
    "木棉": "Kapok", "榕荫": "Banyan", "珠水": "Pearl River", "云岭": "Cloud Ridge", "素馨": "Jasmine",
    "白兰": "White Champaca", "荔香": "Lychee", "晨曦": "Daybreak", "同舟": "One Boat", "和风": "Fair Wind",
    "暖阳": "Warm Sun", "青萝": "Green Vine", "禾穗": "Ear of Rice", "知行": "Word and Deed", "长堤": "Long Dyke",
}  # fmt: skip
_ENDINGS = {
    "慈善基金会": ("Charity Foundation", Organisation.Form.FOUNDATION),
    "慈善会": ("Charity Federation", Organisation.Form.ASSOCIATION),
    "公益服务中心": ("Public Benefit Centre", Organisation.Form.SERVICE_ORG),
    "公益基金会": ("Public Benefit Foundation", Organisation.Form.FOUNDATION),
}


@dataclass(frozen=True, kw_only=True)
class Host:
    organisation: Organisation
    team: Team


def open_hosts(*, size, staff, today, at):
    """Hosts with a certificate and a team each; the team of the first can be signed in as."""
    chance = Chance(size.name, "hosts")
    return [_host(n, staff, today, at, chance) for n in range(size.hosts)]


def _host(n, staff, today, at, chance):
    name = list(_NAMES)[n % len(_NAMES)]
    ending = list(_ENDINGS)[(n + n // len(_NAMES)) % len(_ENDINGS)]
    ending_en, form = _ENDINGS[ending]
    organisation = register_organisation(
        name=f"{name}{ending}（演示）",
        name_en=f"{_NAMES[name]} {ending_en} (demonstration)",
        uscc=credit_code(form=form, n=n + 1),
        form=form,
        registered_on=date(today.year - chance.randrange(3, 25), 3, 1),
        at=at,
    )
    file_certificate(
        holder=organisation,
        number=f"演示{today.year - 2}-{n + 1:03d}",
        valid_from=date(today.year - 2, 1, 1),
        valid_to=date(today.year + 2, 12, 31),
        at=at,
    )
    return Host(organisation=organisation, team=staff.team(shown=n == 0))
