import pytest
from django.utils.translation import override

from shanqiao.engines.eligibility import parse
from shanqiao.stories.conditions import comparison_in_words, condition_in_words, places_in_words
from tests.factories import a_street


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("", ""),
        ("age >= 60", "60 or older"),
        ("age < 18", "younger than 18"),
        ("age >= 60 && local", "60 or older, and registered in this city"),
        ("!local", "registered in another place"),
        ("local != true", "registered in another place"),
        (
            "age >= 80 || (age >= 60 && disability >= 1)",
            "80 or older, or (60 or older, and with a disability)",
        ),
        (
            'hardship in ["dibao", "tekun"]',
            "hardship: minimum living allowance or destitute, state-supported",
        ),
        ('illness == "serious"', "illness: serious illness"),
        ('illness != "none"', "ill"),
        ("disability in [1, 2]", "disability grade: 1 or 2"),
        ("!(disability in [1, 2])", "disability grade: not 1 or 2"),
        ("severity >= 70", "severity at least 70"),
        ("covered < quantity", "amount covered below amount needed"),
        ('hardship != "none"', "hardship: not none"),
        ("false", "nobody"),
    ],
)
def test_a_condition_reads_like_a_sentence(condition, words):
    with override("en"):
        assert condition_in_words(condition) == words


def test_every_sign_has_words_for_every_column():
    signs = ("==", "!=", "<", "<=", ">", ">=")
    texts = [f"{c} {s} 7" for c in ("age", "disability", "urgency", "quantity") for s in signs]

    with override("en"):
        told = {comparison_in_words(parse(text).tree) for text in texts}

    assert len(told) == len(texts)


@pytest.mark.django_db
def test_places_have_their_names():
    street = a_street()

    with override("en"):
        assert places_in_words([]) == "the whole city"
        assert places_in_words([street.code[:6], street.code]) == (
            "Liwan District, Shamian Subdistrict"
        )
        assert places_in_words(["440199001"]) == "440199001"
