"""The template that a fund of the demonstration brought in: the papers of shanqiao's own, half of the gap, other questions."""

_HEAD = """\
code = "transplant"
version = "1"
since = {day}
source = "{source}"
percent = 50

[name]
zh = "移植患者援助"
en = "help for patients who need a transplant"

[about]
zh = "移植及移植后抗排异治疗，补助自付缺口的一半。"
en = "A transplant and the medicine after it: half of what is left to the family."
"""
_PAPERS = (
    ("diagnosis", "医院诊断证明", "diagnosis of a hospital"),
    ("settlement", "医疗费用结算单或发票", "settlement sheet or invoices of the hospital"),
)
_REST = """
[[advice]]
code = "wait"
zh = "先由主治医生写明移植计划；没有计划的，可申请普通大病项目。"
en = "Have the doctor write down the plan for the transplant first; without one, apply to an ordinary programme."

[[advice]]
code = "bring"
zh = "申请时带上移植计划或出院小结，基金在五个工作日内答复。"
en = "Bring the plan, or the summary of the hospital, with the application; the fund answers within five working days."

[[advice]]
code = "after"
zh = "移植后的抗排异药，先办门诊特定病种，再由基金补助自付部分。"
en = "For medicine after a transplant, register the illness for outpatient insurance first; the fund helps with the rest."

[[questions]]
code = "planned"
zh = "医生是否已经安排移植？"
en = "Has the doctor planned a transplant?"

[[questions.answers]]
code = "no"
zh = "还没有"
en = "Not yet"
advice = ["wait"]

[[questions.answers]]
code = "yes"
zh = "已安排"
en = "It is planned"
advice = ["bring"]

[[questions.answers]]
code = "done"
zh = "已完成移植"
en = "It was done"
then = "medicine"

[[questions]]
code = "medicine"
zh = "是否长期服用抗排异药？"
en = "Is medicine taken all the time since?"

[[questions.answers]]
code = "yes"
zh = "是"
en = "Yes"
advice = ["after", "bring"]

[[questions.answers]]
code = "no"
zh = "否"
en = "No"
"""


def transplant_template(*, day, source):
    """The text of its file.

    Args:
        day: from when it is in force.
        source: the decision it follows.
    """
    papers = "".join(
        f'\n[[papers]]\ncode = "{code}"\nzh = "{zh}"\nen = "{en}"\n' for code, zh, en in _PAPERS
    )
    return _HEAD.format(day=day.isoformat(), source=source) + papers + _REST
