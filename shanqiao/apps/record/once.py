"""Triggers under which what was written stays, but for what is filled in once."""

import pgtrigger


def is_not_emptied():
    """Triggers do not stop TRUNCATE by themselves; this one does."""
    return pgtrigger.Trigger(
        name="is_not_emptied",
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        level=pgtrigger.Statement,
        func="RAISE EXCEPTION 'rows of % stay as written', TG_TABLE_NAME;",
    )


def filled_in_once(name, *columns):
    """``columns`` of a row are filled in together, once; the rest stays, and no row is removed.

    Args:
        columns: as the table names them; the first is empty until they are filled in.
    """
    rest = " - ".join(f"'{column}'" for column in columns)
    return [
        pgtrigger.Protect(name="stays", operation=pgtrigger.Delete),
        pgtrigger.Trigger(
            name=name,
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            func=f"""
                IF OLD.{columns[0]} IS NOT NULL OR NEW.{columns[0]} IS NULL
                   OR (to_jsonb(OLD) - {rest}) <> (to_jsonb(NEW) - {rest}) THEN
                    RAISE EXCEPTION 'rows of % change once and stay as written otherwise', TG_TABLE_NAME;
                END IF;
                RETURN NEW;
            """,
        ),
        is_not_emptied(),
    ]
