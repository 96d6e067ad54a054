"""The books against a model that moves every single fen by hand."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shanqiao.apps.books.actions import CannotPost, Row, post, release, reserve, reverse
from shanqiao.apps.books.lines import open_line, place_of, way_in, way_out
from shanqiao.apps.books.models import Line, Posting
from shanqiao.apps.books.tracing import where_went, who_paid
from shanqiao.apps.books.verifying import verify
from tests.apps.fen import Books, NotEnough
from tests.factories import NOON, a_host

LINES = 3
acts = st.tuples(
    st.sampled_from(
        ["give"] * 4 + ["use"] * 3 + ["move"] * 2
        + ["hold", "use_hold", "let_go", "come_back", "give_back", "move_back"]
    ),
    st.integers(0, LINES - 1),
    st.integers(0, LINES - 1),
    st.integers(1, 12),
    st.integers(0, 30),
)  # fmt: skip


class Both:
    """Every act is done to both; what one refuses the other refuses."""

    def __init__(self):
        host = a_host()
        self.lines = [open_line(host=host, unit="fen", name=f"line {n}") for n in range(LINES)]
        self.other = [open_line(host=a_host(), unit="fen", name="elsewhere")]
        self.bank = place_of(host=host, unit="fen")
        self.model, self.gifts, self.uses, self.moves, self.holds, self.n = (
            Books(LINES), [], [], [], [], 0,
        )  # fmt: skip

    def do(self, act, line, to, amount, which):
        self.n += 1
        getattr(self, act)(line, to, amount, which)

    def give(self, line, to, amount, which):
        posting = self._post([Row(self.bank, way_in(self.lines[line]), amount)])
        self.model.give(posting, line, amount)
        self.gifts.append(posting)

    def use(self, line, to, amount, which, hold=None, held=0):
        rows = [Row(way_out(self.lines[line]), self.bank, amount)]
        posting = self._both(
            lambda: self._post(rows, hold=hold),
            lambda number: self.model.use(number, line, amount, held),
        )
        if posting:
            self.uses.append(posting)
        return posting

    def move(self, line, to, amount, which):
        rows = [Row(way_out(self.lines[line]), way_in(self.lines[to]), amount)]
        if line == to:
            return
        posting = self._both(
            lambda: self._post(rows), lambda number: self.model.move(number, line, to, amount)
        )
        if posting:
            self.moves.append(posting)

    def hold(self, line, to, amount, which):
        hold = self._both(
            lambda: reserve(line=self.lines[line], amount=amount, about=f"h{self.n}", at=NOON),
            lambda _: self.model.hold(line, amount),
        )
        if hold:
            self.holds.append((hold, line, amount))

    def use_hold(self, line, to, amount, which):
        if self.holds:
            hold, line, held = self.holds.pop(which % len(self.holds))
            self.use(line, to, min(amount, held), which, hold=hold, held=held)

    def let_go(self, line, to, amount, which):
        if self.holds:
            hold, line, held = self.holds.pop(which % len(self.holds))
            release(hold=hold, at=NOON)
            self.model.let_go(line, held)

    def come_back(self, line, to, amount, which):
        self._back(self.uses, amount, which, lambda use, _: self.model.come_back(use, amount))

    def give_back(self, line, to, amount, which):
        self._back(self.gifts, amount, which, lambda g, n: self.model.give_back(n, g, amount))

    def move_back(self, line, to, amount, which):
        self._back(self.moves, amount, which, lambda move, _: self.model.move_back(move, amount))

    def _back(self, those, amount, which, by_hand):
        if those:
            one = those[which % len(those)]
            posting = Posting.objects.get(pk=one)
            self._both(
                lambda: reverse(
                    posting=posting, amount=amount, key=f"k{self.n}", about="back", at=NOON
                )[0],
                lambda number: by_hand(one, number),
            )

    def _post(self, rows, hold=None):
        made = post(key=f"k{self.n}", kind="other", rows=rows, about="x", at=NOON, hold=hold)
        return made[0]

    def _both(self, really, by_hand):
        try:
            done = really()
        except CannotPost:
            with pytest.raises(NotEnough):
                by_hand(None)
            return None
        by_hand(done)
        return done

    def must_agree(self):
        for line, model in zip(self.lines, self.model.lines, strict=True):
            row = Line.objects.get(pk=line.pk)
            assert row.held == model.held
            if row.in_high == len(model.fen):  # otherwise some gift is not laid yet
                assert row.free == model.free
        for gift in self.gifts:
            went = where_went(gift)
            if went.unused is not None:
                assert (dict(went.uses), went.unused) == self.model.went(gift)
        for use in self.uses:
            assert dict(who_paid(use)) == self.model.paid(use)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(acts, max_size=25))
def test_whatever_is_done_every_fen_is_where_a_model_has_it(done):
    with transaction.atomic():
        both = Both()
        for act in done:
            both.do(*act)
        both.must_agree()
        assert not list(verify())
        transaction.set_rollback(True)  # the next example begins with nothing
