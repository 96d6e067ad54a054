"""Posting, laying and taking, in the database: one question for one movement. See Notes [A line of fen] and [Turns]."""

from django.db import migrations

TURN = """
CREATE FUNCTION books_turn() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT pg_current_xact_id()::text::bigint + coalesce((SELECT turns FROM books_shift), 0)
$$;
CREATE FUNCTION books_finished() RETURNS bigint LANGUAGE sql STABLE AS $$
    -- every transaction before this turn is over, in whatever database
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint
         + coalesce((SELECT turns FROM books_shift), 0)
$$;
CREATE FUNCTION books_over() RETURNS bigint LANGUAGE sql STABLE AS $$
    -- the same for this database alone: one that runs in another does not write here
    WITH running AS (SELECT pg_snapshot_xip(pg_current_snapshot())::text::bigint AS id)
    SELECT coalesce(
               (SELECT min(running.id) FROM running WHERE NOT EXISTS (
                   SELECT FROM pg_stat_activity AS other
                   WHERE other.backend_xid::text::bigint = running.id % 4294967296
                     AND other.datname <> current_database())),
               pg_snapshot_xmax(pg_current_snapshot())::text::bigint
           ) + coalesce((SELECT turns FROM books_shift), 0)
$$;
"""

REFUSE = """
CREATE FUNCTION books_refuse(code text, limit_name text, word text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = code, CONSTRAINT = limit_name, MESSAGE = word;
END $$;
"""

LAY = """
CREATE FUNCTION books_lay(asked bigint, but bigint[] DEFAULT '{}') RETURNS bigint LANGUAGE plpgsql AS $$
-- Lay what was given to a line and is not laid, but much; the caller holds its lock. Returns how much.
DECLARE
    begins bigint; seen bigint; finished bigint := books_finished(); more bigint;
BEGIN
    SELECT in_high, laid_turn INTO begins, seen FROM books_line WHERE id = asked;
    WITH given AS (
        SELECT posting.id, posting.amount,
               sum(posting.amount) OVER (ORDER BY posting.turn, posting.id) AS upto
        FROM books_account AS account
        JOIN books_posting AS posting ON posting.credit_id = account.id AND posting.turn >= seen
        WHERE account.line_id = asked AND account.flow = 'in' AND posting.id <> ALL (but)
          AND NOT EXISTS (
              SELECT FROM books_stretch AS laid WHERE laid.posting_id = posting.id AND laid.side = 'i'
          )
    ), laid AS (
        INSERT INTO books_stretch (posting_id, line_id, side, low, high, back)
        SELECT id, asked, 'i', begins + upto - amount, begins + upto, 0 FROM given ORDER BY upto
        RETURNING high - low AS amount
    )
    SELECT coalesce(sum(amount), 0) INTO more FROM laid;
    UPDATE books_line SET in_high = begins + more, laid_turn = greatest(laid_turn, finished)
     WHERE id = asked AND (more > 0 OR finished > laid_turn);
    RETURN more;
END $$;

CREATE FUNCTION books_lay_if_free(asked bigint) RETURNS bigint LANGUAGE plpgsql AS $$
-- The same, unless somebody else holds the line: then they, or the next, lay it.
BEGIN
    PERFORM FROM books_line WHERE id = asked FOR NO KEY UPDATE SKIP LOCKED;
    RETURN CASE WHEN FOUND THEN books_lay(asked) ELSE 0 END;
END $$;
"""

TAKE = """
CREATE FUNCTION books_take(asked bigint, taken_by bigint, amount bigint) RETURNS void LANGUAGE plpgsql AS $$
-- Take the next fen of a line, around those given back before their turn. The caller holds its lock.
DECLARE
    here bigint; passed bigint := 0; rest bigint := amount; much bigint; skip record;
BEGIN
    SELECT out_high INTO here FROM books_line WHERE id = asked;
    WHILE rest > 0 LOOP
        SELECT low, high INTO skip FROM books_stretch
         WHERE line_id = asked AND side = 'o' AND low >= here ORDER BY low LIMIT 1;
        much := CASE WHEN FOUND THEN least(rest, skip.low - here) ELSE rest END;
        IF much > 0 THEN
            INSERT INTO books_stretch (posting_id, line_id, side, low, high, back)
            VALUES (taken_by, asked, 'o', here, here + much, 0);
            here := here + much; rest := rest - much;
        END IF;
        IF rest > 0 THEN
            passed := passed + skip.high - skip.low;
            here := skip.high;
        END IF;
    END LOOP;
    UPDATE books_line SET out_high = here, ahead = ahead - passed WHERE id = asked;
END $$;

CREATE FUNCTION books_give_back(asked bigint, taken_by bigint, gift bigint, amount bigint) RETURNS void LANGUAGE plpgsql AS $$
-- The unused far end of a gift leaves the line. The caller holds its lock.
DECLARE
    part record; kept bigint; much bigint; used bigint;
BEGIN
    SELECT out_high INTO used FROM books_line WHERE id = asked;
    SELECT coalesce(sum(greatest(0, high - back - greatest(low, used))), 0) - amount INTO kept
      FROM books_stretch WHERE posting_id = gift AND line_id = asked AND side = 'i';
    IF kept < 0 THEN
        PERFORM books_refuse('23514', 'books_given_back_unused', 'this was used already');
    END IF;
    FOR part IN SELECT id, greatest(low, used) AS low, high - back AS high FROM books_stretch
                 WHERE posting_id = gift AND line_id = asked AND side = 'i' ORDER BY low LOOP
        much := greatest(0, part.high - part.low);
        IF much > kept THEN
            INSERT INTO books_stretch (posting_id, line_id, side, low, high, back)
            VALUES (taken_by, asked, 'o', part.low + kept, part.high, 0);
            UPDATE books_stretch SET back = back + much - kept WHERE id = part.id;
        END IF;
        kept := greatest(0, kept - much);
    END LOOP;
    UPDATE books_line SET ahead = ahead + amount, given_back = given_back + amount WHERE id = asked;
END $$;

CREATE FUNCTION books_carry(posting bigint, line bigint, amount bigint, piece bigint[]) RETURNS void LANGUAGE plpgsql AS $$
-- Lay fen that were on another line (or here) before: piece is that line, and the first of its fen.
DECLARE begins bigint;
BEGIN
    SELECT in_high INTO begins FROM books_line WHERE id = line;
    INSERT INTO books_stretch (posting_id, line_id, side, low, high, back, source_id, source_low)
    VALUES (posting, line, 'i', begins, begins + amount, 0, piece[1], piece[2]);
    UPDATE books_line SET in_high = in_high + amount WHERE id = line;
END $$;

CREATE FUNCTION books_come_back(asked bigint, laid_by bigint, use bigint, amount bigint, pieces bigint[][]) RETURNS void
LANGUAGE plpgsql AS $$
-- The far end of what a use took comes back to the end of the line. The caller holds its lock.
-- pieces: [line, low, length] where it lay meanwhile; without any, it is the fen that were taken.
DECLARE
    part record; piece bigint[]; kept bigint; much bigint;
BEGIN
    IF cardinality(pieces) > 0 THEN
        FOREACH piece SLICE 1 IN ARRAY pieces LOOP
            PERFORM books_carry(laid_by, asked, piece[3], piece);
        END LOOP;
    END IF;
    SELECT coalesce(sum(high - low - back), 0) - amount INTO kept
      FROM books_stretch WHERE posting_id = use AND line_id = asked AND side = 'o';
    IF kept < 0 THEN
        PERFORM books_refuse('23514', 'books_reversed_once', 'more would come back than was taken');
    END IF;
    FOR part IN SELECT id, low, high - back AS high FROM books_stretch
                 WHERE posting_id = use AND line_id = asked AND side = 'o' ORDER BY low LOOP
        much := part.high - part.low;
        IF much > kept THEN
            IF cardinality(pieces) = 0 THEN
                PERFORM books_carry(laid_by, asked, much - kept, ARRAY[asked, part.low + kept]);
            END IF;
            UPDATE books_stretch SET back = back + much - kept WHERE id = part.id;
        END IF;
        kept := greatest(0, kept - much);
    END LOOP;
    UPDATE books_line SET refunded = refunded + amount WHERE id = asked;
END $$;
"""

FLOW = """
CREATE FUNCTION books_next(pieces bigint[][], amount bigint, OUT first bigint[][], OUT others bigint[][])
LANGUAGE plpgsql IMMUTABLE AS $$
-- The first so many fen of some pieces [line, low, length], and what is left of these.
DECLARE
    piece bigint[]; rest bigint := amount; much bigint;
BEGIN
    first := '{}'; others := '{}';
    IF cardinality(pieces) = 0 THEN
        RETURN;
    END IF;
    FOREACH piece SLICE 1 IN ARRAY pieces LOOP
        much := least(rest, piece[3]);
        IF much > 0 THEN
            first := first || ARRAY[ARRAY[piece[1], piece[2], much]];
        END IF;
        IF much < piece[3] THEN
            others := others || ARRAY[ARRAY[piece[1], piece[2] + much, piece[3] - much]];
        END IF;
        rest := rest - much;
    END LOOP;
END $$;

CREATE FUNCTION books_hold_used(asked bigint, used_by bigint, asked_amount bigint, now timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
-- A promise is used; what it held beyond that is free again. The caller holds the line's lock.
DECLARE hold record;
BEGIN
    SELECT * INTO hold FROM books_hold WHERE id = asked FOR NO KEY UPDATE;
    IF hold.ended_at IS NOT NULL THEN
        PERFORM books_refuse('23505', 'books_hold_ends_once', 'this promise has ended');
    END IF;
    UPDATE books_hold SET ended_at = now, used = asked_amount, posting_id = used_by WHERE id = asked;
    UPDATE books_line SET held = held - hold.amount WHERE id = hold.line_id;
END $$;

CREATE FUNCTION books_flow(ids bigint[], hold bigint, now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
-- What a movement that takes does to its lines.
DECLARE
    moved record; asked bigint; piece bigint[]; mine bigint[][]; waiting bigint[][] := '{}'; coming record;
    left_sum bigint := 0; in_sum bigint := 0; hold_line bigint;
BEGIN
    -- one order for everybody: what is reversed, then lines, each by number
    PERFORM FROM books_posting
      WHERE id IN (SELECT reverses_id FROM books_posting WHERE id = ANY (ids))
      ORDER BY id FOR NO KEY UPDATE;
    PERFORM FROM books_line WHERE id IN (
        SELECT account.line_id FROM books_posting AS posting
        JOIN books_account AS account ON account.id IN (posting.debit_id, posting.credit_id)
        WHERE posting.id = ANY (ids) AND account.flow <> ''
    ) ORDER BY id FOR NO KEY UPDATE;
    FOR asked IN
        SELECT DISTINCT account.line_id FROM books_posting AS posting
        JOIN books_account AS account ON account.id IN (posting.debit_id, posting.credit_id)
        WHERE posting.id = ANY (ids) AND account.flow <> ''
    LOOP
        PERFORM books_lay(asked, ids);
    END LOOP;
    SELECT line_id INTO hold_line FROM books_hold WHERE id = hold;

    FOR moved IN  -- first everything that leaves a line
        SELECT posting.id, posting.amount, posting.reverses_id, of.amount AS of_amount,
               of.debit_id AS of_debit, of.credit_id AS of_credit, posting.debit_id, posting.credit_id,
               debit.flow AS d_flow, debit.line_id AS d_line, credit.flow AS c_flow, credit.line_id AS c_line
        FROM books_posting AS posting
        JOIN books_account AS debit ON debit.id = posting.debit_id
        JOIN books_account AS credit ON credit.id = posting.credit_id
        LEFT JOIN books_posting AS of ON of.id = posting.reverses_id
        WHERE posting.id = ANY (ids) ORDER BY posting.part
    LOOP
        IF moved.reverses_id IS NOT NULL AND (
            SELECT sum(amount) FROM books_posting WHERE reverses_id = moved.reverses_id
        ) > moved.of_amount THEN
            PERFORM books_refuse('23514', 'books_reversed_once', 'more would be reversed than there was');
        END IF;
        IF moved.d_flow = 'in' AND moved.debit_id IS DISTINCT FROM moved.of_credit
           OR moved.c_flow = 'out' AND moved.credit_id IS DISTINCT FROM moved.of_debit THEN
            PERFORM books_refuse('23514', 'books_reversal_is_named', 'say which posting this takes back');
        END IF;
        IF moved.d_flow = 'out' THEN
            IF hold_line = moved.d_line THEN
                PERFORM books_hold_used(hold, moved.id, moved.amount, now);
                hold_line := NULL;
            END IF;
            PERFORM books_take(moved.d_line, moved.id, moved.amount);
        ELSIF moved.d_flow = 'in' THEN
            PERFORM books_give_back(moved.d_line, moved.id, moved.reverses_id, moved.amount);
        END IF;
        IF moved.d_flow <> '' THEN
            left_sum := left_sum + moved.amount;
            SELECT coalesce(waiting || array_agg(ARRAY[line_id, low, high - low] ORDER BY low), waiting)
              INTO waiting FROM books_stretch WHERE posting_id = moved.id AND side = 'o';
        END IF;
        IF moved.c_flow <> '' THEN
            in_sum := in_sum + moved.amount;
        END IF;
    END LOOP;
    IF hold_line IS NOT NULL THEN
        PERFORM books_refuse('23514', 'books_hold_of_another_line', 'this promise is of another purse');
    END IF;
    IF left_sum > 0 AND in_sum > 0 AND left_sum <> in_sum THEN
        PERFORM books_refuse('23514', 'books_what_moves_adds_up', 'what leaves and what comes differ');
    END IF;

    FOR moved IN  -- then what comes to a line: the very fen that left, where some did
        SELECT posting.id, posting.amount, posting.reverses_id, credit.flow, credit.line_id
        FROM books_posting AS posting JOIN books_account AS credit ON credit.id = posting.credit_id
        WHERE posting.id = ANY (ids) AND credit.flow <> '' ORDER BY posting.part
    LOOP
        SELECT * INTO coming FROM books_next(waiting, moved.amount);
        waiting := coming.others;
        mine := coming.first;
        IF moved.flow = 'out' THEN
            PERFORM books_come_back(moved.line_id, moved.id, moved.reverses_id, moved.amount, mine);
        ELSIF cardinality(mine) > 0 THEN
            FOREACH piece SLICE 1 IN ARRAY mine LOOP
                PERFORM books_carry(moved.id, moved.line_id, piece[3], piece);
            END LOOP;
        END IF;
    END LOOP;
END $$;
"""

POST = """
CREATE FUNCTION books_post(
    asked_key uuid, asked_kind text, asked_about text, asked_on date, asked_at timestamptz,
    debits bigint[], credits bigint[], amounts bigint[], reversed bigint[], hold bigint
) RETURNS bigint[] LANGUAGE plpgsql AS $$
-- Write one movement; the same again is what was written. Returns its postings, in the order of their parts.
DECLARE
    ids bigint[]; fits int; takes boolean; there bigint[];
BEGIN
    WITH asked AS MATERIALIZED (
        SELECT r.part, r.debit, r.credit, r.amount, r.of,
               d.flow <> '' OR c.flow = 'out' OR r.of IS NOT NULL AS takes
        FROM unnest(debits, credits, amounts, reversed) WITH ORDINALITY AS r(debit, credit, amount, of, part)
        JOIN books_account AS d ON d.id = r.debit
        JOIN books_account AS c ON c.id = r.credit AND c.unit = d.unit AND c.host_id = d.host_id
    ), written AS (
        INSERT INTO books_posting
            (key, part, kind, debit_id, credit_id, amount, about, "on", at, reverses_id, turn)
        SELECT asked_key, part, asked_kind, debit, credit, amount, asked_about, asked_on, asked_at, of,
               books_turn()
        FROM asked ORDER BY part
        ON CONFLICT (key, part) DO NOTHING
        RETURNING id, part
    )
    SELECT (SELECT array_agg(id ORDER BY part) FROM written), count(*), bool_or(asked.takes)
      INTO ids, fits, takes FROM asked;
    IF fits <> cardinality(debits) THEN
        PERFORM books_refuse('23514', 'books_same_unit_and_host', 'accounts of one host and one unit');
    END IF;
    IF ids IS NULL OR cardinality(ids) < fits THEN
        SELECT array_agg(id ORDER BY part) INTO there FROM books_posting
         WHERE key = asked_key AND kind = asked_kind AND about = asked_about AND "on" = asked_on
           AND debit_id = debits[part] AND credit_id = credits[part] AND amount = amounts[part]
           AND reverses_id IS NOT DISTINCT FROM reversed[part];
        IF ids IS NULL AND cardinality(there) = fits
           AND fits = (SELECT count(*) FROM books_posting WHERE key = asked_key) THEN
            RETURN there;
        END IF;
        PERFORM books_refuse('23505', 'books_posted_once', 'something else was booked under this key');
    END IF;
    IF takes THEN
        PERFORM books_flow(ids, hold, asked_at);
    END IF;
    RETURN ids;
END $$;

CREATE FUNCTION books_post_one(
    asked_key uuid, asked_kind text, asked_about text, asked_on date, asked_at timestamptz,
    asked_debit bigint, asked_credit bigint, asked_amount bigint
) RETURNS bigint[] LANGUAGE plpgsql AS $$
-- The same for the most usual movement, one posting that takes nothing; whatever it is not is left to books_post.
DECLARE made bigint;
BEGIN
    INSERT INTO books_posting (key, part, kind, debit_id, credit_id, amount, about, "on", at, turn)
    SELECT asked_key, 1, asked_kind, d.id, c.id, asked_amount, asked_about, asked_on, asked_at,
           pg_current_xact_id()::text::bigint + coalesce((SELECT turns FROM books_shift), 0)
    FROM books_account AS d, books_account AS c
    WHERE d.id = asked_debit AND d.flow = '' AND c.id = asked_credit AND c.flow <> 'out'
      AND c.unit = d.unit AND c.host_id = d.host_id
    ON CONFLICT (key, part) DO NOTHING
    RETURNING id INTO made;
    IF FOUND THEN
        RETURN ARRAY[made];
    END IF;
    RETURN books_post(asked_key, asked_kind, asked_about, asked_on, asked_at, ARRAY[asked_debit],
                      ARRAY[asked_credit], ARRAY[asked_amount], ARRAY[NULL::bigint], NULL);
END $$;

CREATE FUNCTION books_post_many(
    keys uuid[], asked_kind text, abouts text[], ons date[], asked_at timestamptz,
    debits bigint[], credits bigint[], amounts bigint[]
) RETURNS bigint LANGUAGE plpgsql AS $$
-- Write many movements of one part that take from no line. Returns how many were not there before.
DECLARE
    written bigint; wrong bigint; this_turn bigint := books_turn();
BEGIN
    BEGIN  -- nearly always all are new; looking for each whether it is there costs a fifth
        INSERT INTO books_posting (key, part, kind, debit_id, credit_id, amount, about, "on", at, turn)
        SELECT r.key, 1, asked_kind, r.debit, r.credit, r.amount, r.about, r.day, asked_at, this_turn
        FROM unnest(keys, abouts, ons, debits, credits, amounts) AS r(key, about, day, debit, credit, amount)
        JOIN books_account AS d ON d.id = r.debit AND d.flow = ''
        JOIN books_account AS c ON c.id = r.credit AND c.flow <> 'out' AND c.unit = d.unit AND c.host_id = d.host_id;
        GET DIAGNOSTICS written = ROW_COUNT;
    EXCEPTION WHEN unique_violation THEN
        INSERT INTO books_posting (key, part, kind, debit_id, credit_id, amount, about, "on", at, turn)
        SELECT r.key, 1, asked_kind, r.debit, r.credit, r.amount, r.about, r.day, asked_at, this_turn
        FROM unnest(keys, abouts, ons, debits, credits, amounts) AS r(key, about, day, debit, credit, amount)
        JOIN books_account AS d ON d.id = r.debit AND d.flow = ''
        JOIN books_account AS c ON c.id = r.credit AND c.flow <> 'out' AND c.unit = d.unit AND c.host_id = d.host_id
        ON CONFLICT (key, part) DO NOTHING;
        GET DIAGNOSTICS written = ROW_COUNT;
    END;
    IF written < cardinality(keys) THEN  -- some were there before, or do not fit: the same, or refused
        SELECT count(*) INTO wrong
        FROM unnest(keys, abouts, ons, debits, credits, amounts) AS r(key, about, day, debit, credit, amount)
        LEFT JOIN books_posting AS there ON there.key = r.key AND there.part = 1
        WHERE there.id IS NULL;
        IF wrong > 0 THEN
            PERFORM books_refuse('23514', 'books_same_unit_and_host', 'accounts of one host and one unit');
        END IF;
        SELECT count(*) INTO wrong
        FROM unnest(keys, abouts, ons, debits, credits, amounts) AS r(key, about, day, debit, credit, amount)
        JOIN books_posting AS there ON there.key = r.key AND there.part = 1
        WHERE (there.kind, there.about, there."on", there.debit_id, there.credit_id, there.amount)
           <> (asked_kind, r.about, r.day, r.debit, r.credit, r.amount);
        IF wrong > 0 THEN
            PERFORM books_refuse('23505', 'books_posted_once', 'something else was booked under a key');
        END IF;
    END IF;
    RETURN written;
END $$;

CREATE FUNCTION books_reserve(asked bigint, amount bigint, about text, at timestamptz, until timestamptz)
RETURNS bigint LANGUAGE plpgsql AS $$
-- Promise part of a line. Returns the hold.
DECLARE made bigint;
BEGIN
    PERFORM FROM books_line WHERE id = asked FOR NO KEY UPDATE;
    PERFORM books_lay(asked);
    UPDATE books_line SET held = held + amount WHERE id = asked;
    INSERT INTO books_hold (line_id, amount, about, at, until, used)
    VALUES (asked, amount, about, at, until, 0) RETURNING id INTO made;
    RETURN made;
END $$;

CREATE FUNCTION books_release(asked bigint, now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE hold record;
BEGIN
    PERFORM FROM books_line WHERE id = (SELECT line_id FROM books_hold WHERE books_hold.id = asked)
      FOR NO KEY UPDATE;
    PERFORM books_hold_used(asked, NULL, 0, now);
END $$;
"""

ALL = (TURN, REFUSE, LAY, TAKE, FLOW, POST)
DROP = "".join(
    f"DROP FUNCTION books_{name};"
    for name in (
        "release", "reserve", "post_many", "post_one", "post", "flow", "hold_used", "next", "come_back", "carry", "give_back",
        "take", "lay_if_free", "lay", "refuse", "over", "finished", "turn",
    )
)


class Migration(migrations.Migration):
    dependencies = [("books", "0001_initial")]
    operations = [migrations.RunSQL("".join(ALL), DROP)]
