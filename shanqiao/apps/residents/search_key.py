from pypinyin import Style, lazy_pinyin


def search_key_of(name):
    """What one may type to find a name: the name, its pinyin, and the initials.

    ``黄伟强`` gives ``黄伟强 huangweiqiang hwq``.
    """
    return f"{name} {''.join(lazy_pinyin(name))} {''.join(lazy_pinyin(name, style=Style.FIRST_LETTER))}".lower()
