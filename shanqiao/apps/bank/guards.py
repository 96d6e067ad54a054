"""What the tables of matches refuse, whoever writes to them. See Note [A line and its postings belong together at a time]."""

import pgtrigger

from shanqiao.apps.record.refusals import refuse


def has_room_and_takes_the_turn_of_its_line():
    """A place that the match has; the turn first, then whether a match of the line holds."""
    return pgtrigger.Trigger(
        name="has_room_and_takes_the_turn_of_its_line",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=_has_room("line_count", "bank_match_line_once")
        + _takes_its_turn("bank_matchline", "line_id", "line_turn", "bank_line_matched_once"),
    )


def has_room_and_takes_its_turn():
    """A place that the match has; the turn first, then whether a match of the posting holds."""
    return pgtrigger.Trigger(
        name="has_room_and_takes_its_turn",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=_has_room("size", "bank_match_part_once")
        + _takes_its_turn("bank_matchpart", "posting", "posting_turn", "bank_posting_matched_once"),
    )


def adds_up_when_it_ends():
    """As many lines and postings as the match says, on one side of one account, that add up to the same."""
    return pgtrigger.Trigger(
        name="adds_up_when_it_ends",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        declare=[("wrote", "record"), ("account", "record"), ("found", "record")],
        func=f"""
            SELECT count(*) AS lines, sum(line.amount) AS amount, min(line.account_id) AS account,
                   count(DISTINCT line.account_id) = 1 AND count(DISTINCT sign(line.amount)) = 1 AS alike
              INTO wrote
              FROM bank_matchline AS part JOIN bank_statementline AS line ON line.id = part.line_id
             WHERE part.match_id = NEW.id;
            SELECT host_id, number_in_books AS number, currency INTO account
              FROM bank_bankaccount WHERE id = wrote.account;
            SELECT count(*) AS size, sum(posting.amount) AS amount INTO found
              FROM bank_matchpart AS part
              JOIN books_posting AS posting ON posting.id = part.posting
              JOIN books_account AS side
                ON side.id = CASE WHEN wrote.amount > 0 THEN posting.debit_id ELSE posting.credit_id END
             WHERE part.match_id = NEW.id AND side.host_id = account.host_id
               AND side.number = account.number AND side.unit = 'fen' AND side.line_id IS NULL;
            IF wrote.lines <> NEW.line_count OR NOT wrote.alike OR account.currency <> 'CNY'
               OR found.size <> NEW.size OR found.amount <> abs(wrote.amount) THEN
                {refuse("bank_match_adds_up")}
            END IF;
            RETURN NULL;
        """,
    )


def _has_room(count, limit):
    return f"""
            IF NOT EXISTS (SELECT FROM bank_match WHERE id = NEW.match_id AND {count} > NEW.part) THEN
                {refuse(limit)}
            END IF;"""


def _takes_its_turn(table, of, turn, limit):
    return f"""
            SELECT count(*) INTO NEW.{turn} FROM {table} WHERE {of} = NEW.{of};
            IF EXISTS (
                SELECT FROM {table} AS other WHERE other.{of} = NEW.{of}
                   AND NOT EXISTS (SELECT FROM bank_unmatch WHERE match_id = other.match_id)
            ) THEN
                {refuse(limit)}
            END IF;
            RETURN NEW;
        """
