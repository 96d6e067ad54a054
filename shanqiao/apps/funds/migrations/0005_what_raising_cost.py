"""A movement of a purse says that it paid what raising money cost."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("shanqiao.apps.funds.migrations.0004_where_it_went").VIEW
AWAY = "DROP VIEW funds_movement;"
VIEW = BEFORE.replace(
    "WHEN 'fee' THEN 'management'", "WHEN 'fee' THEN 'management' WHEN 'raising' THEN 'raising'"
)


class Migration(migrations.Migration):
    dependencies = [("funds", "0004_where_it_went")]
    operations = [migrations.RunSQL(AWAY + VIEW, AWAY + BEFORE)]
