"""The slow reference of the books: every single fen has a name, and somebody moves it by hand."""


class NotEnough(Exception):
    pass


class Line:
    def __init__(self):
        self.fen, self.next, self.gone, self.held = [], 0, set(), 0

    @property
    def free(self):
        left = [n for n in range(self.next, len(self.fen)) if n not in self.gone]
        return len(left) - self.held


class Books:
    """A fen is named (gift, n); ``ended`` says to which use it went, ``lies`` where it is."""

    def __init__(self, lines):
        self.lines = [Line() for _ in range(lines)]
        self.ended = {}
        self.gifts = {}  # gift: (line, [places])
        self.uses = {}  # use: (line, [fen in order of their places])
        self.moves = {}  # move: (from, fen, to, places)

    def give(self, gift, line, amount):
        here = self.lines[line]
        places = range(len(here.fen), len(here.fen) + amount)
        here.fen += [(gift, n) for n in range(amount)]
        self.gifts[gift] = (line, list(places))

    def take(self, line, amount, held=0):
        here = self.lines[line]
        if here.free + held < amount:
            raise NotEnough
        here.held -= held
        taken = []
        while len(taken) < amount:
            if here.next not in here.gone:
                taken.append(here.next)
            here.next += 1
        return [here.fen[n] for n in taken]

    def use(self, use, line, amount, held=0):
        fen = self.take(line, amount, held)
        self.uses[use] = (line, fen)
        self.ended.update(dict.fromkeys(fen, use))

    def hold(self, line, amount):
        if self.lines[line].free < amount:
            raise NotEnough
        self.lines[line].held += amount

    def let_go(self, line, amount):
        self.lines[line].held -= amount

    def move(self, move, line, to, amount):
        fen = self.take(line, amount)
        there = self.lines[to]
        places = list(range(len(there.fen), len(there.fen) + amount))
        there.fen += fen
        self.moves[move] = (line, fen, to, places)

    def come_back(self, use, amount):
        line, fen = self.uses[use]
        if amount > len(fen):
            raise NotEnough
        kept, back = fen[: len(fen) - amount], fen[len(fen) - amount :]
        self.uses[use] = (line, kept)
        for one in back:
            del self.ended[one]
        self.lines[line].fen += back

    def give_back(self, back, gift, amount):
        line, places = self.gifts[gift]
        fen = self._off(line, places, amount)
        self.ended.update(dict.fromkeys(fen, back))
        self.gifts[gift] = (line, places[: len(places) - amount])

    def move_back(self, move, amount):
        line, fen, to, places = self.moves[move]
        back = self._off(to, places, amount)
        self.moves[move] = (line, fen, to, places[: len(places) - amount])
        self.lines[line].fen += back

    def _off(self, line, places, amount):
        here = self.lines[line]
        far = places[len(places) - amount :]
        if len(far) < amount or far[0] < here.next or here.free < amount:
            raise NotEnough
        here.gone.update(far)
        return [here.fen[n] for n in far]

    def went(self, gift):
        """{use: how many} and how many are not used."""
        ended = [use for fen, use in self.ended.items() if fen[0] == gift]
        all_of = {fen for line in self.lines for fen in line.fen if fen[0] == gift}
        return {use: ended.count(use) for use in set(ended)}, len(all_of) - len(ended)

    def paid(self, use):
        """{gift: how many}."""
        gifts = [fen[0] for fen, ended in self.ended.items() if ended == use]
        return {gift: gifts.count(gift) for gift in set(gifts)}
