"""What the tables of merges and pointers refuse, whoever writes to them. See Note [One lock of the city]."""

import pgtrigger

from .locks import MERGING

# Note [One person each]
# ~~~~~~~~~~~~~~~~~~~~~~
# Merges that are not undone are edges between records; records joined by edges are one person. What must hold at the
# end of every transaction: the person is the record with the smallest number, every other record points straight
# to it, nobody else points there, the edges are no more than join the records (so undoing one always parts them), and no two
# of the records are remembered as distinct. It is asked when a transaction ends, of the records it touched.

_BROKEN = "USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{name}'"
_CHECK = f"""
    FOREACH one IN ARRAY touched LOOP
        WITH RECURSIVE joined AS (
            SELECT one AS id
             UNION
            SELECT edge.other FROM joined CROSS JOIN LATERAL (
                SELECT second_id AS other FROM sameness_merge WHERE first_id = joined.id AND undone_at IS NULL
                 UNION ALL
                SELECT first_id FROM sameness_merge WHERE second_id = joined.id AND undone_at IS NULL
            ) AS edge
        )
        SELECT array_agg(id), min(id) INTO members, person FROM joined;
        IF EXISTS (
            SELECT 1 FROM unnest(members) AS member(id)
              LEFT JOIN sameness_sameperson AS pointer ON pointer.resident_id = member.id
             WHERE pointer.person_id IS DISTINCT FROM CASE WHEN member.id = person THEN NULL ELSE person END
        ) OR EXISTS (
            SELECT 1 FROM sameness_sameperson
             WHERE person_id = ANY(members) AND resident_id <> ALL(members)
        ) THEN
            RAISE EXCEPTION 'records joined with % do not all point to %', one, person
            {_BROKEN.format(name="sameness_one_person_each")};
        END IF;
        IF (SELECT count(*) FROM sameness_merge WHERE first_id = ANY(members) AND undone_at IS NULL)
           <> cardinality(members) - 1 THEN
            RAISE EXCEPTION 'records joined with % are joined twice over', one
            {_BROKEN.format(name="sameness_joined_once")};
        END IF;
        IF EXISTS (
            SELECT 1 FROM sameness_pair AS pair
             WHERE pair.first_id = ANY(members) AND pair.second_id = ANY(members)
               AND 'distinct' = (
                SELECT says FROM sameness_decision AS decision
                 WHERE decision.pair_id = pair.id AND (decision.risks = '[]'::jsonb OR EXISTS (
                    SELECT 1 FROM sameness_confirmation AS confirmation
                     WHERE confirmation.decision_id = decision.id AND confirmation.agrees))
                 ORDER BY decision.round DESC LIMIT 1)
        ) THEN
            RAISE EXCEPTION 'records joined with % are remembered as distinct', one
            {_BROKEN.format(name="sameness_not_merged_and_distinct")};
        END IF;
    END LOOP;
    RETURN NULL;
"""
_DECLARE = [
    ("touched", "bigint[]"),
    ("one", "bigint"),
    ("members", "bigint[]"),
    ("person", "bigint"),
]


def queues_for_the_lock(operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete):
    """Whoever writes takes the lock of the city first, plain SQL as well."""
    return pgtrigger.Trigger(
        name="takes_the_lock",
        when=pgtrigger.Before,
        level=pgtrigger.Statement,
        operation=operation,
        func=f"PERFORM pg_advisory_xact_lock({MERGING}); RETURN NULL;",
    )


def one_person_each(touched, *, operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete):
    """Asked when the transaction ends. See Note [One person each].

    Args:
        touched: SQL that puts the records concerned into the array ``touched``.
    """
    return pgtrigger.Trigger(
        name="one_person_each",
        when=pgtrigger.After,
        level=pgtrigger.Row,
        timing=pgtrigger.Deferred,
        operation=operation,
        declare=_DECLARE,
        func=f"{touched}{_CHECK}",
    )


def old_and_new(one, other):
    """SQL for both columns, before and after."""
    return f"""
    IF TG_OP = 'DELETE' THEN touched := ARRAY[OLD.{one}, OLD.{other}];
    ELSIF TG_OP = 'INSERT' THEN touched := ARRAY[NEW.{one}, NEW.{other}];
    ELSE touched := ARRAY[OLD.{one}, OLD.{other}, NEW.{one}, NEW.{other}];
    END IF;
    """


OF_THE_PAIR = (
    "SELECT ARRAY[first_id, second_id] INTO touched FROM sameness_pair WHERE id = NEW.pair_id;"
)
OF_THE_DECISION = """
    SELECT ARRAY[pair.first_id, pair.second_id] INTO touched FROM sameness_pair AS pair
      JOIN sameness_decision AS decision ON decision.pair_id = pair.id WHERE decision.id = NEW.decision_id;
"""


def undone_once_and_else_unchanged():
    """A merge is never removed or rewritten; it may be undone, once."""
    return [
        pgtrigger.Protect(name="stays", operation=pgtrigger.Delete),
        pgtrigger.Trigger(
            name="undone_once",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            func="""
                IF OLD.undone_at IS NOT NULL OR NEW.undone_at IS NULL
                   OR (OLD.id, OLD.first_id, OLD.second_id, OLD.decision_id, OLD.merged_at, OLD.merged_by_id)
                      IS DISTINCT FROM
                      (NEW.id, NEW.first_id, NEW.second_id, NEW.decision_id, NEW.merged_at, NEW.merged_by_id) THEN
                    RAISE EXCEPTION 'a merge may be undone once, and nothing else of it changes'
                    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'sameness_undone_once';
                END IF;
                RETURN NEW;
            """,
        ),
    ]
