"""The front end's files: vendored ones unchanged, every icon there, every reference resolved."""

import importlib.util
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

ROOT = Path(__file__).resolve().parent.parent.parent
LONGGANG = ROOT / "longgang"
ICON = re.compile(r'parts/icon\.html" with name="([a-z0-9-]+)"')
DEFAULT = re.compile(r'(?:icon|sign)=["\']([a-z0-9-]+)["\']')


def load_script():
    spec = importlib.util.spec_from_file_location("vendor", ROOT / "scripts/vendor_assets.py")
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["vendor"] = module
    spec.loader.exec_module(module)
    return module


def test_vendored_files_are_as_they_were_fetched_and_licensed():
    script = load_script()
    assert script.faults(script.SITE) + script.faults(script.BROWSER_TESTS) == []
    for package in script.PACKAGES:
        assert (package.place / "LICENSE").stat().st_size > 200, package.name


def test_a_changed_a_missing_and_a_foreign_file_are_found(tmp_path, monkeypatch):
    script = load_script()
    monkeypatch.setattr(script, "ROOT", tmp_path)
    folder = tmp_path / "x"
    folder.mkdir()
    (folder / "a.js").write_text("a")
    (folder / "foreign.js").write_text("f")
    (tmp_path / "manifest.toml").write_text(
        '[[package]]\nname = "x"\nfolder = "x"\n[package.sha256]\n"a.js" = "0"\n"b.js" = "0"\n'
    )
    assert script.faults(tmp_path) == [
        "x/a.js was changed",
        "x/b.js is missing",
        "x/foreign.js is in no manifest",
    ]


def test_every_icon_that_a_page_shows_is_in_the_sprite():
    sprite = (LONGGANG / "site/static/vendor/icons/sprite.svg").read_text(encoding="utf-8")
    there = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    wanted = {}
    for path in [*LONGGANG.rglob("*.html"), *LONGGANG.rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        for name in ICON.findall(text) + DEFAULT.findall(text):
            wanted[name] = path.relative_to(ROOT)
    assert {name: str(path) for name, path in wanted.items() if name not in there} == {}


SHEET = """
    :root, [data-bs-theme=dark] { --read: 1px; --read-by-read: 2px; --for-nobody: 3px }
    .btn, .carousel { padding: var(--read) }
    .btn:not(.carousel), .carousel .btn, :is(.carousel) td { margin: calc(var(--read-by-read)) }
    .carousel { color: red }
    @media print { .carousel { color: red } table { color: black } }
    @media screen { .carousel { color: red } }
    @keyframes carousel { to { color: red } }
"""


def test_of_a_style_sheet_is_kept_what_pages_wear():
    kept = load_script().cut(SHEET, ".own { width: var(--read-by-us) }")
    assert "".join(kept.split()) == (
        ":root{--read:1px;--read-by-read:2px}"
        ".btn{padding:var(--read)}"
        ".btn:not(.carousel){margin:calc(var(--read-by-read))}"
        "@mediaprint{table{color:black}}"
    )
    assert "--for-nobody" in load_script().cut(SHEET, ".own { width: var(--for-nobody) }")


def test_every_class_that_is_kept_is_worn():
    pages = "".join(path.read_text(encoding="utf-8") for path in LONGGANG.rglob("*.html"))
    worn = set(re.findall(r"[\w-]+", " ".join(re.findall(r'class="([^"]*)"', pages))))
    script = load_script()
    assert worn >= set(script.CLASSES)
    sheet = (script.SITE / "tabler/tabler.min.css").read_text(encoding="utf-8")
    kept = re.sub(r"(:not|url)\([^)]*\)", "", sheet)
    assert set(re.findall(r"\.([a-z][\w-]*)", kept)) == set(script.CLASSES)


def test_every_reference_in_the_styles_leads_somewhere(tmp_path):
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "longgang.site.storage.StaticStorage"},
    }
    with override_settings(STORAGES=storages, STATIC_ROOT=tmp_path):
        call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").exists()


@pytest.mark.parametrize("path", sorted((LONGGANG / "site/static/site/js").glob("*.js")), ids=str)
def test_scripts_write_no_markup_and_run_no_text(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|document\.write|\beval\(|new Function", text)
    assert text.startswith("/**")
