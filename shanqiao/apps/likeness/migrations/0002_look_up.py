"""One question to the database for one look-up, its plan kept by the connection."""

from django.db import migrations

CREATE = """
CREATE FUNCTION likeness_look_up(
    asked_broad bigint[], asked_narrow bigint[], asked_most int[],
    asked_residents bigint[], asked_layout bigint, asked_values bigint[]
)
-- Faces of whoever shares a key, or is named; then, without a face, how common the values are.
RETURNS TABLE (id bigint, face int, content bytea, registrations int, counted int)
LANGUAGE plpgsql STABLE ROWS 20
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
WITH by_broad AS MATERIALIZED (
    SELECT key.narrow, key.most, ARRAY(
        -- one more than is allowed, to see that it is too many
        SELECT resident FROM likeness_key WHERE token = key.broad LIMIT key.most + 1
    ) AS residents
    FROM unnest(asked_broad, asked_narrow, asked_most) AS key(broad, narrow, most)
), by_narrow AS MATERIALIZED (
    SELECT key.most, ARRAY(
        SELECT resident FROM likeness_key WHERE token = key.narrow LIMIT key.most + 1
    ) AS residents
    FROM by_broad AS key WHERE cardinality(key.residents) > key.most
), met AS MATERIALIZED (
    SELECT unnest(residents) AS resident FROM by_broad WHERE cardinality(residents) <= most
    UNION SELECT unnest(residents) FROM by_narrow WHERE cardinality(residents) <= most
    UNION SELECT unnest(asked_residents)
)
SELECT met.resident, face.number::int, face.content, NULL::int, NULL::int
FROM met CROSS JOIN LATERAL (
    SELECT number, content FROM likeness_face
    WHERE resident = met.resident AND layout = asked_layout
    OFFSET 0  -- one after another by the index, however many there may seem to be
) AS face
UNION ALL
SELECT token, NULL, NULL, registrations, "of" FROM likeness_common
WHERE token = ANY (asked_values);
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("likeness", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION likeness_look_up")]
