import pytest

from shanqiao.apps.files.actions import LARGEST, CannotKeepDocument, keep_document
from shanqiao.apps.files.models import Document
from shanqiao.apps.files.queries import content_of
from shanqiao.engines.sealing import CannotUnseal
from tests.factories import NOON, PNG, a_document, a_person

pytestmark = pytest.mark.django_db


def test_the_same_file_is_kept_once_and_sealed():
    first, second = (a_document(by=a_person()) for _ in "ab")

    assert first == second == Document.objects.get()
    assert PNG not in bytes(first.sealed)
    assert content_of(first) == PNG


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"MZ a program", "neither a picture"), (PNG + b"0" * LARGEST, "larger than 8 MB")],
)
def test_what_is_no_evidence_is_refused_in_words(content, says):
    with pytest.raises(CannotKeepDocument, match=says):
        keep_document(name="x", content=content, by=a_person(), at=NOON)

    assert not Document.objects.exists()


def test_sealed_content_moved_to_another_row_does_not_open():
    document = a_document(by=a_person())
    document.sha256 = "0" * 64

    with pytest.raises(CannotUnseal):
        content_of(document)
