"""Workbooks of Excel 97, which no library of ours can write."""

import io
import struct

from longgang.core.excel import opening


def old_workbook(*rows):
    """An .xls as Excel 97 wrote it: one stream of records in a file of sectors."""

    def record(kind, body=b""):
        return struct.pack("<HH", kind, len(body)) + body

    def begin(kind):
        return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))

    def label(row, place, text):
        head = struct.pack("<HHHHB", row, place, 0, len(text), 1)
        return record(0x0204, head + text.encode("utf-16-le"))

    def number(row, place, value):
        return record(0x0203, struct.pack("<HHHd", row, place, 0, value))

    size = struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0)
    sheet = begin(0x10) + record(0x0200, size)
    for row, cells in enumerate(rows):
        for place, cell in enumerate(cells):
            sheet += (label if isinstance(cell, str) else number)(row, place, cell)
    sheet += record(0x0A)
    pages = record(0x0042, struct.pack("<H", 1200))
    name = struct.pack("<HBB", 0, 2, 1) + "名单".encode("utf-16-le")
    starts_at = len(begin(5) + pages + record(0x0085, b"\0" * 4 + name) + record(0x0A))
    sheets = record(0x0085, struct.pack("<I", starts_at) + name)
    return in_sectors(begin(5) + pages + sheets + record(0x0A) + sheet)


def in_sectors(stream):
    """A compound file with one stream named Workbook, long enough to need no small sectors."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    stream = stream.ljust(4096, b"\0")
    stream += b"\0" * (-len(stream) % 512)
    count = len(stream) // 512
    chain = [table, end, *range(3, 2 + count), end]
    fat = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))

    def entry(title, kind, child, start, size):
        encoded = (title + "\0").encode("utf-16-le")
        links = struct.pack("<HBBIII", len(encoded), kind, 1, free, free, child)
        return encoded.ljust(64, b"\0") + links + b"\0" * 36 + struct.pack("<IQ", start, size)

    folder = entry("Root Entry", 5, 1, end, 0) + entry("Workbook", 2, free, 2, len(stream))
    header = opening._OLE + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += b"\0" * 6 + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    return io.BytesIO(header + fat + folder.ljust(512, b"\0") + stream)
