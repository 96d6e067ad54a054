"""What purses hold moves from their own sums and postings onto lines of the books."""

from django.db import migrations, models
from django.db.models.deletion import DO_NOTHING, PROTECT

from shanqiao.apps.books.lines import (key_of)

VIEW = """
CREATE VIEW funds_movement AS
WITH taken AS (
    SELECT 'p' || posting.id AS id, account.line_id, posting.id AS posting_id, posting.amount, posting.about,
           posting."on", posting.at, account.unit,
           CASE WHEN account.flow = 'in' THEN 'free' ELSE
               CASE WHEN hold.id IS NULL THEN 'free' ELSE 'promised' END END AS out_of,
           CASE WHEN account.flow = 'in' THEN 'givers' ELSE 'given' END AS "into"
    FROM books_account AS account
    JOIN books_posting AS posting ON posting.debit_id = account.id
    LEFT JOIN books_hold AS hold ON hold.posting_id = posting.id
    WHERE account.flow <> ''
), laid AS (
    SELECT 'q' || posting.id AS id, account.line_id, posting.id AS posting_id, posting.amount, posting.about,
           posting."on", posting.at, account.unit,
           CASE WHEN account.flow = 'in' THEN 'givers' ELSE 'given' END AS out_of, 'free' AS "into"
    FROM books_account AS account
    JOIN books_posting AS posting ON posting.credit_id = account.id
    WHERE account.flow <> ''
), promised AS (
    SELECT 'h' || hold.id AS id, hold.line_id, NULL::bigint AS posting_id, hold.amount, hold.about,
           (hold.at AT TIME ZONE 'Asia/Shanghai')::date AS "on", hold.at, line.unit,
           'free' AS out_of, 'promised' AS "into"
    FROM books_hold AS hold JOIN books_line AS line ON line.id = hold.line_id
), let_go AS (
    SELECT 'r' || hold.id AS id, hold.line_id, NULL::bigint AS posting_id, hold.amount - hold.used AS amount,
           hold.about, (hold.ended_at AT TIME ZONE 'Asia/Shanghai')::date AS "on", hold.ended_at AS at,
           line.unit, 'promised' AS out_of, 'free' AS "into"
    FROM books_hold AS hold JOIN books_line AS line ON line.id = hold.line_id
    WHERE hold.ended_at IS NOT NULL AND hold.used < hold.amount
)
SELECT moved.id, purse.id AS purse_id, moved.posting_id, moved.out_of, moved."into", moved.amount AS count,
       moved.unit, moved.about, moved."on", moved.at
FROM (SELECT * FROM taken UNION ALL SELECT * FROM laid UNION ALL SELECT * FROM promised
      UNION ALL SELECT * FROM let_go) AS moved
JOIN funds_purse AS purse ON purse.line_id = moved.line_id
"""


def carry_over(apps, schema_editor):
    """Every purse gets its line; every posting becomes a movement, a promise, or the end of one."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT purse.id, fund.host_id, purse.unit, purse.name FROM funds_purse AS purse"
            " JOIN funds_fund AS fund ON fund.id = purse.fund_id ORDER BY purse.id"
        )
        lines = {purse: _line(cursor, *facts) for purse, *facts in cursor.fetchall()}
        for purse, (line, *_accounts) in lines.items():
            cursor.execute("UPDATE funds_purse SET line_id = %s WHERE id = %s", [line, purse])
        cursor.execute(
            'SELECT purse_id, out_of, "into", count, about, key, "on", at FROM funds_posting ORDER BY id'
        )
        for purse, *facts in cursor.fetchall():
            _move(cursor, lines[purse], *facts)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # tables with rows to be checked cannot be altered


def _line(cursor, host, unit, name):
    """A line with its accounts: (line, way in, way out, the host's bank or stock)."""
    cursor.execute(
        "INSERT INTO books_line (host_id, unit, name, in_high, out_high, held, ahead, given_back, refunded,"
        " laid_turn) VALUES (%s, %s, %s, 0, 0, 0, 0, 0, 0, 0) RETURNING id",
        [host, unit, name],
    )
    line = cursor.fetchone()[0]
    own = [_account(cursor, host, number, unit, line, flow) for number, flow in (("4101", "in"), ("5101", "out"))]
    number = "1002" if unit == "fen" else "1201"
    cursor.execute(
        "SELECT id FROM books_account WHERE host_id = %s AND number = %s AND unit = %s AND line_id IS NULL",
        [host, number, unit],
    )
    there = cursor.fetchone()
    return (line, *own, there[0] if there else _account(cursor, host, number, unit, None, ""))


def _account(cursor, *facts):
    cursor.execute(
        "INSERT INTO books_account (host_id, number, unit, line_id, flow) VALUES (%s, %s, %s, %s, %s)"
        " RETURNING id",
        facts,
    )
    return cursor.fetchone()[0]


def _move(cursor, accounts, out_of, into, count, about, key, on, at):
    line, way_in, way_out, place = accounts
    if out_of == "givers":
        _post(cursor, key_of(key), "gift", about, on, at, place, way_in, count, None)
    elif out_of == "free":
        cursor.execute("SELECT books_reserve(%s, %s, %s, %s, NULL)", [line, count, _grant(cursor, about), at])
    else:
        cursor.execute("SELECT id FROM books_hold WHERE about = %s", [about])
        hold = cursor.fetchone()[0]
        if into == "free":
            cursor.execute("SELECT books_release(%s, %s)", [hold, at])
        else:
            _post(cursor, key_of(f"give:{about}"), "use", about, on, at, way_out, place, count, hold)


def _post(cursor, key, kind, about, on, at, debit, credit, count, hold):
    cursor.execute(
        "SELECT books_post(%s, %s, %s, %s, %s, ARRAY[%s], ARRAY[%s], ARRAY[%s]::bigint[], ARRAY[NULL]::bigint[], %s)",
        [key, kind, about, on, at, debit, credit, count, hold],
    )


def _grant(cursor, about):
    """Promises named the proposal; from now on they name the grant it became."""
    cursor.execute("SELECT id FROM matching_grant WHERE proposal_id = %s", [about.removeprefix("proposal:")])
    return f"grant:{cursor.fetchone()[0]}"


class Migration(migrations.Migration):
    dependencies = [("books", "0002_functions"), ("funds", "0002_initial")]
    operations = [
        migrations.AddField(
            "purse",
            "line",
            models.OneToOneField("books.line", on_delete=PROTECT, related_name="purse", null=True),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.AlterField(
            "purse",
            "line",
            models.OneToOneField("books.line", on_delete=PROTECT, related_name="purse"),
        ),
        migrations.AlterModelOptions("purse", {"base_manager_name": "objects"}),
        migrations.RemoveConstraint("purse", "funds_promise_only_what_is_there"),
        migrations.RemoveField("purse", "received"),
        migrations.RemoveField("purse", "promised"),
        migrations.RemoveField("purse", "given"),
        migrations.DeleteModel("Posting"),
        migrations.CreateModel(
            "Movement",
            [
                ("id", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("out_of", models.CharField(max_length=10)),
                ("into", models.CharField(max_length=10)),
                ("count", models.PositiveBigIntegerField()),
                ("unit", models.CharField(max_length=10)),
                ("about", models.CharField(max_length=80)),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "funds_movement", "managed": False},
        ),
        migrations.RunSQL(VIEW, "DROP VIEW funds_movement"),
    ]
