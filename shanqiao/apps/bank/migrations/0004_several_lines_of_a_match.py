import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bank', '0003_balances_of_statements'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MatchLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.PositiveIntegerField(verbose_name='which of its lines')),
                ('line_turn', models.PositiveIntegerField(default=0, verbose_name='which match of the line')),
                ('line', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='bank.statementline')),
                ('match', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='bank.match')),
            ],
        ),
        # Who writes a match meanwhile waits; who reads waits only for what comes after.
        migrations.RunSQL(
            "LOCK TABLE bank_match IN SHARE ROW EXCLUSIVE MODE;"
            " INSERT INTO bank_matchline (match_id, part, line_id, line_turn)"
            " SELECT id, 0, line_id, line_turn FROM bank_match ORDER BY id"
        ),
        migrations.AddConstraint(
            model_name='matchline',
            constraint=models.UniqueConstraint(fields=('match', 'part'), name='bank_match_line_once', violation_error_message='A match is complete once it is written.'),
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='match',
            name='takes_the_turn_of_its_line',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='match',
            name='adds_up_when_it_ends',
        ),
        migrations.RemoveConstraint(
            model_name='match',
            name='bank_line_matched_once',
        ),
        migrations.RemoveField(
            model_name='match',
            name='line',
        ),
        migrations.RemoveField(
            model_name='match',
            name='line_turn',
        ),
        migrations.AddField(
            model_name='match',
            name='line_count',
            field=models.PositiveIntegerField(default=1, verbose_name='how many lines'),
            preserve_default=False,
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='match',
            trigger=pgtrigger.compiler.Trigger(name='adds_up_when_it_ends', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE wrote record; account record; found record;', func="\n            SELECT count(*) AS lines, sum(line.amount) AS amount, min(line.account_id) AS account,\n                   count(DISTINCT line.account_id) = 1 AND count(DISTINCT sign(line.amount)) = 1 AS alike\n              INTO wrote\n              FROM bank_matchline AS part JOIN bank_statementline AS line ON line.id = part.line_id\n             WHERE part.match_id = NEW.id;\n            SELECT host_id, number_in_books AS number, currency INTO account\n              FROM bank_bankaccount WHERE id = wrote.account;\n            SELECT count(*) AS size, sum(posting.amount) AS amount INTO found\n              FROM bank_matchpart AS part\n              JOIN books_posting AS posting ON posting.id = part.posting\n              JOIN books_account AS side\n                ON side.id = CASE WHEN wrote.amount > 0 THEN posting.debit_id ELSE posting.credit_id END\n             WHERE part.match_id = NEW.id AND side.host_id = account.host_id\n               AND side.number = account.number AND side.unit = 'fen' AND side.line_id IS NULL;\n            IF wrote.lines <> NEW.line_count OR NOT wrote.alike OR account.currency <> 'CNY'\n               OR found.size <> NEW.size OR found.amount <> abs(wrote.amount) THEN\n                RAISE EXCEPTION 'refused' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'bank_match_adds_up';\n            END IF;\n            RETURN NULL;\n        ", hash='615d2138f6f16fbf662a36f91d1341c771b5a446', operation='INSERT', pgid='pgtrigger_adds_up_when_it_ends_ee015', table='bank_match', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='match',
            constraint=models.CheckConstraint(condition=models.Q(('line_count__gt', 0)), name='bank_match_of_some_line', violation_error_message='Choose at least one line of the account.'),
        ),
        migrations.AddConstraint(
            model_name='matchline',
            constraint=models.UniqueConstraint(fields=('line', 'line_turn'), name='bank_line_matched_once', violation_error_message='One of these lines was matched already. Nothing was changed; choose again.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='matchline',
            trigger=pgtrigger.compiler.Trigger(name='stays_as_written', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9f817f2c5adf05aa977a5502e2bbb4e703dba483', operation='UPDATE OR DELETE', pgid='pgtrigger_stays_as_written_45104', table='bank_matchline', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='matchline',
            trigger=pgtrigger.compiler.Trigger(name='is_not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % stay as written', TG_TABLE_NAME;", hash='80297ca92c1bb7c67eb7833c3951ab7a4d7f248e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_is_not_emptied_0b22d', table='bank_matchline', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='matchline',
            trigger=pgtrigger.compiler.Trigger(name='has_room_and_takes_the_turn_of_its_line', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT FROM bank_match WHERE id = NEW.match_id AND line_count > NEW.part) THEN\n                RAISE EXCEPTION 'refused' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'bank_match_line_once';\n            END IF;\n            SELECT count(*) INTO NEW.line_turn FROM bank_matchline WHERE line_id = NEW.line_id;\n            IF EXISTS (\n                SELECT FROM bank_matchline AS other WHERE other.line_id = NEW.line_id\n                   AND NOT EXISTS (SELECT FROM bank_unmatch WHERE match_id = other.match_id)\n            ) THEN\n                RAISE EXCEPTION 'refused' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'bank_line_matched_once';\n            END IF;\n            RETURN NEW;\n        ", hash='785877ca0e83bb1acc0d35e14c434c54fe2eacd2', operation='INSERT', pgid='pgtrigger_has_room_and_takes_the_turn_of_its_line_adefd', table='bank_matchline', when='BEFORE')),
        ),
    ]
