"""The same two ways without Python: pgbench, which costs next to nothing, asks the server for one posting a commit."""

import os
import re
import subprocess
import tempfile

from django.db import connection, connections

from bench.books_filling import AT, FIRST
from shanqiao.host.programs import find_programs

# gifts are numbered one after another; each client counts on its own, from far above what is there
_NEXT = "\\set n :n + 1\n\\set gift 1125899906842624 + :client_id * 10000000 + :n\n"
_OURS = (
    _NEXT + "SELECT books_post_one(uuidv7(), 'gift', 'gift:' || :gift, '{on}', '{at}', {bank},"
    " {into}, 100);\n"
)
_RAW = (
    _NEXT + "INSERT INTO bench_raw (key, part, kind, debit_id, credit_id, amount, about,"
    " \"on\", at, turn) VALUES (uuidv7(), 1, 'gift', {bank}, {into}, 100, 'gift:' || :gift, '{on}', '{at}',"
    " pg_current_xact_id()::text::bigint) RETURNING id;\n"
)


def rate(kind, city, clients, seconds):
    """Postings a second that so many clients write to one purse, each in a transaction of its own."""
    connections.close_all()
    settings = connection.settings_dict
    words = {"on": FIRST, "at": AT, "bank": city.bank.pk, "into": city.ins[0].pk}
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write({"ours": _OURS, "raw": _RAW}[kind].format(**words))
        script.flush()
        told = subprocess.run(
            [
                find_programs()["pgbench"], "--no-vacuum", "--protocol=prepared", f"--client={clients}", "--jobs=2", "--define=n=0",
                f"--time={max(1, round(seconds))}", f"--file={script.name}",
                "-h", settings["HOST"], "-p", str(settings["PORT"]), "-U", settings["USER"], settings["NAME"],
            ],
            env={**os.environ, "PGPASSWORD": settings["PASSWORD"]}, capture_output=True, text=True, check=False,
        )  # fmt: skip
    found = re.search(r"tps = ([0-9.]+)", told.stdout)
    if told.returncode or not found:
        raise SystemExit(f"pgbench: {told.stderr[-2000:]}")
    return float(found.group(1))
