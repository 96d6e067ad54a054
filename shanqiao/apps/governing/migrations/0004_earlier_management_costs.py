"""What was booked as cost of management before costs were rows becomes rows: words and person are those of the record."""

from django.db import migrations

FILL = """
    INSERT INTO governing_managementcost (host_id, purse_id, amount, words, posting, "on", at, by_id)
    SELECT debit.host_id, purse.id, paid.amount, COALESCE(NULLIF(left(noted.why, 200), ''), paid.about), paid.id,
           paid."on", paid.at, person.id
      FROM books_posting AS paid
      JOIN books_account AS debit ON debit.id = paid.debit_id
      LEFT JOIN funds_purse AS purse ON purse.line_id = debit.line_id
      LEFT JOIN LATERAL (
        SELECT why, by FROM record_entry
         WHERE act = 'governing.book_management' AND subject = 'books.posting:' || paid.id
         ORDER BY id LIMIT 1
      ) AS noted ON true
      LEFT JOIN people_person AS person ON person.username = noted.by
     WHERE paid.kind = 'fee' AND paid.about LIKE 'management:%' AND paid.reverses_id IS NULL
       AND NOT EXISTS (SELECT FROM governing_managementcost WHERE posting = paid.id)
     ORDER BY paid.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("governing", "0003_what_management_costs"),
        ("books", "0008_what_is_taken_back"),
        ("record", "0002_looks_for_sameness"),
    ]
    operations = [
        migrations.RunSQL(
            [FILL, "SET CONSTRAINTS ALL IMMEDIATE"],
            migrations.RunSQL.noop,
        )
    ]
