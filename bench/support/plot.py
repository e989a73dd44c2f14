"""Lines on logarithmic scales as SVG, drawn without a library."""

import math
from xml.sax.saxutils import escape

SVG = "http://www.w3.org/2000/svg"
WIDTH, HEIGHT, LEFT, BELOW, ABOVE, RIGHT = 720, 440, 70, 50, 20, 120
COLOURS = ("#0b5394", "#cc0000", "#38761d", "#b45f06", "#674ea7")


def draw_lines(lines: dict[str, list[tuple[float, float]]], *, across: str, up: str) -> str:
    """One line for each name, its last point labelled; a grid line for each power of ten."""
    points = [point for line in lines.values() for point in line]
    scale_x = _Scale([x for x, _y in points], LEFT, WIDTH - RIGHT)
    scale_y = _Scale([y for _x, y in points], HEIGHT - BELOW, ABOVE)
    parts = [
        f'<svg xmlns="{SVG}" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    for power in scale_x.powers():
        x = scale_x(10.0**power)
        parts.append(_line(x, ABOVE, x, HEIGHT - BELOW))
        parts.append(_text(x, HEIGHT - BELOW + 18, f"{10**power:,}", "middle"))
    for power in scale_y.powers():
        y = scale_y(10.0**power)
        parts.append(_line(LEFT, y, WIDTH - RIGHT, y))
        parts.append(_text(LEFT - 6, y + 4, f"{10.0**power:,g}", "end"))
    parts.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, across, "middle"))
    parts.append(_text(6, ABOVE - 6, up, "start"))
    for colour, (name, line) in zip(COLOURS, lines.items(), strict=False):
        placed = [(scale_x(x), scale_y(y)) for x, y in sorted(line)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in placed]
        parts.append(_text(placed[-1][0] + 8, placed[-1][1] + 4, name, "start", colour))
    return "\n".join([*parts, "</svg>", ""])


class _Scale:
    def __init__(self, values: list[float], begin: float, end: float) -> None:
        self.low = math.floor(math.log10(min(values)))
        self.high = max(math.ceil(math.log10(max(values))), self.low + 1)
        self.begin, self.end = begin, end

    def __call__(self, value: float) -> float:
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return self.begin + share * (self.end - self.begin)

    def powers(self) -> range:
        return range(self.low, self.high + 1)


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<path d="M{x1:.1f},{y1:.1f}L{x2:.1f},{y2:.1f}" stroke="#dddddd"/>'


def _text(x: float, y: float, text: str, anchor: str, colour: str = "#333333") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="13" fill="{colour}"'
    return f"<text {place}>{escape(text)}</text>"
