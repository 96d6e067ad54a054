"""A programme template is read whole or refused with every fault, and its questions lead to advice."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from shanqiao.data.programmes import template_files
from shanqiao.engines.template import AnswerDoesNotFit, CannotReadTemplate, read_template, walk

SHIPPED = template_files()["serious_illness-1.toml"]


def test_what_comes_with_shanqiao_can_be_read():
    for text in template_files().values():
        template = read_template(text)
        assert template.papers and template.questions and template.source


def test_answers_lead_from_question_to_question_and_to_advice():
    template = read_template(SHIPPED)

    step = walk(template, ["yes", "away", "not_yet", "assisted"])

    assert step.next.code == "private"
    assert [one.code for one in step.advice] == [
        "elsewhere", "settle_basic", "settle_serious", "medical_aid",
    ]  # fmt: skip
    done = walk(template, ["no", "other", "no", "cannot"])
    assert done.next is None
    assert [one.code for one in done.advice] == ["enrol", "charity", "services"]
    for wrong in (["maybe"], ["no", "other", "no", "cannot", "yes"]):
        with pytest.raises(AnswerDoesNotFit):
            walk(template, wrong)


@given(some.data())
def test_every_way_through_the_tree_ends(data):
    template, answers = read_template(SHIPPED), []
    while (step := walk(template, answers)).next:
        answers.append(data.draw(some.sampled_from([one.code for one in step.next.answers])))
    assert len(answers) <= len(template.questions)
    assert step.advice


@pytest.mark.parametrize(
    ("before", "after", "where"),
    [
        ('version = "1"', "", "version"),
        ("percent = 100", "percent = 101", "percent"),
        ("since = 2026-01-01", 'since = "soon"', "since"),
        ('zh = "医院诊断证明"', 'zh = ""', "papers 1: zh"),
        ('code = "settlement"', 'code = "diagnosis"', "papers 2: code"),
        ('then = "where"', 'then = "insured"', "questions 1, answers 1: then"),
        ('advice = ["enrol"]', 'advice = ["nothing"]', "questions 1, answers 2: advice"),
        ('advice = ["enrol"]', 'advice = "enrol"', "questions 1, answers 2: advice"),
        ('[name]\nzh = "大病救助"', "[[", "TOML"),
    ],
)
def test_a_faulty_file_is_refused_with_its_place(before, after, where):
    assert before in SHIPPED
    with pytest.raises(CannotReadTemplate) as refusal:
        read_template(SHIPPED.replace(before, after, 1))

    assert where in [fault.where for fault in refusal.value.faults]


def test_a_question_nobody_reaches_is_a_fault():
    lost = (
        SHIPPED
        + '\n[[questions]]\ncode = "lost"\nzh = "？"\nen = "?"\n[[questions.answers]]\ncode = "a"\nzh = "甲"\nen = "a"\n'
    )

    with pytest.raises(CannotReadTemplate) as refusal:
        read_template(lost)

    assert [fault.where for fault in refusal.value.faults] == ["questions 7"]
