"""What the tables of matches refuse, whoever writes to them. See Note [A line and its postings belong together at a time]."""

import pgtrigger

from shanqiao.apps.record.refusals import refuse


def takes_the_turn_of_its_line():
    """The turn first, then whether a match of the line holds."""
    return pgtrigger.Trigger(
        name="takes_the_turn_of_its_line",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            SELECT count(*) INTO NEW.line_turn FROM bank_match WHERE line_id = NEW.line_id;
            IF EXISTS (
                SELECT FROM bank_match AS other WHERE other.line_id = NEW.line_id
                   AND NOT EXISTS (SELECT FROM bank_unmatch WHERE match_id = other.id)
            ) THEN
                {refuse("bank_line_matched_once")}
            END IF;
            RETURN NEW;
        """,
    )


def has_room_and_takes_its_turn():
    """A place that the match has; the turn first, then whether a match of the posting holds."""
    return pgtrigger.Trigger(
        name="has_room_and_takes_its_turn",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            IF NOT EXISTS (SELECT FROM bank_match WHERE id = NEW.match_id AND size > NEW.part) THEN
                {refuse("bank_match_part_once")}
            END IF;
            SELECT count(*) INTO NEW.posting_turn FROM bank_matchpart WHERE posting = NEW.posting;
            IF EXISTS (
                SELECT FROM bank_matchpart AS other WHERE other.posting = NEW.posting
                   AND NOT EXISTS (SELECT FROM bank_unmatch WHERE match_id = other.match_id)
            ) THEN
                {refuse("bank_posting_matched_once")}
            END IF;
            RETURN NEW;
        """,
    )


def adds_up_when_it_ends():
    """As many postings as the match says, on the side of its line, that add up to it."""
    return pgtrigger.Trigger(
        name="adds_up_when_it_ends",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        declare=[("line", "record"), ("found", "record")],
        func=f"""
            SELECT l.amount, a.host_id, a.number_in_books AS number, a.currency INTO line
              FROM bank_statementline AS l JOIN bank_bankaccount AS a ON a.id = l.account_id
             WHERE l.id = NEW.line_id;
            SELECT count(*) AS size, sum(posting.amount) AS amount INTO found
              FROM bank_matchpart AS part
              JOIN books_posting AS posting ON posting.id = part.posting
              JOIN books_account AS side
                ON side.id = CASE WHEN line.amount > 0 THEN posting.debit_id ELSE posting.credit_id END
             WHERE part.match_id = NEW.id AND side.host_id = line.host_id
               AND side.number = line.number AND side.unit = 'fen' AND side.line_id IS NULL;
            IF line.currency <> 'CNY' OR found.size <> NEW.size OR found.amount <> abs(line.amount) THEN
                {refuse("bank_match_adds_up")}
            END IF;
            RETURN NULL;
        """,
    )
