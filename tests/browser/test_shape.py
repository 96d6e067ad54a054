"""Which pages are built of the same, so that only one of them need be shown to a browser."""

from tests.browser.shape import pieces_of

PAGE = '<main class="a"><p>one</p><a class="btn" href="/1/">go</a><br><img alt="x"></main>'


def test_other_words_and_numbers_are_the_same_page():
    other = PAGE.replace("one", "two").replace("/1/", "/2/").replace('alt="x"', 'alt="y"')

    assert pieces_of(other) == pieces_of(PAGE)


def test_a_row_more_is_the_same_a_new_kind_of_element_is_not():
    row = '<a class="btn" href="/3/">more</a>'
    assert pieces_of(PAGE.replace("<br>", f"<br>{row}")) == pieces_of(PAGE)
    for new in (
        '<a href="/3/">plain</a>',
        '<a class="btn btn-sm">',
        '<a class="btn" hidden>',
        "<b>",
    ):
        assert not pieces_of(PAGE.replace("<br>", f"<br>{new}")) <= pieces_of(PAGE), new


def test_where_an_element_stands_matters_and_what_is_empty_holds_nothing():
    assert not pieces_of('<p><a class="btn" href="/">go</a></p>') <= pieces_of(PAGE)
    assert (("main", "a"), ("img", "", "", ("alt",))) in pieces_of(PAGE)
