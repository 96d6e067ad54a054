"""Write the table of characters that look alike, from a copy of the dictionary of components.

    python -m scripts.look_alikes chaizi-jt.txt > shanqiao/engines/linkage/_look_alike_table.py

Source: 漢語拆字字典, github.com/kfcd/chaizi, CC BY 3.0. How the classes are made: docs/decisions/0030.
"""

import sys
from collections import Counter, defaultdict
from pathlib import Path

# Strokes, and parts so small that sharing one makes nobody read one character for the other.
TOO_SMALL = set("一丨丿丶亅乚乛乙勹卜厂亠匸匚冖卩厶乂丷十又人八儿几二刀力入冂彡囗宀广工口土大日月")
TOO_COMMON = 25  # such a part is a radical: 江 and 河 do not look alike
HEAD = '''"""Which characters look alike; written by scripts/look_alikes.py and not by hand.

Each word is one class: its characters share one part, at one place, and differ in the other. A character is in one class
at most. Covers the 6763 characters of GB 2312.

Source: made from 漢語拆字字典 (github.com/kfcd/chaizi), CC BY 3.0, by 開放詞典網; rearranged into classes.
"""

'''


def characters():
    """The characters of GB 2312, in its order."""
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            yield from bytes([high, low]).decode("gb2312", errors="ignore")


def parts_of(lines, wanted):
    """The first way to take each character apart in two: {character: ((part, place), (part, place))}."""
    found = {}
    for line in lines:
        character, *ways = line.rstrip("\n").split("\t")
        two = [way.split() for way in ways if len(way.split()) == 2]
        if character in wanted and two:
            found[character] = tuple(zip(two[0], (0, 1), strict=True))
    return found


def classes(parts):
    """Characters by the rarer of their two parts, where others have it at that place too."""
    often = Counter(part for two in parts.values() for part in two)
    found = defaultdict(list)
    for character, two in parts.items():
        usable = [p for p in two if p[0] not in TOO_SMALL and 2 <= often[p] <= TOO_COMMON]
        if usable:
            found[min(usable, key=lambda part: (often[part], part))].append(character)
    return sorted("".join(sorted(members)) for members in found.values() if len(members) > 1)


def main():
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    words = classes(parts_of(lines, set(characters())))
    print(HEAD + 'LOOK_ALIKE = """')
    line = ""
    for word in words:
        if len(line) + len(word) > 48:
            print(line.strip())
            line = ""
        line += " " + word
    print(line.strip() + '\n"""')


if __name__ == "__main__":
    main()
