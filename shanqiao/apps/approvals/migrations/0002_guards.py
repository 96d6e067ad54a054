from django.db import migrations

from shanqiao.apps.approvals.guards import AWAY_AGAIN, NEEDED, NO_RELEASE_OF_WHAT_IS_ORDERED


class Migration(migrations.Migration):

    dependencies = [("approvals", "0001_initial")]

    operations = [
        migrations.RunSQL(NEEDED, "DROP FUNCTION IF EXISTS approvals_needed(bigint)"),
        migrations.RunSQL(NO_RELEASE_OF_WHAT_IS_ORDERED, AWAY_AGAIN),
    ]
