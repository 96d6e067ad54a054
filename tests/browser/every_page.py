"""Every page there is, found by following links as each person would: it opens, it is valid HTML, everybody can use it.

Two test files walk it, wide in Chinese and on a phone in English, so that two workers can share the way.
"""

import json
import shutil
import subprocess
from collections import deque
from urllib.parse import urlsplit

import pytest
from django.urls import get_resolver, resolve

from tests.browser.running import ROOT
from tests.browser.shape import pieces_of

DESKS = [
    None,
    "station",
    "counsellor",
    "station_supervisor",
    "handler",
    "manager",
    "cashier",
    "supervisor",
    "adjudicator",
    "rules",
]
VNU = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
NO_PAGES = {  # they answer a form, and lead back to a page
    "set_language",
    "draft",
    "service-worker",  # the program itself
    "phone",  # for the pages' own scripts
    "phone-arrived",  # the same
    "no-network",  # shown instead of a page that could not be fetched
    "station:resident-consent",
    "station:resident-consent-evidence",  # the picture or PDF itself
    "station:resident-consent-withdraw",
    "station:resident-correction",
    "station:resident-guidance-letter",  # the file itself
    "station:resident-sheet-letter",
    "station:referral-answer",
    "station:referral-cancel",
    "station:referral-done",
    "station:referral-letter",
    "station:referral-override",
    "station:referral-send",
    "fund:referral-answer",
    "public:referral",  # its address is in a letter only, and opens once
    "station:list-act",
    "station:list-asking",
    "station:list-template",  # the file itself
    "station:list-earlier-act",
    "station:list-earlier-empty",  # the file itself
    "station:list-earlier-new",
    "station:agreement-paper",  # the picture or PDF itself
    "station:agreement-renewal-paper",  # the same
    "station:calendar-address",
    "station:calendar-feed",  # for programs
    "station:case-colleague-off",
    "station:illness-bill",  # the picture or PDF itself
    "station:need-document",  # the same
    "station:referral-evidence",  # the same
    "station:evidence",  # the picture or PDF itself
    "fund:approve",
    "fund:reconcile-match",
    "fund:box-count",
    "fund:box-open",
    "fund:box-pay-in",
    "fund:box-seal",
    "fund:gift-file-act",
    "fund:gift-file-mend",  # the file itself
    "fund:change-add",
    "fund:member-end",
    "fund:motion-answer",
    "fund:motion-close",
    "fund:objection-answer",
    "fund:statement-act",
    "fund:surplus-move",
    "fund:application-accept",
    "fund:application-refuse",
    "fund:proposal-withdraw",
    "station:application-withdraw",
    "station:sitting-take",
    "fund:approved",
    "fund:decline",
    "fund:approve-further",
    "fund:batch-file",  # the file itself
    "fund:batch-follow-up",
    "fund:batch-withdraw",
    "fund:pay",
    "fund:pay-from",
    "fund:plan-ask",
    "fund:plan-replay",
    "fund:purse-pause",
    "fund:release",
    "fund:holding-act",
    "fund:trust-act",
    "fund:purse-end-pause",
    "fund:letters-again",
    "fund:letters-file",  # the file itself
    "fund:receipt-file",
    "supervisor:statement-publish",
    "adjudicator:again",
    "adjudicator:ask",
    "adjudicator:bulk-distinct",
    "adjudicator:distinct",
    "adjudicator:second-word",
    "rules:check",
    "rules:version-on",
    "rules:parameter-end",
    "supervisor:purpose-approve",
    "supervisor:purpose-key",  # the file itself
    "supervisor:purpose-revoke",
    "api:inquiries",  # for programs
    "api:purpose",
    "public:books-json",
    "public:gift-proof",  # the file itself
    "fund:gift-followed",
    "fund:grant-payers",
    "supervisor:posting-csv",
    "public:statement-json",
    "public:statement-csv",
}
ON_THE_WAY_IN_OR_OUT = {  # seen by the journeys, or only by who was stopped
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",  # invented people have no spare codes
    "mfa_download_recovery_codes",
    "fund:employer-new",  # where an enterprise gives
    "fund:employer-settle",  # where an employer owes something
    "fund:event-result",  # where an event is over and its result is not published
    "fund:gift-pay-in",  # where cash is in hand
    "fund:gift-undo",  # where a gift stands that may be undone
    "fund:plan-request",
    "fund:proposal-ask",  # at a proposal that left the plan
    "fund:proposal-decision",  # at a big use that no decision is named for
    "fund:top-up",  # at a grant whose need still lacks something
    "fund:return",  # at a grant in money that was paid
    "public:gift",  # the answer to a form
    "fund:trial",  # the answer to a form
    "fund:letter-run",
    "fund:receipts-begin",  # where the receipts of the year are not begun
    "station:case-before",  # where an old list brought something
    "station:case-appointment-off",  # where something is planned in a case
    "station:case-evaluate",  # where a case is at work
    "station:case-follow-up",  # where a case is closed
    "station:case-follow-up-more",  # the same
    "station:case-goal",  # where a case is at work
    "station:case-handover",  # where a handover waits
    "station:case-plan-answer",  # where a plan waits
    "station:case-reopen",  # where a case is closed
    "station:list",  # where a list was handed in
    "station:list-columns",
    "station:list-rows",
    "station:need-outlook",  # the need's page asks it by itself
    "station:need-programmes",  # the same
    "station:need-apply",  # where a programme helps with the need
    "station:register-new",  # offered after a search
    "station:receipt-confirm",  # where something waits to be confirmed
    "station:resident-end",  # where something beside the current facts is known
}
NOT_WALKED = NO_PAGES | ON_THE_WAY_IN_OR_OUT
ENOUGH_OF_ONE_PAGE = 3  # the same view with other rows


def walk(somebody, start, known):
    """Follow every link from ``start``; yield (view name, path) of each kind of page once its browser stands on it.

    The same view with other rows is only asked for: it must answer, and what it links to is followed too. So is one that
    is built for this desk of nothing but what its browser showed another.

    Args:
        known: {view name: the pieces of which its pages were built}; added to.
    """
    seen, visits, waiting = set(), {}, deque([start])
    while waiting:
        path = waiting.popleft()
        plain = urlsplit(path).path
        view = resolve(plain).view_name
        if path in seen or visits.get(view, 0) >= ENOUGH_OF_ONE_PAGE or view in NOT_WALKED:
            continue
        if "export=" in path or plain.endswith((".csv", ".json", ".xlsx", ".pdf")):
            continue
        seen.add(path)
        visits[view] = visits.get(view, 0) + 1
        if visits[view] > 1 or view in known:
            status, links, source = somebody.glance(path)
            assert status == 200, f"{path} answers {status}"
            if visits[view] > 1 or _holds_nothing_new(source, known[view]):
                waiting.extend(link for link in links if link not in seen)
                continue
        status = somebody.go(path)
        assert status == 200, f"{path} answers {status}"
        known.setdefault(view, set()).update(pieces_of(somebody.source))
        yield view, path
        if somebody.page.locator("form#reason").count():  # a resident opens with a reason
            somebody.submit("form#reason button[type=submit]")
            yield f"{view}-opened", path
        waiting.extend(link for link in somebody.links() if link not in seen)


def _holds_nothing_new(source, pieces):
    """A page that first asks for a reason is always opened: what is behind it is not sent before."""
    return pieces_of(source) <= pieces and 'id="reason"' not in source


def use_every_page(visitor, *, desk, language, width, html, met, known):
    """Walk as this desk; the pages that somebody could not use are told, whatever was seen is kept.

    Args:
        html: the folder in which each page is kept.
        met: the names of the views that were met; added to.
        known: what their pages were built of; added to.
    """
    somebody = visitor(desk, language=language, width=width)
    unusable = {}
    for view, path in walk(somebody, "/desk/" if desk else "/", known):
        met.add(view)
        if found := somebody.hindrances():
            unusable[path] = found
        (html / f"{desk or 'public'}-{view.replace(':', '-')}.html").write_text(somebody.source)

    assert unusable == {}, json.dumps(unusable, indent=1, ensure_ascii=False)
    assert somebody.faults == []


def views_not_met(met):
    """Pages without a link to them: what nobody can reach is not there."""

    def names(patterns, prefix=""):
        for p in patterns:
            if hasattr(p, "url_patterns"):
                space = f"{prefix}{p.namespace}:" if p.namespace else prefix
                yield from names(p.url_patterns, space)
            else:
                yield prefix + (p.name or str(p.pattern))

    return sorted(set(names(get_resolver().url_patterns)) - met - NOT_WALKED)


def wrong_html(html):
    """What the checker of the HTML standard finds in the pages that were kept."""
    if not shutil.which("java"):
        pytest.skip(
            "there is no Java for the HTML checker (Debian, Ubuntu: apt install default-jre-headless)"
        )
    pages = sorted(html.glob("*.html"))
    assert len(pages) > 20, "the pages are kept by the tests before this one"
    checked = subprocess.run(
        ["java", "-Xss2m", "-jar", VNU, "--stdout", "--format", "json", "--errors-only", *pages],
        capture_output=True,
        text=True,
        check=False,
    )
    return sorted(
        {
            f"{m['url'].rpartition('/')[2]}:{m.get('lastLine')}: {m['message']}"
            for m in json.loads(checked.stdout)["messages"]
        }
    )
