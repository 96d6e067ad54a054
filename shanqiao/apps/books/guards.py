"""What the table of postings refuses, whoever writes to it."""

import pgtrigger


def takes_back_what_is_there():
    """A posting that takes another back names one there is; none is ever removed. It costs those that name none nothing."""
    return pgtrigger.Trigger(
        name="takes_back_what_is_there",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Condition("NEW.reverses_id IS NOT NULL"),
        func="""
            IF NOT EXISTS (SELECT FROM books_posting WHERE id = NEW.reverses_id) THEN
                RAISE EXCEPTION 'refused' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'books_takes_back_a_posting';
            END IF;
            RETURN NEW;
        """,
    )
