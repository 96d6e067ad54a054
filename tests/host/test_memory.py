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
    ("allowed", "mebibytes"),
    [
        (f"{4 * 2**30}\n", 512),  # an eighth
        (f"{2**29}\n", 128),  # not less, or PostgreSQL would do nothing else than read
    ],
)
def test_a_container_that_allows_less_than_the_machine_counts(container, allowed, mebibytes):
    container(allowed)

    assert memory.buffers() == mebibytes


def test_without_a_limit_it_is_what_the_machine_has(container):
    container("max\n")
    machine = memory.machine()

    assert memory.buffers() == max(128, min(8192, machine // 8 // 2**20))
