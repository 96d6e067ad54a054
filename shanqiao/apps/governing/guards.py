"""What the tables of this room refuse, whoever writes to them."""

# Note [A vote and its count]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~
# Voting holds the motion's row shared, closing holds it alone, and each looks only after it has it. So a vote is either
# counted, or it finds the motion closed; whoever closes at the same moment finds the result there. Needed are, of those
# in office on the motion's day without the ones who took no part: more than the share the rules say present, more than
# the share they say of the present saying yes. An investment needs two thirds of the whole committee (US-16).

_REFUSE = "RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation'"


def unless(condition, says):
    return f"IF NOT COALESCE({condition}, false) THEN {_REFUSE.format(says=says)}; END IF;"


CITY_DAY = "(NEW.{field} AT TIME ZONE 'Asia/Shanghai')::date"

FITS_ITS_FUND = (
    unless(
        "NEW.purse_id IS NULL OR EXISTS (SELECT 1 FROM funds_purse WHERE id = NEW.purse_id AND fund_id = NEW.fund_id)",
        "a motion is about a purse of its fund",
    )
    + unless(
        f"NEW.on >= {CITY_DAY.format(field='put_at')}",
        "a motion is not put for a day that has passed",
    )
    + "RETURN NEW;"
)

RULES_ARE_DECIDED = (
    unless(
        """NEW.version = 1 OR EXISTS (
            SELECT 1 FROM governing_motion AS m JOIN governing_result AS r ON r.motion_id = m.id AND r.carried
             WHERE m.id = NEW.motion_id AND m.kind = 'rules' AND m.fund_id = NEW.fund_id)""",
        "the committee did not decide these rules",
    )
    + "RETURN NEW;"
)

VOTE_COUNTS = f"""
    SELECT * INTO m FROM governing_motion WHERE id = NEW.motion_id FOR SHARE;
    SELECT * INTO who FROM governing_member WHERE id = NEW.member_id;
    day := {CITY_DAY.format(field="at")};
    {
    unless(
        "NOT EXISTS (SELECT 1 FROM governing_result WHERE motion_id = m.id)", "the motion is closed"
    )
}
    {unless("who.fund_id = m.fund_id", "a vote is of a member of this fund")}
    {
    unless(
        "who.since <= m.on AND (who.until IS NULL OR who.until >= m.on)",
        "the member is not in office that day",
    )
}
    {
    unless(
        "NEW.at >= m.put_at AND (day = m.on OR m.way = 'letter' AND day <= m.on)",
        "this is not the time to vote",
    )
}
    {
    unless(
        '''NEW.choice = 'recused' OR NOT EXISTS (
            SELECT 1 FROM governing_interest AS stake JOIN governing_member AS holder ON holder.id = stake.member_id
             WHERE holder.person_id = who.person_id AND (stake.motion_id = m.id OR stake.party_id = m.party_id))''',
        "who has an interest takes no part",
    )
}
    RETURN NEW;
"""

COUNTS_ARE_VOTES = f"""
    SELECT * INTO m FROM governing_motion WHERE id = NEW.motion_id FOR NO KEY UPDATE;
    SELECT * INTO r FROM governing_rules WHERE fund_id = m.fund_id AND since <= m.on ORDER BY version DESC LIMIT 1;
    day := {CITY_DAY.format(field="closed_at")};
    {
    unless(
        '''(NEW.yes, NEW.no, NEW.abstained, NEW.recused) = (
            SELECT count(*) FILTER (WHERE choice = 'yes'), count(*) FILTER (WHERE choice = 'no'),
                   count(*) FILTER (WHERE choice = 'abstain'), count(*) FILTER (WHERE choice = 'recused')
              FROM governing_vote WHERE motion_id = m.id)''',
        "the counts are those of the votes",
    )
}
    {
    unless(
        '''NEW.members = (SELECT count(*) FROM governing_member
             WHERE fund_id = m.fund_id AND since <= m.on AND (until IS NULL OR until >= m.on))''',
        "the members are those in office on the day",
    )
}
    voting := NEW.members - NEW.recused;
    answered := NEW.yes + NEW.no + NEW.abstained;
    {
    unless(
        "NEW.present_needed = voting * r.quorum_over / 100 + 1", "present: more than the rules say"
    )
}
    {
    unless(
        '''NEW.yes_needed = GREATEST(answered * r.majority_over / 100 + 1,
            CASE WHEN m.kind = 'investment' THEN (2 * NEW.members + 2) / 3 ELSE 0 END)''',
        "yes: more than the rules say",
    )
}
    {
    unless(
        "day > m.on OR answered + NEW.recused = NEW.members AND day <= m.on",
        "not everybody has answered yet",
    )
}
    RETURN NEW;
"""
