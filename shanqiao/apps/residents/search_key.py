from shanqiao.engines.linkage import letters_of


def search_key_of(name):
    """A name, its pinyin and its initials: what lists of names are sorted by.

    ``黄伟强`` gives ``黄伟强 huangweiqiang hwq``, and ``曾志伟`` is read as the surname it is: ``曾志伟 zengzhiwei zzw``.
    """
    pinyin, initials = letters_of(name)
    return f"{name} {pinyin} {initials}".lower()
