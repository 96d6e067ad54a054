import pytest

from shanqiao.engines.identity import CannotReadPaper, PaperKind, read_paper

MAN = "440103194503051233"  # generated


def with_check(body):
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return body + "10X98765432"[sum(int(a) * b for a, b in zip(body, weights, strict=True)) % 11]


OURS = with_check(MAN[:17])
HK = with_check("81000019700102123")


@pytest.mark.parametrize(
    ("kind", "text", "number"),
    [
        (PaperKind.RESIDENT_ID, f" {OURS[:6]} {OURS[6:].lower()}", OURS),
        (PaperKind.RESIDENT_ID, "440102501002123", with_check("44010219501002123")),
        (PaperKind.HK_MACAO_PERMIT, "h12345678", "H12345678"),
        (PaperKind.HK_MACAO_PERMIT, "M1234567801", "M1234567801"),
        (PaperKind.TAIWAN_PERMIT, "1234 5678", "12345678"),
        (PaperKind.RESIDENCE_PERMIT, HK, HK),
        (PaperKind.PASSPORT, "e12345678", "E12345678"),
        (PaperKind.DISABILITY_CARD, OURS + "42", OURS + "42"),
        (PaperKind.DISABILITY_CARD, OURS + "42b1", OURS + "42B1"),
        (PaperKind.DIBAO_CARD, "穗荔低0012345", "穗荔低0012345"),
        (PaperKind.HOUSEHOLD_BOOKLET, "020012345", "020012345"),
    ],
)
def test_a_paper_is_read_as_it_is_typed(kind, text, number):
    assert read_paper(kind, text).number == number


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (PaperKind.RESIDENT_ID, OURS[:-1] + ("0" if OURS[-1] != "0" else "1")),
        (PaperKind.HK_MACAO_PERMIT, "H123456789"),
        (PaperKind.HK_MACAO_PERMIT, "T12345678"),
        (PaperKind.TAIWAN_PERMIT, "1234567"),
        (PaperKind.RESIDENCE_PERMIT, OURS),
        (PaperKind.RESIDENCE_PERMIT, HK[:-1] + ("0" if HK[-1] != "0" else "1")),
        (PaperKind.PASSPORT, "E1234567890"),
        (PaperKind.PASSPORT, "PASSPORT"),
        (PaperKind.DISABILITY_CARD, OURS),
        (PaperKind.DISABILITY_CARD, OURS + "82"),
        (PaperKind.DISABILITY_CARD, OURS + "45"),
        (PaperKind.DIBAO_CARD, "无"),
        (PaperKind.HOUSEHOLD_BOOKLET, ""),
    ],
)
def test_what_is_no_such_paper_is_refused(kind, text):
    with pytest.raises(CannotReadPaper):
        read_paper(kind, text)


def test_a_disability_card_tells_its_holder_kind_and_grade():
    card = read_paper(PaperKind.DISABILITY_CARD, OURS + "42")

    assert (card.holder.number, card.disability, card.grade) == (OURS, 4, 2)


def test_some_papers_are_of_a_whole_household():
    booklet = read_paper(PaperKind.HOUSEHOLD_BOOKLET, "020012345")
    passport = read_paper(PaperKind.PASSPORT, "E12345678")

    assert booklet.is_of_a_household and not passport.is_of_a_household
