"""What stations get to know of residents beside their needs: other names and numbers, papers, who lives with whom."""

from datetime import timedelta

from shanqiao.apps.needs.models import Need
from shanqiao.apps.residents.changing import (
    add_document,
    add_name,
    add_phone,
    add_residence,
    change_resident,
)
from shanqiao.apps.residents.households import form_household
from shanqiao.apps.residents.leaving import write_departure
from shanqiao.apps.residents.models import Departure, IdentityDocument, Name, PhoneNumber, Residence

from .chance import Chance
from .days import DAY, at_work
from .names import given_name
from .numbers import telephone

FEW = 120  # residents of whom each of these things is known; a large city is not filled for longer
RELATIVES = ("女儿", "儿子", "侄子", "外甥女", "邻居")
FROM = (
    "湖南省衡阳市祁东县",
    "广西壮族自治区玉林市",
    "江西省赣州市",
    "广东省茂名市高州市",
    "河南省信阳市",
)
CLOSED = {Need.Closing.DIED: Departure.Kind.DIED, Need.Closing.MOVED: Departure.Kind.MOVED}
WORDS = {Departure.Kind.DIED: "家属来站告知", Departure.Kind.MOVED: "居民告知迁往佛山"}


class Beside:
    """Puts down in the diary what is told some days after somebody came."""

    def __init__(self, *, size, diary):
        self._chance, self._diary = Chance(size.name, "beside"), diary
        self._share = min(0.3, FEW / size.residents)

    def hear_of(self, newcomers, *, at):
        """These residents were registered in this week."""
        for one in newcomers:
            for tell in (self._name, self._phone, self._place, self._paper, self._correct):
                if self._chance.happens(self._share):
                    self._soon(at, tell, who=one)
        homes = {}
        for one in newcomers:
            homes.setdefault(one.facts["address"], []).append(one)
        for together in homes.values():
            if len(together) > 1 and self._chance.happens(3 * self._share):
                self._soon(at, self._household, together=together)

    def say_who_left(self, *, at):
        """Whose needs were closed because they died or moved away, and who has no other: it is written down of them too."""
        closed = Need.objects.filter(closed_why__in=CLOSED).exclude(resident__needs__closed_at=None)
        for need in (
            closed.select_related("resident", "told_to")
            .order_by("resident", "pk")
            .distinct("resident")[:20]
        ):
            kind = CLOSED[need.closed_why]
            write_departure(
                resident=need.resident,
                kind=kind,
                on=need.closed_at.date(),
                words=WORDS[kind],
                by=need.told_to,
                at=at,
            )

    def _name(self, *, at, who):
        """A nickname, or what they were called before."""
        name = who.facts["name"]
        kind = self._chance.choice((Name.Kind.OTHER, Name.Kind.FORMER))
        written = f"阿{name[-1]}"
        if kind == Name.Kind.FORMER:
            drawn = given_name(
                born_on=who.facts["born_on"], sex=who.facts["sex"], chance=self._chance
            )
            written = name[:1] + drawn
        add_name(resident=who.row, kind=kind, written=written, by=who.by, at=at)

    def _phone(self, *, at, who):
        add_phone(
            resident=who.row,
            whose=PhoneNumber.Whose.RELATIVE,
            relation=self._chance.choice(RELATIVES),
            number=telephone(chance=self._chance),
            by=who.by,
            at=at,
        )

    def _place(self, *, at, who):
        if who.facts["local"] is False:
            add_residence(
                resident=who.row,
                kind=Residence.Kind.REGISTERED,
                address=self._chance.choice(FROM),
                by=who.by,
                at=at,
            )

    def _paper(self, *, at, who):
        """Papers whose numbers are nobody's: they hold an invented identity number, or begin with 示例."""
        facts, kinds = who.facts, IdentityDocument.Kind
        seen = {"resident": who.row, "by": who.by, "at": at}
        if facts["disability"] and facts["id_number"]:
            number = f"{facts['id_number']}{self._chance.randrange(1, 8)}{facts['disability']}"
            add_document(kind=kinds.DISABILITY_CARD, number=number, **seen)
        if facts["hardship"] == "dibao":
            number = f"示例{self._chance.randrange(10**6):06d}"
            add_document(kind=kinds.DIBAO_CARD, number=number, **seen)

    def _correct(self, *, at, who):
        """A new telephone; the old one stays known."""
        change_resident(
            resident=who.row,
            phone=telephone(chance=self._chance),
            on=at.date(),
            why="居民来站更新",
            by=who.by,
            at=at,
        )

    def _household(self, *, at, together):
        head, *others = together
        members = [
            (one.row, "child" if one.persona == "child" else "spouse" if nth == 0 else "kin")
            for nth, one in enumerate(others)
        ]
        on = at.date() - timedelta(days=self._chance.randrange(400, 4_000))
        form_household(head=head.row, members=members, on=on, by=head.by, at=at)

    def _soon(self, at, do, **words):
        on = at.date() + self._chance.randrange(1, 20) * DAY
        self._diary.put(at_work(on, chance=self._chance), do, **words)
