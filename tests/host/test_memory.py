"""Our database keeps its pages in a share of the memory there is: of the machine, or of the container."""

import pytest

from shanqiao.host import memory


@pytest.fixture
def container(tmp_path, monkeypatch):
    """Says how many bytes the control group allows, in its own words."""
    limit = tmp_path / "memory.max"
    monkeypatch.setattr(memory, "LIMITS", (tmp_path / "none", limit))
    return limit.write_text


@pytest.mark.parametrize(
    ("has", "mebibytes"),
    [
        (24 * 2**30, 3072),  # an eighth
        (2**40, 8192),  # and not more than helps
        (2**29, 128),  # nor less, or PostgreSQL would do nothing else than read
    ],
)
def test_an_eighth_of_the_machine_within_bounds(container, monkeypatch, has, mebibytes):
    container("max\n")
    monkeypatch.setattr(memory, "machine", lambda: has)

    assert memory.buffers() == mebibytes


def test_a_container_that_allows_less_than_the_machine_counts(container, monkeypatch):
    container(f"{4 * 2**30}\n")
    monkeypatch.setattr(memory, "machine", lambda: 24 * 2**30)

    assert memory.buffers() == 512
