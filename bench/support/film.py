"""A film for Chromium's camera: an empty road, then the code of a pass, over and over."""

from io import BytesIO
from pathlib import Path

import segno
from PIL import Image

WIDTH, HEIGHT, PICTURES_A_SECOND = 640, 480, 15
EMPTY_S, SHOWN_S = 3.6, 1.0  # the scanner takes the same code again after 3 s
GREY, CODE_SIZE = 200, 380
MARK_SIZE = 32  # black in the corner while the code is in view: what the clock is set by


def make_film(text: str, path: Path) -> Path:
    """Uncompressed and grey, as a camera would see it."""
    drawn = BytesIO()
    segno.make(text, error="m").save(drawn, kind="png", scale=8, border=4)
    empty = Image.new("L", (WIDTH, HEIGHT), GREY)
    shown = empty.copy()
    code = Image.open(drawn).convert("L").resize((CODE_SIZE, CODE_SIZE))
    shown.paste(code, ((WIDTH - CODE_SIZE) // 2, (HEIGHT - CODE_SIZE) // 2))
    shown.paste(0, (0, 0, MARK_SIZE, MARK_SIZE))
    colourless = bytes([128]) * (WIDTH * HEIGHT // 2)
    with path.open("wb") as out:
        rate = f"F{PICTURES_A_SECOND}:1"
        out.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} {rate} Ip A1:1 C420jpeg\n".encode())
        for picture, lasts in ((empty, EMPTY_S), (shown, SHOWN_S)):
            frame = b"FRAME\n" + picture.tobytes() + colourless
            out.write(frame * round(lasts * PICTURES_A_SECOND))
    return path
