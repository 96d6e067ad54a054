"""The way of one need through the hands of seven people, as each of them sees it on the screen."""

import re

EVIDENCE = {
    "name": "签收单.png",
    "mimeType": "image/png",
    "buffer": b"\x89PNG\r\n\x1a\n a signed sheet",
}
LACKS = "7,876.54"  # a sum nobody else asks for
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b")  # what a fund calls a resident


class Way:
    """Walks one need from told to disclosed.

    Args:
        city: where; it is started again a month later before the last step.
        enter: gives a visitor for a desk, like the fixture ``visitor``.
        picture: called with (visitor, name) where the tutorial shows the page.
        look: called with (visitor) on every page on which something is done.
    """

    def __init__(self, city, enter, picture=lambda visitor, name: None, look=lambda visitor: None):
        self.city, self.enter, self.look = city, enter, look
        self.code = None
        self.picture = lambda visitor, name: (look(visitor), picture(visitor, name))

    def told(self):
        """A social worker listens, and writes down what a resident says is lacking."""
        worker = self.enter("station", number=1)
        worker.go("/station/register/")
        worker.page.fill("#who", "陈惠贞")
        worker.page.locator("main form[role=search] button").click()
        worker.page.locator("a[href*='/register/new/']").click()
        form = worker.page
        form.check("[name=resident-sex][value=female]")
        form.fill("[name=resident-born_on]", "1951-04-05")
        choose(form, "resident-local", "yes")
        choose(form, "resident-hardship", "edge")
        choose(form, "resident-illness", "chronic")
        choose(form, "need-kind", "cash_medical")
        form.fill("[name=need-words]", "上个月做了手术，自己要付的一万多元还没有着落。")
        form.check("[name=need-agrees][value=yes]")
        self.look(worker)
        worker.submit("form[data-keep] button.btn-primary")
        self.need = re.search(r"/station/needs/(\d+)/", form.url).group(1)
        self.picture(worker, "01-told")

    def assessed(self):
        """A colleague visits her, and signs what she lacks, how gravely, how urgently."""
        worker = self.worker = self.enter("station", number=0)
        worker.go(f"/station/needs/{self.need}/assess/")
        form = worker.page
        form.fill("[name=needed]", "11000")
        form.fill("[name=elsewhere]", "3123.46")
        form.fill("[name=severity]", "100")
        form.check("[name=urgency][value='2']")
        form.fill("[name=words]", "伤口恢复得慢，家里没有别的收入。")
        self.picture(worker, "02-assessed")
        worker.submit("form[data-keep] button.btn-primary")

    def proposed(self):
        """The handler asks for a plan, and waits while it is made."""
        handler = self.enter("handler")
        handler.go("/fund/plans/")
        handler.submit("form[action*='/plans/ask/'] button")
        handler.page.locator("#progress a[href*='/fund/plans/']").first.wait_for(timeout=60_000)
        self.picture(handler, "03-proposed")

    def granted(self):
        """The fund manager sees why this one, and approves; every part, where several purses give."""
        manager = self.enter("manager")
        for proposal in self._parts(manager, "/fund/proposals/"):
            manager.go(proposal)
            manager.page.locator("main a[href*='/fund/proposals/approve/']").first.click()
            manager.page.wait_for_load_state("load")
            self.picture(manager, "04-granted")
            manager.submit(
                "form[data-keep] button.btn-primary, form[method=post] button.btn-primary"
            )

    def agreed(self):
        """A second manager approves beside the first what is too much for one; who need not, is not asked."""
        manager = self.enter("manager", number=1)
        for grant in self._parts(manager, "/fund/grants/"):
            manager.go(grant)
            more = manager.page.locator("main a[href*='/approvals/approve/']")
            if not more.count():
                continue
            more.click()
            manager.page.wait_for_load_state("load")
            self.look(manager)
            manager.submit("form[data-keep] button.btn-primary")

    def given(self):
        """The cashier pays what was approved, and writes down the bank's reference."""
        cashier = self.enter("cashier")
        for number, grant in enumerate(self._parts(cashier, "/fund/grants/"), start=1):
            cashier.go(grant)
            cashier.page.locator("a[href*='/fund/grants/pay/']").first.click()
            cashier.page.wait_for_load_state("load")
            cashier.page.fill("[name^=reference-]", f"20261123-{number:04d}")
            self.picture(cashier, "05-given")
            cashier.submit("form[data-keep] button.btn-primary")

    def confirmed(self):
        """The social worker brings the signed sheet."""
        page = self.worker.page
        waiting = page.locator("tr, .card", has_text="陈惠贞").locator(
            "a[href*='/station/receipts/']"
        )
        self.worker.go("/station/receipts/")
        while waiting.count():
            waiting.first.click()
            page.wait_for_load_state("load")
            page.check("[name=says][value=received]")
            page.check("[name=witness][value=resident]")
            page.set_input_files("[name=evidence]", EVIDENCE)
            self.picture(self.worker, "06-confirmed")
            self.worker.submit("form[data-keep] button.btn-primary")
            self.worker.go("/station/receipts/")

    def disclosed(self):
        """The month is over: the supervisor publishes it, and everybody can read it."""
        self.city.stop()
        self.city.start(days_ahead=31)
        supervisor = self.enter("supervisor")
        supervisor.go("/supervisor/statements/")
        supervisor.page.locator("[aria-labelledby=waiting] a").first.click()
        supervisor.page.wait_for_load_state("load")
        supervisor.submit("form[action*=publish] button")
        anybody = self.enter()
        anybody.go("/statements/")
        anybody.page.locator("main a[href^='/statements/']").first.click()
        anybody.page.wait_for_load_state("load")
        self.picture(anybody, "07-disclosed")
        return anybody

    def _parts(self, visitor, list_at):
        """The pages of all that concerns our need in a list of the fund, which knows no name.

        It is known by its sum until it is found once, and then by the resident's code: whether one
        purse gives all of it or several give their parts is for the plan to say.
        """
        visitor.go(list_at)
        rows = visitor.page.locator("tbody tr", has_text=self.code or LACKS)
        self.code = CODE.search(rows.first.inner_text()).group()
        links = visitor.page.locator("tbody tr", has_text=self.code)
        return [
            row.locator(f"a[href^='{list_at}']").first.get_attribute("href") for row in links.all()
        ]


def choose(form, name, value):
    """Choose in a list, or among buttons, whichever the form has."""
    field = form.locator(f"[name={name}]").first
    if field.evaluate("field => field.tagName") == "SELECT":
        field.select_option(value)
    else:
        form.check(f"[name={name}][value={value}]")
