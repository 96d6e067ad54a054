"""How the two programs want it written. Sources: hledger.org/1.25/hledger.html#journal-format and
beancount.github.io/docs/beancount_language_syntax.html."""

import json
from datetime import timedelta


class Hledger:
    """A journal of hledger."""

    def begin(self, names, accounts, *, on, count):
        yield f"; shanqiao books export, {count} postings\n"
        for commodity, unit in names.units.items():
            yield f'commodity 1000. "{commodity}"  ; unit: {_one_line(unit)}\n'
        lines = _lines(names, accounts)
        for name in names.all():
            yield f"account {name}{lines.get(name, '')}\n"

    def movement(self, names, rows):
        first = rows[0]
        yield f"\n{first.on} {first.kind} | {_one_line(first.about)}  ; movement:{first.key}\n"
        for row in rows:
            back = f", reverses:{row.reverses}" if row.reverses else ""
            unit = names.commodity(row.debit)
            yield f'    {names.account(row.debit)}  {row.amount} "{unit}"  ; posting:{row.id}{back}\n'
            yield f'    {names.account(row.credit)}  -{row.amount} "{unit}"\n'

    def close(self, names, balances, *, on):
        """At the end of the last day: this is what the books say stands there."""
        yield f"\n{on} closing\n"
        for pk, amount in balances.items():
            unit = names.commodity(pk)
            yield f'    {names.account(pk)}  0 "{unit}" = {amount} "{unit}"\n'


class Beancount:
    """A ledger of beancount."""

    def begin(self, names, accounts, *, on, count):
        yield f"; shanqiao books export, {count} postings\n"
        for commodity, unit in names.units.items():
            yield f"{on} commodity {commodity}\n  name: {_quoted(unit)}\n"
        lines = _lines(names, accounts)
        for name, units in names.all().items():
            yield f"{on} open {name} {','.join(sorted(set(units)))}{lines.get(name, '')}\n"

    def movement(self, names, rows):
        first = rows[0]
        yield f"\n{first.on} * {_quoted(first.kind)} {_quoted(first.about)}\n"
        yield f"  movement: {_quoted(str(first.key))}\n"
        for row in rows:
            unit = names.commodity(row.debit)
            yield f"  {names.account(row.debit)}  {row.amount} {unit}\n"
            yield f"    posting: {row.id}\n"
            if row.reverses:
                yield f"    reverses: {row.reverses}\n"
            yield f"  {names.account(row.credit)}  -{row.amount} {unit}\n"

    def close(self, names, balances, *, on):
        """At the beginning of the day after the last."""
        yield "\n"
        for pk, amount in balances.items():
            day = on + timedelta(days=1)
            yield f"{day} balance {names.account(pk)}  {amount} {names.commodity(pk)}\n"


def _lines(names, accounts):
    """{name: a comment that says how its line is called}."""
    return {
        names.account(account.pk): f"  ; {_one_line(account.line.name)}"
        for account in accounts
        if account.line_id
    }


def _one_line(text):
    """Words that end nothing and begin no comment."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return shown.replace(";", "；").replace("|", "｜").strip()


def _quoted(text):
    return json.dumps(_one_line(text), ensure_ascii=False)
