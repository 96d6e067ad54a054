"""A rule keeper opens a rule and words it; another one switches the wording on after it was tried."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shanqiao.apps.people.queries import keeps_rules
from shanqiao.apps.record.actions import note
from shanqiao.apps.record.refusals import in_words
from shanqiao.engines.eligibility import CannotReadExpression

from .days import too_far
from .locks import hold_rule
from .models import InForce, Rule, RuleVersion
from .queries import tried_for
from .vocabulary import parameters_on, read_rule

DAY = timedelta(days=1)


class CannotDraftRule(Exception):
    """The condition cannot be read, something is missing, or another person must write it."""


class CannotSwitchOnRule(Exception):
    """Its writer may not, nobody tried it lately, it was in force before, or the day is not free."""


class CannotSwitchOffRule(Exception):
    """It ended already, the day is over, no reason is given, or another person must end it."""


def open_rule(*, name, name_en, purpose, by, at):
    """A rule keeper opens a rule; what it says comes with its first version.

    Raises:
        CannotDraftRule: with the reason in words.
    """
    _must_keep_rules(by, CannotDraftRule)
    try:
        with transaction.atomic():
            rule = Rule.objects.create(
                name=name.strip(),
                name_en=name_en.strip(),
                purpose=purpose.strip(),
                opened_by=by,
                opened_at=at,
            )
            note(act="rules.open", subject=rule, by=by, at=at)
    except IntegrityError as refusal:
        raise CannotDraftRule(in_words(refusal, Rule)) from refusal
    return rule


def draft_rule(*, rule, text, reason, source, by, at):
    """A rule keeper words a rule anew. Nothing changes for anybody until it is switched on.

    Args:
        text: the condition, in the language of rules with the vocabulary of residents.
        source: document and article it rests on.

    Raises:
        CannotDraftRule: with the reason in words; where the condition cannot be read, with its place.
    """
    _must_keep_rules(by, CannotDraftRule)
    try:
        read_rule(text)
    except CannotReadExpression as refusal:
        raise CannotDraftRule(_told_where(refusal)) from refusal
    try:
        with transaction.atomic():
            version = RuleVersion.objects.create(
                rule=rule,
                text=text.strip(),
                reason=reason.strip(),
                source=source.strip(),
                written_by=by,
                written_at=at,
            )
            note(act="rules.draft", subject=version, by=by, at=at, why=version.reason)
    except IntegrityError as refusal:
        raise CannotDraftRule(in_words(refusal, RuleVersion)) from refusal
    return version


def switch_on_rule(*, version, first_on, by, at):
    """Another rule keeper than its writer brings a version into force; the one before it ends the day before.

    See Note [Nobody switches on what nobody tried].

    Raises:
        CannotSwitchOnRule: with the reason in words, and what to do.
    """
    _must_keep_rules(by, CannotSwitchOnRule)
    if first_on < localdate(at):
        raise CannotSwitchOnRule(
            _("A rule comes into force today or later: what was decided before stays decided.")
        )
    if says := too_far(first_on, at=at):
        raise CannotSwitchOnRule(says)
    tried = tried_for(version, first_on=first_on, at=at)
    if tried is None:
        raise CannotSwitchOnRule(_says_untried())
    _must_have_values(version, first_on)
    try:
        with transaction.atomic():
            hold_rule(version.rule_id)
            before = _end_what_is_in_force(version.rule, first_on, by=by, at=at)
            begun = InForce.objects.create(
                version=version,
                simulation=tried,
                first_on=first_on,
                follows=before,
                switched_by=by,
                switched_at=at,
            )
            note(act="rules.switch_on", subject=version, by=by, at=at, why=version.source)
    except IntegrityError as refusal:
        name = getattr(getattr(refusal.__cause__, "diag", None), "constraint_name", None)
        if name == "rules_simulated_lately":
            raise CannotSwitchOnRule(_says_untried()) from refusal
        raise CannotSwitchOnRule(in_words(refusal, InForce)) from refusal
    begun.refresh_from_db()
    return begun


def switch_off_rule(*, rule, last_on, why, by, at):
    """A rule keeper ends what is in force of a rule; nobody has anything by it after that day.

    Raises:
        CannotSwitchOffRule: with the reason in words.
    """
    _must_keep_rules(by, CannotSwitchOffRule)
    if last_on < localdate(at):
        raise CannotSwitchOffRule(
            _("A rule ends today or later: what was decided before stays decided.")
        )
    if says := too_far(last_on, at=at):
        raise CannotSwitchOffRule(says)
    try:
        with transaction.atomic():
            hold_rule(rule.pk)
            ended = (
                InForce.objects.standing()
                .filter(rule=rule, ended_at=None)
                .update(ended_at=at, ended_by=by, ended_why=why.strip(), last_on=last_on)
            )
            if not ended:
                raise CannotSwitchOffRule(
                    _("No version of this rule is in force without an end. Please reload the rule.")
                )
            note(act="rules.switch_off", subject=rule, by=by, at=at, why=why.strip())
    except IntegrityError as refusal:
        raise CannotSwitchOffRule(in_words(refusal, InForce)) from refusal


def _told_where(refusal):
    """What cannot be read in a condition, and where, in the language of the page."""
    chinese = (get_language() or "zh").startswith("zh")
    return _("Place %(place)s: %(problem)s") % {
        "place": refusal.position,
        "problem": refusal.zh if chinese else refusal.en,
    }


def _end_what_is_in_force(rule, first_on, *, by, at):
    """End on the day before what is in force without an end: its row, or None."""
    running = InForce.objects.standing().filter(rule=rule, ended_at=None)
    row = running.select_for_update(no_key=True).first()
    if row is None:
        return None
    if row.first_on >= first_on:
        raise CannotSwitchOnRule(
            _(
                "Another version comes into force on %(day)s. Nothing was changed. Please choose a later day, or call that one off while its day is ahead."
            )
            % {"day": f"{row.first_on:%Y-%m-%d}"}
        )
    InForce.objects.filter(pk=row.pk).update(
        ended_at=at, ended_by=by, ended_why=_("a later version"), last_on=first_on - DAY
    )
    return row


def _must_have_values(version, day):
    lacking = sorted(read_rule(version.text).parameters - set(parameters_on(day)))
    if lacking:
        raise CannotSwitchOnRule(
            _(
                "%(names)s has no value on %(day)s. Nothing was changed. Please write its value with its source first."
            )
            % {"names": ", ".join(lacking), "day": f"{day:%Y-%m-%d}"}
        )


def _must_keep_rules(person, refusal):
    if not keeps_rules(person):
        raise refusal(_("Only rule keepers of the city change its rules."))


def _says_untried():
    return _(
        "Nobody tried this version in the last seven days, as on a day within a month of this one and compared with what is in force then. Nothing was changed. Please simulate it so, look at who comes in and who goes out, and switch it on then."
    )
