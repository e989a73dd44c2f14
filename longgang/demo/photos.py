"""Pictures of trucks for the demo's checks, drawn here: nobody's truck, nobody's face."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw

from longgang.core.photos import reencode

MOTIFS = 6
_CABS = ["#b23b3b", "#2f6f9f", "#d0a13a", "#4d7a4a", "#7d5a8c", "#c9c9c9"]


def picture_of_a_truck(place: int) -> bytes:
    """One of a few small JPEGs: a truck on the road at some hour of the day."""
    return _draw(place % MOTIFS)


@lru_cache(maxsize=MOTIFS)
def _draw(motif: int) -> bytes:
    picture = Image.new("RGB", (640, 420), ["#9cc4e4", "#e9c9a0", "#2b3a55"][motif % 3])
    draw = ImageDraw.Draw(picture)
    draw.rectangle([0, 300, 640, 420], fill="#56585c")
    for left in range(20, 640, 120):
        draw.rectangle([left, 356, left + 60, 362], fill="#f2f2f2")
    draw.rounded_rectangle([60, 150, 420, 290], 50, fill="#dfe3e8", outline="#8b939c", width=4)
    draw.polygon([(430, 290), (430, 170), (520, 170), (575, 235), (575, 290)], fill=_CABS[motif])
    draw.polygon([(450, 185), (512, 185), (550, 232), (450, 232)], fill="#cfe6f5")
    draw.rectangle([50, 290, 580, 304], fill="#33363a")
    for middle in (120, 190, 360, 510):
        draw.ellipse([middle - 28, 280, middle + 28, 336], fill="#1d1f21")
        draw.ellipse([middle - 10, 298, middle + 10, 318], fill="#9aa0a6")
    draw.rectangle([500, 262, 570, 282], fill="#f4c430", outline="#222222")
    file = BytesIO()
    picture.save(file, "JPEG", quality=80)
    file.seek(0)
    return reencode(file)
