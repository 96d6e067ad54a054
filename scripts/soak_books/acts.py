"""Those who write: each act is noted before it is asked for and after it is answered, in a file that outlives its writer."""

import json
import os
import random
import time
from datetime import timedelta
from pathlib import Path

from django.db import Error, connection, transaction
from django.utils import timezone

from shanqiao.apps.books.actions import CannotPost, Row, post, release_what_ended, reserve, reverse
from shanqiao.apps.books.lines import key_of
from shanqiao.apps.books.models import Hold, Posting
from shanqiao.apps.books.sealing import lay_everything, seal

# how often each is done
ACTS = {"gift": 8, "use": 4, "move": 3, "two_uses": 2, "promised": 2, "back": 2}


class Writer:
    """Acts at random on a few lines until a file says stop. Not answered, it asks the same again."""

    def __init__(self, folder, name, world):
        self.lines, self.ways, self.bank = world
        self.stop, self.name, self.n, self.mine = folder / "stop", name, 0, []
        self.random = random.Random(name)  # a writer that is begun again has another name
        self.notes = os.open(folder / f"{name}.acts", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(self):
        while not self.stop.exists():
            self.n += 1
            self._do(self.random.choices([*ACTS], [*ACTS.values()])[0], f"{self.name}/{self.n}")

    def _do(self, act, key):
        asked = getattr(self, f"_{act}")
        where, amount = self.random.sample(range(len(self.lines)), 2), self.random.randint(1, 3_000)
        at, which = timezone.now(), self.random.random()
        parts = 2 if act == "two_uses" else 1
        self._note("asked", key, parts=parts, amount=amount)
        while not self.stop.exists():
            try:
                made = asked(key, where, amount, at, which)
            except CannotPost:
                self._note("refused", key)
                return
            except Error:  # whoever answers is gone: ask the same again
                connection.close()
                time.sleep(0.1)
            else:
                self._note("done", key, made=made)
                self.mine = [*self.mine[-50:], *made]
                return

    def _note(self, said, key, **more):
        line = json.dumps({"said": said, "key": str(key_of(key)), **more})
        os.write(self.notes, f"{line}\n".encode())

    def _gift(self, key, where, amount, at, which):
        return self._post(key, "gift", [Row(self.bank, self.ways[where[0]][0], amount)], at)

    def _use(self, key, where, amount, at, which, hold=None):
        rows = [Row(self.ways[where[0]][1], self.bank, amount)]
        return self._post(key, "use", rows, at, hold=hold)

    def _two_uses(self, key, where, amount, at, which):
        rows = [Row(self.ways[n][1], self.bank, amount) for n in where]
        return self._post(key, "use", rows, at)

    def _move(self, key, where, amount, at, which):
        there, here = self.ways[where[0]], self.ways[where[1]]
        return self._post(key, "move", [Row(there[1], here[0], amount)], at)

    def _promised(self, key, where, amount, at, which):
        with transaction.atomic():
            hold = Hold.objects.filter(about=key).first() or reserve(
                line=self.lines[where[0]],
                amount=amount,
                about=key,
                at=at,
                until=at + timedelta(days=1),
            )
            return self._use(key, where, amount, at, which, hold=hold)

    def _back(self, key, where, amount, at, which):
        if not self.mine:
            raise CannotPost("there is nothing of ours to take back")
        posting = Posting.objects.get(pk=self.mine[int(which * len(self.mine))])
        amount = min(amount, posting.amount)
        return reverse(posting=posting, amount=amount, key=key, about="back", at=at)

    def _post(self, key, kind, rows, at, hold=None):
        return post(key=key, kind=kind, rows=rows, about=key, at=at, hold=hold)


def write(folder, name, world):
    """A writer's whole life."""
    Writer(folder, name, world).write()


def keep(folder):
    """The keeper's: lay and seal again and again."""
    while not (folder / "stop").exists():
        try:
            lay_everything()
            seal(at=timezone.now())
            release_what_ended(at=timezone.now())
        except Error:
            connection.close()
        time.sleep(0.2)


def noted(folder):
    """What was asked for and how it was answered: {key: {"parts", "amount", "said", "made"}}."""
    found = {}
    for path in sorted(Path(folder).glob("*.acts")):
        for line in path.read_text().splitlines():
            act = json.loads(line)
            found.setdefault(act["key"], {}).update(act)
    return found
