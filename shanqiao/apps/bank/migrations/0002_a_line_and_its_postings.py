import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bank', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MatchPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.PositiveIntegerField(verbose_name='which of its movements')),
                ('posting', models.BigIntegerField(verbose_name='posting of the books')),
                ('posting_turn', models.PositiveIntegerField(default=0, verbose_name='which match of the posting')),
                ('match', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='bank.match')),
            ],
        ),
        migrations.RunSQL(
            "INSERT INTO bank_matchpart (match_id, part, posting, posting_turn)"
            " SELECT id, 0, posting, posting_turn FROM bank_match ORDER BY id"
        ),
        migrations.RemoveConstraint(
            model_name='match',
            name='bank_posting_matched_once',
        ),
        migrations.RemoveField(
            model_name='match',
            name='posting',
        ),
        migrations.RemoveField(
            model_name='match',
            name='posting_turn',
        ),
        migrations.AddField(
            model_name='match',
            name='size',
            field=models.PositiveIntegerField(default=1, verbose_name='how many movements'),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='match',
            name='line_turn',
            field=models.PositiveIntegerField(default=0, verbose_name='which match of the line'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='match',
            trigger=pgtrigger.compiler.Trigger(name='takes_the_turn_of_its_line', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            SELECT count(*) INTO NEW.line_turn FROM bank_match WHERE line_id = NEW.line_id;\n            IF EXISTS (\n                SELECT FROM bank_match AS other WHERE other.line_id = NEW.line_id\n                   AND NOT EXISTS (SELECT FROM bank_unmatch WHERE match_id = other.id)\n            ) THEN\n                RAISE EXCEPTION 'refused' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'bank_line_matched_once';\n            END IF;\n            RETURN NEW;\n        ", hash='1690d2a9a8020086952e7317041eb42e33ec3337', operation='INSERT', pgid='pgtrigger_takes_the_turn_of_its_line_c164d', table='bank_match', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='match',
            trigger=pgtrigger.compiler.Trigger(name='adds_up_when_it_ends', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE line record; found record;', func="\n            SELECT l.amount, a.host_id, a.number_in_books AS number, a.currency INTO line\n              FROM bank_statementline AS l JOIN bank_bankaccount AS a ON a.id = l.account_id\n             WHERE l.id = NEW.line_id;\n            SELECT count(*) AS size, sum(posting.amount) AS amount INTO found\n              FROM bank_matchpart AS part\n              JOIN books_posting AS posting ON posting.id = part.posting\n              JOIN books_account AS side\n                ON side.id = CASE WHEN line.amount > 0 THEN posting.debit_id ELSE posting.credit_id END\n             WHERE part.match_id = NEW.id AND side.host_id = line.host_id\n               AND side.number = line.number AND side.unit = 'fen' AND side.line_id IS NULL;\n            IF line.currency <> 'CNY' OR found.size <> NEW.size OR found.amount <> abs(line.amount) THEN\n                RAISE EXCEPTION 'refused' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'bank_match_adds_up';\n            END IF;\n            RETURN NULL;\n        ", hash='bdc43163b46f14dc23877895b1202203d5275122', operation='INSERT', pgid='pgtrigger_adds_up_when_it_ends_ee015', table='bank_match', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='match',
            constraint=models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='bank_match_of_something', violation_error_message='Choose at least one movement of the books.'),
        ),
        migrations.AlterConstraint(
            model_name='match',
            name='bank_line_matched_once',
            constraint=models.UniqueConstraint(fields=('line', 'line_turn'), name='bank_line_matched_once', violation_error_message='This line was matched already. Nothing was changed.'),
        ),
        migrations.AddConstraint(
            model_name='matchpart',
            constraint=models.UniqueConstraint(fields=('match', 'part'), name='bank_match_part_once', violation_error_message='A match is complete once it is written.'),
        ),
        migrations.AddConstraint(
            model_name='matchpart',
            constraint=models.UniqueConstraint(fields=('posting', 'posting_turn'), name='bank_posting_matched_once', violation_error_message='One of these movements was matched already. Nothing was changed; choose again.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='matchpart',
            trigger=pgtrigger.compiler.Trigger(name='stays_as_written', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='97e114d0c0c06fcb443c75ee481d3d4fdfb47341', operation='UPDATE OR DELETE', pgid='pgtrigger_stays_as_written_d6bf6', table='bank_matchpart', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='matchpart',
            trigger=pgtrigger.compiler.Trigger(name='is_not_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'rows of % stay as written', TG_TABLE_NAME;", hash='96f76001069687e0717511b698f058526b9da1cb', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_is_not_emptied_aad53', table='bank_matchpart', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='matchpart',
            trigger=pgtrigger.compiler.Trigger(name='has_room_and_takes_its_turn', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF NOT EXISTS (SELECT FROM bank_match WHERE id = NEW.match_id AND size > NEW.part) THEN\n                RAISE EXCEPTION 'refused' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'bank_match_part_once';\n            END IF;\n            SELECT count(*) INTO NEW.posting_turn FROM bank_matchpart WHERE posting = NEW.posting;\n            IF EXISTS (\n                SELECT FROM bank_matchpart AS other WHERE other.posting = NEW.posting\n                   AND NOT EXISTS (SELECT FROM bank_unmatch WHERE match_id = other.match_id)\n            ) THEN\n                RAISE EXCEPTION 'refused' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'bank_posting_matched_once';\n            END IF;\n            RETURN NEW;\n        ", hash='c6f32a1f2294972bbea641bbdfe482e98d8ac1d2', operation='INSERT', pgid='pgtrigger_has_room_and_takes_its_turn_89223', table='bank_matchpart', when='BEFORE')),
        ),
    ]
