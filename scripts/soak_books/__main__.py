"""See the package."""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

LINES = 5


def main(arguments):
    asked = argparse.ArgumentParser(prog="python -m scripts.soak_books")
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--seed", type=int, default=None, help="which chances; otherwise new ones")
    asked = asked.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="shanqiao-soak-"))
    folder.chmod(0o755)  # the account of the database must pass through
    os.environ["SHANQIAO_VAR"] = str(folder / "var")
    os.environ["DJANGO_SETTINGS_MODULE"] = "shanqiao.settings.base"
    for name in ("DATABASE_URL", "SHANQIAO_DEMONSTRATION", "SHANQIAO_TEST_DATABASE"):
        os.environ.pop(name, None)
    seed = random.randrange(1_000_000) if asked.seed is None else asked.seed
    print(f"seed {seed}, {asked.kills} kills, in {folder}", flush=True)
    # an exception, so that everything is ended on the way out
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        return _soak(folder, asked.kills, random.Random(seed))
    finally:
        _clean(folder)


def _soak(folder, kills, chance):
    from shanqiao.host.use import database_in_use

    with database_in_use():
        _begin_django()
        from .acts import noted
        from .house import House
        from .looking import look

        house, killed = House(folder), Counter()
        try:
            house.serve()
            house.wait_for_page()  # then there are tables too
            house.world = _world()
            began = time.monotonic()
            house.revive()
            while killed.total() < kills:
                time.sleep(chance.uniform(0.05, 0.8))
                if kind := house.kill_one(chance):
                    killed[kind] += 1
                    if not killed.total() % 20:
                        print(
                            f"{killed.total()} kills, {time.monotonic() - began:.0f} s", flush=True
                        )
                house.revive()
            time.sleep(2)
        finally:
            house.end()
        figures, wrong = look(noted(folder))
        ended = {words: _ask(*words.split()) for words in ("seal", "verify", "compare")}
    print("killed:", ", ".join(f"{kind} {n}" for kind, n in sorted(killed.items())))
    for what, count in figures.items():
        print(f"{count:>8,} {what}")
    print(f"{time.monotonic() - began:>8,.0f} s")
    print(*wrong[:50], sep="\n", end="\n" if wrong else "")
    failed = [words for words, code in ended.items() if code]
    print("NOT AS IT MUST BE" if wrong or failed else "All as it must be.", *failed, flush=True)
    return 1 if wrong or failed else 0


def _begin_django():
    """It keeps no connections, so that writers can be forked from it."""
    import django
    from django.db import connections

    connections.settings["default"]["OPTIONS"].pop("pool", None)
    django.setup()


def _world():
    """(lines, the way in and out of each, the bank) of a host."""
    from django.db import connections
    from django.utils import timezone

    from shanqiao.apps.books.lines import open_line, place_of, way_in, way_out
    from shanqiao.apps.registry.actions import register_organisation
    from shanqiao.jobs.demonstration.numbers import credit_code

    host = register_organisation(
        name="善桥慈善会",
        name_en="Shanqiao Charity",
        uscc=credit_code(form="foundation", n=1),
        form="foundation",
        registered_on=date(2015, 1, 1),
        at=timezone.now(),
    )
    lines = [open_line(host=host, unit="fen", name=f"line {n}") for n in range(LINES)]
    ways = [(way_in(line), way_out(line)) for line in lines]
    world = lines, ways, place_of(host=host, unit="fen")
    connections.close_all()  # nobody shares one with a child
    return world


def _ask(command):
    words = (str(Path(sys.executable).with_name("shanqiao")), "books", command, "--lang", "en")
    return subprocess.run(words, check=False).returncode


def _clean(folder):
    from shanqiao.host import stop_database
    from shanqiao.host.fresh import what_would_go

    stop_database()
    for going in (*what_would_go(), folder):
        shutil.rmtree(going, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
