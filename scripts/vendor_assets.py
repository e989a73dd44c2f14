"""Fetch the front end's libraries through npm and keep them in the repository, with their licences.

    .venv/bin/python scripts/vendor_assets.py           fetch all again and rewrite the manifests
    .venv/bin/python scripts/vendor_assets.py --check   compare files with manifests; no network

Only the files named here are kept. Source-map comments are cut off, because the maps stay behind
and the static files' storage refuses a reference that leads nowhere. Of the icons only those listed
in `ICONS` are kept, as one sprite. Of a style sheet the rules for elements and for `CLASSES` are
kept: of Tabler's a twentieth of what every phone would else fetch, and read with every page.
"""

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tinycss2

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "longgang/site/static/vendor"
BROWSER_TESTS = ROOT / "tests/browser/vendor"

ICONS = """
    alert-circle alert-triangle anchor arrow-back-up arrow-left arrow-right ban barrier-block
    bell bell-ringing biohazard building building-bank building-factory-2 building-store
    building-warehouse bulb calendar camera car certificate chart-bar check checks chevron-down
    chevron-left chevron-right chevron-up circle-check circle-dashed circle-x clipboard-check
    clipboard-list clock clock-exclamation cloud-upload copy dashboard device-mobile dots
    download droplet edit external-link eye eye-off file-certificate file-plus file-spreadsheet
    file-text filter flag flame flask forms gas-station gavel git-merge headset help-circle
    history home hourglass id id-badge-2 info-circle key language link list list-check lock
    lock-open login logout map-2 map-pin menu-2 message message-2 minus package packages pencil
    phone player-pause plus printer qrcode refresh repeat road rosette-discount-check route
    ruler-2 scale scan search send settings shield-check shield-lock shield-x ship
    sort-ascending sort-descending steering-wheel stethoscope switch-horizontal temperature
    test-pipe text-size tir tool trash truck truck-delivery upload user user-check user-plus
    user-search users users-group volume volume-off wifi wifi-off writing-sign x
""".split()
CLASSES = """
    btn btn-primary card card-body chart empty form-control form-select icon lead row small steps
    table tag timeline visually-hidden
""".split()


@dataclass(frozen=True)
class Package:
    """One library: its version, what it is for, and which files we keep under which name."""

    name: str
    version: str
    licence: str
    folder: str
    why: str
    files: dict[str, str] = field(default_factory=dict)
    home: Path = SITE

    @property
    def place(self) -> Path:
        return self.home / self.folder


PACKAGES = [
    Package(
        "@tabler/core", "1.4.0", "MIT", "tabler",
        "Layout and components. 1.4 is the last whose colours also work in the browsers of phones "
        "that are some years old; 1.5 and later need Chrome 123 or Safari 17.5.",
        {"dist/css/tabler.min.css": "tabler.min.css"},
    ),
    Package(
        "@tabler/icons", "3.51.0", "MIT", "icons", "The icons, as one sprite.",
        {"LICENSE": "LICENSE"},
    ),
    Package(
        "htmx.org", "2.0.11", "0BSD", "htmx", "Swaps parts of a page without reloading it.",
        {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE"},
    ),
    Package(
        "echarts", "6.1.0", "Apache-2.0", "echarts", "Charts on a canvas.",
        {"dist/echarts.common.min.js": "echarts.common.min.js", "LICENSE": "LICENSE",
         "NOTICE": "NOTICE"},
    ),
    Package(
        "zxing-wasm", "3.1.4", "MIT", "zxing",
        "Reads QR codes where the browser has no reader of its own.",
        {"dist/iife/reader/index.js": "reader.js",
         "dist/reader/zxing_reader.wasm": "zxing_reader.wasm", "LICENSE": "LICENSE"},
    ),
    Package(
        "idb", "8.0.4", "ISC", "idb", "IndexedDB with promises: what a phone at a gate keeps.",
        {"build/index.js": "idb.js", "LICENSE": "LICENSE"},
    ),
    Package(
        "@noble/ed25519", "3.2.0", "MIT", "noble",
        "Verifies the codes of passes without network, also in browsers that have no Ed25519.",
        {"index.js": "ed25519.js", "LICENSE": "LICENSE"},
    ),
    Package(
        "axe-core", "4.14.1", "MPL-2.0", "axe", "Checks pages for barriers in the browser tests.",
        {"axe.min.js": "axe.min.js", "LICENSE": "LICENSE"}, BROWSER_TESTS,
    ),
]  # fmt: skip
VARIABLE = re.compile(r"var\((--[\w-]+)")
SOURCE_MAP = re.compile(rb"(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\s*")
SVG = "{http://www.w3.org/2000/svg}"


def fetch(package: Package, folder: Path) -> Path:
    """Unpack the package into the folder; its content lies below `package/`."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is missing: it is needed to fetch, not to run, the product.")
    wanted = f"{package.name}@{package.version}"
    packed = subprocess.run(  # noqa: S603 - a fixed command with names from this file
        [npm, "pack", "--silent", wanted], cwd=folder, check=True, capture_output=True, text=True
    )
    with tarfile.open(folder / packed.stdout.strip().splitlines()[-1]) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def keep(package: Package, source: Path) -> None:
    """Copy the files we use; a licence that a package forgot lies here already, put by hand."""
    package.place.mkdir(parents=True, exist_ok=True)
    for theirs, ours in package.files.items():
        content = (source / theirs).read_bytes()
        if ours.endswith((".css", ".js")):
            content = SOURCE_MAP.sub(b"", content)
        if ours.endswith(".css"):
            content = cut(content.decode(), own_styles()).encode()
        (package.place / ours).write_bytes(content)
    if package.folder == "icons":
        (package.place / "sprite.svg").write_text(sprite(source), encoding="utf-8")


def own_styles() -> str:
    """Every style sheet of ours."""
    sheets = [path for path in (ROOT / "longgang").rglob("*.css") if SITE not in path.parents]
    return "".join(path.read_text(encoding="utf-8") for path in sheets)


def cut(sheet: str, own: str) -> str:
    """The rules for elements and `CLASSES`, with the variables that they or our own styles read."""
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    before, kept = "", _cut(rules, None)
    while kept != before:  # a variable may be read by one that nobody reads
        before, kept = kept, _cut(rules, set(VARIABLE.findall(kept + own)))
    return kept


def _cut(rules: list[Any], read: set[str] | None) -> str:
    kept = []
    for rule in rules:
        if rule.type == "qualified-rule":
            before, inside = _selectors(rule.prelude), _declarations(rule.content, read)
        elif rule.type == "at-rule" and rule.at_keyword in {"media", "supports"}:
            within = tinycss2.parse_rule_list(rule.content, skip_comments=True)
            before = f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}"
            inside = _cut(within, read)
        else:  # what moves has no class of ours
            continue
        if before and inside:
            kept.append(f"{before}{{{inside}}}\n")
    return "".join(kept)


def _selectors(prelude: list[Any]) -> str:
    alternatives: list[list[Any]] = [[]]
    for each in prelude:
        if each == ",":
            alternatives.append([])
        else:
            alternatives[-1].append(each)
    return ",".join(tinycss2.serialize(each).strip() for each in alternatives if _is_worn(each))


def _is_worn(selector: list[Any]) -> bool:
    """Whether all its classes are; what stands in `:not()` need not be, and no page has themes."""
    is_class = False
    for each in selector:
        if is_class and each.value not in CLASSES:
            return False
        if each.type == "[] block" and "data-bs-" in tinycss2.serialize(each.content):
            return False
        if each.type == "function" and each.name != "not" and not _is_worn(each.arguments):
            return False
        is_class = each == "."
    return True


def _declarations(content: list[Any], read: set[str] | None) -> str:
    """`read` names the variables that somebody reads; None: not known yet."""
    return ";".join(
        each.serialize()
        for each in tinycss2.parse_blocks_contents(content)
        if each.type == "declaration"
        and (read is None or not each.name.startswith("--") or each.name in read)
    )


def sprite(source: Path) -> str:
    """One file with a <symbol> for each icon in use."""
    symbols = []
    for name in ICONS:
        drawing = ET.parse(source / "icons/outline" / f"{name}.svg").getroot()  # noqa: S314 - checked by hash
        shapes = [
            ET.tostring(shape, encoding="unicode").replace("ns0:", "").replace(
                ' xmlns:ns0="http://www.w3.org/2000/svg"', ""
            ).strip()
            for shape in drawing
            if shape.get("stroke") != "none"
        ]  # fmt: skip
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
            f'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">'
            f"{''.join(shapes)}</symbol>"
        )
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{chr(10).join(symbols)}\n</svg>\n'


def kept_files(package: Package) -> list[Path]:
    """Everything that lies in the package's folder."""
    return sorted(path for path in package.place.iterdir() if path.is_file())


def manifest(home: Path) -> str:
    """What lies in this folder, where it came from and how to know that nobody changed it."""
    lines = ["# Written by scripts/vendor_assets.py; do not edit.", ""]
    for package in (one for one in PACKAGES if one.home == home):
        lines += [
            "[[package]]", f'name = "{package.name}"', f'version = "{package.version}"',
            f'licence = "{package.licence}"', f'folder = "{package.folder}"',
            f'why = "{package.why}"', "[package.sha256]",
        ]  # fmt: skip
        lines += [f'"{path.name}" = "{digest(path)}"' for path in kept_files(package)] + [""]
    return "\n".join(lines)


def digest(path: Path) -> str:
    """The sha256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def faults(home: Path) -> list[str]:
    """Every file that is missing, was changed, or is in no manifest."""
    found = []
    listed = {home / "manifest.toml"}
    for entry in tomllib.loads((home / "manifest.toml").read_text(encoding="utf-8"))["package"]:
        for name, sha256 in entry["sha256"].items():
            path = home / entry["folder"] / name
            listed.add(path)
            if not path.exists():
                found.append(f"{path.relative_to(ROOT)} is missing")
            elif digest(path) != sha256:
                found.append(f"{path.relative_to(ROOT)} was changed")
    unlisted = {path for path in home.rglob("*") if path.is_file()} - listed
    return found + [f"{path.relative_to(ROOT)} is in no manifest" for path in sorted(unlisted)]


def main() -> int:
    """Fetch, or check."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare with the manifests only")
    if not parser.parse_args().check:
        for package in PACKAGES:
            with tempfile.TemporaryDirectory() as folder:
                keep(package, fetch(package, Path(folder)))
            print(f"{package.name} {package.version}")
        for home in (SITE, BROWSER_TESTS):
            (home / "manifest.toml").write_text(manifest(home), encoding="utf-8")
    found = faults(SITE) + faults(BROWSER_TESTS)
    print("\n".join(found) or "Every vendored file is as it was fetched.")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
