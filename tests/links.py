"""Where the links of a page lead, as it was sent."""

from html.parser import HTMLParser


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "a" and told.get("href") and not {"download", "data-leave"} & told.keys():
            self.found.append(told["href"])


def links_of(source):
    """Each address as it stands there; files and ways out of the place are left out."""
    read = _Links()
    read.feed(source)
    return read.found
