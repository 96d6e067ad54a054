"""django-hordak in an environment of its own, on the same PostgreSQL.

PYTHON bench/books_hordak.py ADDRESS setup SIZE
    makes its tables and fills them with so many movements, as ours are filled.
PYTHON bench/books_hordak.py ADDRESS write CLIENTS HOT BATCH SECONDS
    writes for so many seconds.
PYTHON bench/books_hordak.py ADDRESS balance
    asks for the balance of one account.
Each prints one line of JSON.
"""

import json
import multiprocessing
import subprocess
import sys
import time

ACCOUNTS = 1_000


class Hordak:
    """What the bench asks of it."""

    def __init__(self, python, size):
        self._python = python
        self.version = self._ask("setup", size)["version"]

    def rate(self, clients, hot, batch, seconds):
        return self._ask("write", clients, int(hot), batch, seconds)["rate"]

    def balance(self):
        return self._ask("balance")

    def _ask(self, *words):
        from django.db import connection

        s = connection.settings_dict
        address = json.dumps(
            {k: s[k] for k in ("HOST", "PORT", "USER", "PASSWORD", "NAME")}, default=str
        )
        told = subprocess.run(
            [self._python, __file__, address, *map(str, words)],
            capture_output=True,
            text=True,
            check=False,
        )
        if told.returncode:
            raise SystemExit(f"hordak: {told.stderr[-2000:]}")
        return json.loads(told.stdout.splitlines()[-1])


def _open(address):
    import django
    from django.conf import settings

    settings.configure(
        DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", **json.loads(address)}},
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "hordak"],
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        DEFAULT_CURRENCY="CNY",
        CURRENCIES=["CNY"],
        HORDAK_CURRENCIES=["CNY"],
        HORDAK_INTERNAL_CURRENCY="CNY",
        USE_TZ=True,
    )
    django.setup()


# The movements are written by the server, with its checks of sums off and its foreign keys made anew afterwards: what is
# measured is writing one more beside them.
_KEYS = """
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'hordak_leg'::regclass AND contype = 'f'
"""
_FILL = """
ALTER TABLE hordak_leg DISABLE TRIGGER USER;
ALTER TABLE hordak_transaction DISABLE TRIGGER USER;
INSERT INTO hordak_transaction (id, uuid, timestamp, date, description)
SELECT n, gen_random_uuid(), now(), current_date, 'gift:' || n FROM generate_series(1, {size}) AS n;
INSERT INTO hordak_leg (uuid, transaction_id, account_id, debit, currency, description)
SELECT gen_random_uuid(), n, {bank}, 1, 'CNY', '' FROM generate_series(1, {size}) AS n;
INSERT INTO hordak_leg (uuid, transaction_id, account_id, credit, currency, description)
SELECT gen_random_uuid(), n, {bank} + 1 + n % {accounts}, 1, 'CNY', '' FROM generate_series(1, {size}) AS n;
SELECT setval(pg_get_serial_sequence('hordak_transaction', 'id'), {size});
ALTER TABLE hordak_leg ENABLE TRIGGER USER;
ALTER TABLE hordak_transaction ENABLE TRIGGER USER;
"""


def _setup(size):
    from importlib.metadata import version

    from django.core.management import call_command
    from django.db import connection
    from hordak.models import Account

    call_command("migrate", "hordak", verbosity=0)
    if not Account.objects.exists():
        Account.objects.create(name="bank", code="1", type="AS", currencies=["CNY"])
        for n in range(ACCOUNTS):
            Account.objects.create(
                name=f"purse {n}", code=str(100 + n), type="IN", currencies=["CNY"]
            )
        bank = Account.objects.order_by("pk").first().pk
        with connection.cursor() as cursor:
            cursor.execute(_KEYS)
            keys = cursor.fetchall()
            for name, _definition in keys:
                cursor.execute(f'ALTER TABLE hordak_leg DROP CONSTRAINT "{name}"')
            for one in _FILL.format(size=size, bank=bank, accounts=ACCOUNTS).split(";\n"):
                if one:
                    cursor.execute(one)
            for name, definition in keys:
                cursor.execute(f'ALTER TABLE hordak_leg ADD CONSTRAINT "{name}" {definition}')
            cursor.execute("VACUUM ANALYZE")
    return {"version": version("django-hordak")}


def _write(clients, hot, batch, seconds):
    from django.db import connections

    connections.close_all()
    start, results = multiprocessing.Barrier(clients), multiprocessing.Queue()
    workers = [
        multiprocessing.Process(target=_work, args=(n, hot, batch, seconds, start, results))
        for n in range(clients)
    ]
    for worker in workers:
        worker.start()
    rate = sum(results.get() for _ in workers)
    for worker in workers:
        worker.join()
    return {"rate": rate}


def _work(n, hot, batch, seconds, start, results):
    from hordak.models import Account

    bank, *purses = Account.objects.order_by("pk")
    purses = purses[:1] if hot else purses[n * 100 % 900 : n * 100 % 900 + 100]
    _move(bank, purses, 0, batch)
    start.wait()
    began, done = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        _move(bank, purses, done, batch)
        done += batch
    results.put(done / (time.perf_counter() - began))


def _move(bank, purses, n, batch):
    """As its documentation writes a transaction: two legs; many in bulk."""
    from django.db import transaction
    from djmoney.money import Money
    from hordak.models import Leg, Transaction

    with transaction.atomic():
        if batch == 1:
            bank_and_back = Transaction.objects.create(description=f"gift:{n}")
            Leg.objects.create(transaction=bank_and_back, account=bank, debit=Money(1, "CNY"))
            Leg.objects.create(
                transaction=bank_and_back, account=purses[n % len(purses)], credit=Money(1, "CNY")
            )
            return
        made = Transaction.objects.bulk_create(
            [Transaction(description=f"gift:{m}") for m in range(batch)]
        )
        legs = []
        for m, one in enumerate(made):
            legs.append(Leg(transaction=one, account=bank, debit=Money(1, "CNY")))
            legs.append(
                Leg(transaction=one, account=purses[m % len(purses)], credit=Money(1, "CNY"))
            )
        Leg.objects.bulk_create(legs)


def _balance():
    from hordak.models import Account, Leg

    bank = Account.objects.order_by("pk").first()
    ms = []
    for _ in range(5):
        began = time.perf_counter()
        bank.get_balance()
        ms.append((time.perf_counter() - began) * 1000)
    return {"legs": Leg.objects.count(), "balance_ms": sorted(ms)[2]}


if __name__ == "__main__":
    address, what, *words = sys.argv[1:]
    multiprocessing.set_start_method("fork")
    _open(address)
    if what == "write":
        clients, hot, batch, seconds = words
        told = _write(int(clients), bool(int(hot)), int(batch), float(seconds))
    elif what == "setup":
        told = _setup(int(words[0]))
    else:
        told = _balance()
    print(json.dumps(told))
