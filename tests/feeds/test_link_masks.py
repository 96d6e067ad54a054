"""What is shown of a cell that is wrong never names anybody, wherever it stands."""

import pytest

from shanqiao.feeds.link_files._masks import masked, masked_heading


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [
        ("gender", "男", "男"),
        ("station_street", "北京街道", "北京街道"),
        ("gender", "440105195003121535", "44****************"),
        ("source", "13800013812", "13*********"),
        ("source", "越秀区文德北路12号502房陈女士收", "越秀****************"),
        ("name", "陈伟强", "陈**"),
    ],
)
def test_a_shifted_row_shows_no_number_and_no_address(column, value, shown):
    assert masked(column, value) == shown


def test_a_file_without_headings_shows_nobody_s_number_as_one():
    assert masked_heading("备注") == "备注"
    assert masked_heading("440105195003121535") == "44****************"
