"""A movement of a purse says where it went: to people, into an investment, to another purse, for management."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("shanqiao.apps.funds.migrations.0003_on_the_books").VIEW


def _outside(other):
    """What is on the other side: by the kind of movement, and of a move by whether the other line is that of a purse."""
    return f"""
        CASE posting.kind
            WHEN 'move' THEN CASE WHEN EXISTS (
                SELECT FROM books_account AS other JOIN funds_purse AS purse ON purse.line_id = other.line_id
                WHERE other.id = posting.{other}
            ) THEN 'purses' ELSE 'invested' END
            WHEN 'fee' THEN 'management'
            WHEN 'income' THEN 'property' WHEN 'disposal' THEN 'property' WHEN 'valuation' THEN 'property'
            ELSE CASE WHEN account.flow = 'in' THEN 'givers' ELSE 'given' END
        END"""


VIEW = f"""
CREATE VIEW funds_movement AS
WITH taken AS (
    SELECT 'p' || posting.id AS id, account.line_id, posting.id AS posting_id, posting.amount, posting.about,
           posting."on", posting.at, account.unit,
           CASE WHEN account.flow = 'in' OR hold.id IS NULL THEN 'free' ELSE 'promised' END AS out_of,
           {_outside("credit_id")} AS "into"
    FROM books_account AS account
    JOIN books_posting AS posting ON posting.debit_id = account.id
    LEFT JOIN books_hold AS hold ON hold.posting_id = posting.id
    WHERE account.flow <> ''
), laid AS (
    SELECT 'q' || posting.id AS id, account.line_id, posting.id AS posting_id, posting.amount, posting.about,
           posting."on", posting.at, account.unit,
           {_outside("debit_id")} AS out_of, 'free' AS "into"
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
AWAY = "DROP VIEW funds_movement;"


class Migration(migrations.Migration):
    dependencies = [("funds", "0003_on_the_books")]
    operations = [migrations.RunSQL(AWAY + VIEW, AWAY + BEFORE)]
