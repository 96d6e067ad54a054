"""A signed sheet as a picture: a frame, ruled lines, and a scribble where somebody signed."""

import struct
import zlib

from .chance import Chance

WIDTH, HEIGHT = 480, 270  # a multiple of eight wide: one bit for each dot


def signed_sheet(name):
    """The bytes of a PNG picture in black and white; the same for the same name."""
    dots = [bytearray(b"\xff" * (WIDTH // 8)) for _ in range(HEIGHT)]
    for y in (10, HEIGHT - 11, *range(50, 170, 30)):
        for x in range(16, WIDTH - 16):
            _ink(dots, x, y)
    for x in (16, WIDTH - 17):
        for y in range(10, HEIGHT - 10):
            _ink(dots, x, y)
    _sign(dots, Chance("sheet", name))
    rows = b"".join(b"\x00" + bytes(row) for row in dots)
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 1, 0, 0, 0, 0)
    title = b"Title\x00generated: no real signature"
    parts = ((b"IHDR", head), (b"tEXt", title), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)


def _sign(dots, chance):
    x, y, down, right = 250.0, 215.0, 0.0, 1.6
    while x < WIDTH - 50:
        down = 0.86 * down + chance.gauss(0, 1.5) - (y - 215) * 0.05
        right = max(-0.7, min(1.8, right + chance.gauss(0.02, 0.35)))
        x, y = x + right, max(190.0, min(245.0, y + down))
        for thick in range(2):
            _ink(dots, int(x) + thick, int(y))
            _ink(dots, int(x), int(y) + thick)


def _ink(dots, x, y):
    dots[y][x // 8] &= ~(128 >> x % 8) & 0xFF


def _chunk(kind, content):
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )
