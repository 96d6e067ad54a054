"""What a page is built of: two pages of one view built of the same are one page with other words."""

from html.parser import HTMLParser


class _Pieces(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self._above = set(), []

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        # what a label or a colour could be wrong in: the element, its classes, which attributes it has, and where it stands
        piece = (tag, told.get("class") or "", told.get("type") or "", tuple(sorted(told)))
        self.found.add((*self._above[-2:], piece))
        if tag not in _EMPTY:
            self._above.append((tag, told.get("class") or ""))

    def handle_endtag(self, tag):
        while self._above and self._above.pop()[0] != tag:
            pass


_EMPTY = {"input", "br", "img", "meta", "link", "hr", "use", "path", "col", "source", "wbr"}


def pieces_of(source):
    """Every kind of element that a page has, and within what it stands; without words and numbers."""
    read = _Pieces()
    read.feed(source)
    return frozenset(read.found)
