"""The way of one seriously ill resident: a case, bills, a refused referral, three funds."""

import re

from tests.browser.way import CODE, EVIDENCE, choose

NAME, DIAGNOSIS = "方若兰", "慢性肾衰竭"
PHONE = {"language": "en", "width": 390}
ANSWERS = ("yes", "here", "all", "assisted", "no", "cannot")
PAPERS = ("diagnosis", "settlement", "means", "agreement")
CARE, GRAVE, HOSPITAL = (  # a programme of each of three funds
    "Care in serious illness",
    "Help in grave illness",
    "Help with hospital bills",
)
BASIC = 1  # the layer of basic insurance
SEND = "main form[data-keep] button.btn-primary"
BESIDE = "Help for transplants · Medical Help for the City"  # none of the three; a programme is asked though its purse be paused
REFUSED = "委员会要先看到结算单"


class Patient:
    """Walks a case from the first talk to its closing.

    Args:
        enter: gives a visitor for a desk, like the fixture ``visitor``; each person has one phone.
    """

    def __init__(self, enter):
        self._enter, self._people = enter, {}
        self.hindrances = []
        self.grants = []
        self.code = None  # what funds call the resident
        self.worker = self.person("station")

    def person(self, desk, number=0):
        """The screen of whoever sits there; one for each, as a person signs in seldom."""
        key = desk, number
        if key not in self._people:
            self._people[key] = self._enter(desk, number=number, **PHONE)
        return self._people[key]

    def faults(self):
        """What the consoles of all told; that a form was refused is told there too, and meant."""
        told = [fault for one in self._people.values() for fault in one.faults]
        return [fault for fault in told if "status of 422" not in fault]

    def look(self, visitor):
        """Does anything on this page hinder somebody?"""
        self.hindrances.extend(f"{visitor.page.url}: {says}" for says in visitor.hindrances())

    def at_a_fund(self, visitor):
        """Nobody at a fund reads whose need it is, nor what exactly they suffer from."""
        shown = visitor.page.content()
        assert NAME not in shown and DIAGNOSIS not in shown, visitor.page.url
        self.look(visitor)

    def says(self, path):
        """What a page says to the worker."""
        self.worker.go(path)
        self.look(self.worker)
        return self.worker.page.locator("main").inner_text()

    @property
    def need_page(self):
        return f"/station/needs/{self.need}/"

    @property
    def aid_page(self):
        return f"{self.need_page}illness/"

    @property
    def case_page(self):
        return f"/station/cases/{self.case}/"

    @property
    def resident_page(self):
        return f"/station/residents/{self.resident}/"

    def registered(self):
        """A social worker listens, and takes the case up."""
        worker, form = self.worker, self.worker.page
        worker.go("/station/register/")
        form.fill("#who", NAME)
        form.locator("main form[role=search] button").click()
        form.locator("a[href*='/register/new/']").click()
        form.check("[name=resident-sex][value=female]")
        form.fill("[name=resident-born_on]", "1979-03-14")
        choose(form, "resident-local", "yes")
        choose(form, "resident-hardship", "edge")
        choose(form, "resident-illness", "serious")
        choose(form, "need-kind", "cash_medical")
        form.fill("[name=need-words]", "已住院一次，自付部分付不起。")
        form.check("[name=need-agrees][value=yes]")
        worker.submit(SEND)
        self.need = re.search(r"/station/needs/(\d+)/", form.url).group(1)
        links = worker.links()
        self.resident = next(
            found.group(1)
            for path in links
            if (found := re.fullmatch(r"/station/residents/(\d+)/", path))
        )

        worker.go(self.resident_page)
        if form.locator("input[name=reason]").count():  # not opened yet in this sitting
            worker.submit("main form button[type=submit]")
        worker.go(f"{self.resident_page}case/")
        form.check("[name=source][value=self]")
        form.check("[name=urgency][value='2']")
        form.fill("[name=judgement]", "家庭已花完积蓄，治疗不能中断。")
        self.look(worker)
        worker.submit(SEND)
        self.case = re.search(r"/station/cases/(\d+)/", form.url).group(1)
        self.look(worker)

    def assessed(self):
        worker, form = self.worker, self.worker.page
        worker.go(f"{self.need_page}assess/")
        form.fill("[name=needed]", "60000")
        form.fill("[name=elsewhere]", "0")
        form.fill("[name=severity]", "85")
        form.check("[name=urgency][value='2']")
        form.fill("[name=words]", "后续治疗已排期。")
        worker.submit(SEND)

    def begun(self):
        """The aid begins on the page of the need; a few questions say what comes first."""
        worker, form = self.worker, self.worker.page
        worker.go(self.need_page)
        self.look(worker)
        self._follow(worker, f"main a[href='{self.aid_page}']")
        form.fill("[name=diagnosis]", DIAGNOSIS)
        form.fill("[name=hospital]", "广州市示例医院")
        self.look(worker)
        worker.submit(SEND)
        self._follow(worker, f"main a[href='{self.aid_page}questions/serious_illness/']")
        for answer in ANSWERS:
            self.look(worker)
            worker.submit(f"button[name=answers][value={answer}]")

    def billed(self):
        """The bill, and what basic insurance paid of it."""
        worker, form = self.worker, self.worker.page
        worker.go(f"{self.aid_page}bills/new/")
        form.fill("[name=number]", "GZ-2026-0091532")
        form.fill("[name=issued_on]", self._today())
        form.set_input_files("[name=file]", EVIDENCE)
        for what, amount, covered in (("medicine", 40000, 30000), ("surgery", 20000, 20000)):
            form.fill(f"[name={what}_amount]", str(amount))
            form.fill(f"[name={what}_covered]", str(covered))
        self.look(worker)
        worker.submit(SEND)
        self.look(worker)
        payer = form.locator(f"main a[href$='/payers/{BASIC}/']").first
        worker.go(payer.get_attribute("href"))
        form.check("[name=how][value=paid]")
        form.fill("[name=amount]", "20000")
        form.fill("[name=on]", self._today())
        self.look(worker)
        worker.submit(SEND)

    def papers_handed_in(self):
        worker, form = self.worker, self.worker.page
        for code in PAPERS:
            worker.go(f"{self.need_page}papers/")
            self._follow(worker, f"main a[href$='/papers/{code}/new/']")
            form.set_input_files("[name=file]", EVIDENCE | {"name": f"{code}.png"})
            worker.submit(SEND)
        self.look(worker)

    def refused(self):
        """A referral to a programme beside the three is refused, and the worker reads why."""
        worker, form = self.worker, self.worker.page
        worker.go(f"{self.need_page}refer/")
        form.select_option("[name=to]", label=BESIDE)
        form.fill("[name=count]", "4321")
        form.fill("[name=words]", "请资助自付的药费。")
        worker.settle()
        self.look(worker)
        worker.submit("main form[data-keep] button[value=send]")
        self.referral = form.url.removeprefix(worker.city.address)

        handler = self.person("handler")
        handler.go("/fund/aid/referrals/")
        self.at_a_fund(handler)
        row = handler.page.locator("tbody tr", has_text="4,321").first
        self.code = CODE.search(row.inner_text()).group()
        handler.go(row.locator("a[href*='/fund/aid/referrals/']").first.get_attribute("href"))
        self.at_a_fund(handler)
        answer = handler.page
        answer.check("[name=reject-reason][value=not_eligible]")
        answer.fill("[name=reject-words]", REFUSED)
        handler.submit("button[name=act][value=reject]")
        self.at_a_fund(handler)

    def applied(self, programme, count):
        """The worker applies; whether it was taken: then the page of the need is what answers."""
        worker, form = self.worker, self.worker.page
        worker.go(self.aid_page)
        self._follow(worker, f"main a[href*='/apply/']:has-text('{programme}')")
        form.fill("[name=count]", count)
        form.fill("[name=words]", "自付部分付不起。")
        worker.submit(SEND)
        return form.url == worker.city.address + self.need_page

    def granted(self, count):
        """The handler accepts what was applied for; as many managers as it takes approve it."""
        handler = self.person("handler")
        handler.go("/fund/aid/applications/")
        row = handler.page.locator("tbody tr", has_text=self.code).filter(has_text=count)
        handler.go(row.locator("a[href*='/aid/applications/']").first.get_attribute("href"))
        self.at_a_fund(handler)
        handler.submit("form[action$='/accept/'] button.btn-primary")
        self.at_a_fund(handler)
        proposal = handler.page.locator("main a[href^='/fund/proposals/']").last

        manager = self.person("manager")
        manager.go(proposal.get_attribute("href"))
        self.at_a_fund(manager)
        self._follow(manager, "main a[href*='/fund/proposals/approve/']")
        self.at_a_fund(manager)
        manager.submit("form[method=post] button.btn-primary")
        self.at_a_fund(manager)
        grant = next(p for p in manager.links() if re.fullmatch(r"/fund/grants/\d+/", p))
        self.grants.append(grant)

        manager.go(grant)
        if "more people must approve" in manager.page.content():
            other = self.person("manager", 1)
            other.go(grant)
            more = "main a[href*='/approvals/approve/']"
            if other.page.locator(more).count():
                self._follow(other, more)
                self.at_a_fund(other)
                other.submit(SEND)

    def paid(self):
        cashier = self.person("cashier")
        for number, grant in enumerate(self.grants, start=1):
            cashier.go(grant)
            self.at_a_fund(cashier)
            self._follow(cashier, "a[href*='/fund/grants/pay/']")
            self.at_a_fund(cashier)
            cashier.page.fill("[name^=reference-]", f"20261128-{number:04d}")
            cashier.submit(SEND)

    def confirmed(self):
        """The worker brings a signed sheet for each payment; how many there were."""
        worker, form = self.worker, self.worker.page
        waiting = form.locator("tbody tr", has_text=NAME).locator("a[href*='/station/receipts/']")
        for times in range(len(self.grants) + 1):
            worker.go("/station/receipts/")
            if not waiting.count():
                return times
            self._follow(worker, waiting.first)
            form.check("[name=says][value=received]")
            form.check("[name=witness][value=resident]")
            form.set_input_files("[name=evidence]", EVIDENCE)
            self.look(worker)
            worker.submit(SEND)
        raise AssertionError("more waits than was paid")

    def closed(self):
        """First the need, which is met, then the case."""
        worker, form = self.worker, self.worker.page
        worker.go(f"{self.need_page}close/")
        form.check("[name=why][value=met]")
        self.look(worker)
        worker.submit("main form button.btn-primary")
        worker.go(f"{self.case_page}close/")
        form.check("[name=reason][value=reached]")
        form.fill("[name=words]", "医疗费用已补足，治疗继续，家人会照看。")
        self.look(worker)
        worker.submit(SEND)
        self.look(worker)

    def _today(self):
        return self.worker.page.evaluate("() => new Date().toLocaleDateString('sv')")

    @staticmethod
    def _follow(visitor, link):
        """Press a link, and wait for its page."""
        found = visitor.page.locator(link).first if isinstance(link, str) else link
        with visitor.page.expect_navigation():
            found.click()
