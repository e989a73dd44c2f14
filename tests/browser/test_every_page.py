"""Every page, as who works with it, in both languages: on a phone, with large letters, at a desk.

In English, and where somebody before has looked at such a page already, on a phone with large
letters alone: there the least fits.

A page that is added to the product must be added to `pages.py`, or the first test here fails.
"""

import re
from datetime import datetime, timedelta
from itertools import takewhile

import pytest
from django.urls import URLResolver, get_resolver

from longgang.core.clock import now
from tests import seeds
from tests.browser.conftest import NARROWEST, PHONE, SIGHTS, Sight, Visit
from tests.browser.pages import NO_PAGES, PAGES, WHILE_SIGNING_IN
from tests.browser.world import World, a_district_at_work

# What stays in Latin letters on a Chinese page: names of formats, codes and languages.
LATIN = set("QR UN VIN EXCEL ID EN XLSX XLS PDF IP URL TOTP SM HTTP AA GB".split())
TEXTS = """() => {
    const seen = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const place = walker.currentNode.parentElement;
        if (place.closest("script, noscript, style, datalist, .sheet, [lang=en]")) continue;
        seen.push(walker.currentNode.data);
    }
    for (const name of ["title", "alt", "placeholder", "aria-label"])
        for (const place of document.body.querySelectorAll(`[${name}]`))
            if (!place.closest("[lang=en]")) seen.push(place.getAttribute(name));
    return seen.filter(text => /[A-Za-z]{2}/.test(text));
}"""
# What can be pressed but not reached with the Tab key, and what jumps the queue of those that can.
UNREACHABLE = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [onclick], [hx-get]")]
    .filter(place => place.checkVisibility() && !place.disabled && !place.closest("[inert]"))
    .filter(place => place.tabIndex > 0 || (place.tabIndex < 0 && !place.hasAttribute("hx-trigger")
        && !place.closest("[data-longgang-errors]")))
    .map(place => place.outerHTML.slice(0, 120))"""

LANGUAGE = "document.documentElement.lang"  # not by a locator: that brings a large script along

OF_EACH = {"site:home"}  # another page for everybody

# Pages that say no, and with which status.
MEANT = {"/no/such/page/": 404, "/checkpoints/enrol/no-such-code/": 410}


@pytest.fixture(scope="session")
def made() -> list[tuple[datetime, World]]:
    """The district that was made last, and when: what its tables held is kept as `world`."""
    return []


@pytest.fixture
def world(made, divisions, settings, trail_without_files) -> World:
    """A district at work, put back as it was made; after some minutes it would be late for all."""
    settings.DEMO = True  # the demo's phone is a page too
    if made and now() - made[-1][0] < timedelta(minutes=5):
        seeds.put_back("world")
    else:
        made.append((now(), a_district_at_work()))
        seeds.keep("world")
    return made[-1][1]


def names_of(patterns, prefix=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names_of(pattern.url_patterns, prefix + space)
        else:
            yield prefix + pattern.name


def test_no_page_is_forgotten(world):
    looked_at = {name for pages in PAGES.values() for name, _path in pages(world)}
    names = set(names_of(get_resolver().url_patterns)) - {"site:parts"}  # test_frame looks at it
    assert names - looked_at - NO_PAGES - WHILE_SIGNING_IN == set()


@pytest.mark.parametrize("who", PAGES, ids=[who or "stranger" for who in PAGES])
def test_every_page_of(open_browser, world, who):
    user = world.people[who] if who else None
    chinese = open_browser(user, PHONE)
    english = open_browser(user, PHONE, language="en")
    faults = {}
    seen = seen_before(who, world)
    for name, path in PAGES[who](world):
        is_new = name not in seen or name in OF_EACH
        seen.add(name)
        found = look_in_chinese(chinese, path, SIGHTS if is_new else [NARROWEST])
        if is_new:
            found += look_in_english(english, path)
        if found:
            faults[path] = found
    assert faults == {}


def seen_before(who: str, world: World) -> set[str]:
    """The pages that somebody before looks at: in English they are the same with other content."""
    before = takewhile(lambda each: each != who, PAGES)
    return {name for each in before for name, _path in PAGES[each](world)}


def look_in_chinese(visit: Visit, path: str, sights: list[Sight]) -> list[str]:
    """With its words, and for the keyboard."""
    faults = look(visit, path, sights)
    spoken, texts, unreachable = visit.page.evaluate(
        f"() => [{LANGUAGE}, ({TEXTS})(), ({UNREACHABLE})()]"
    )
    faults += is_spoken(spoken, "zh-hans")
    faults += [f"untranslated: {text}" for text in untranslated(texts)]
    faults += [f"not by keyboard: {place}" for place in unreachable]
    return faults


def look_in_english(visit: Visit, path: str) -> list[str]:
    """It must fit, where words are longer."""
    faults = look(visit, path, [NARROWEST])
    faults += is_spoken(visit.page.evaluate(LANGUAGE), "en")
    return [f"in English: {fault}" for fault in faults]


def look(visit: Visit, path: str, sights: list[Sight]) -> list[str]:
    """What is wrong with the page in these sights; the window that is open comes first: to change
    it takes as long as to look, so the next page begins where this one ends.
    """
    answer = visit.page.goto(path)
    faults = [] if answer.status == MEANT.get(path, 200) else [f"answers {answer.status}"]
    is_phone = visit.page.viewport_size == PHONE
    faults += visit.faults_in(sights if is_phone else sights[::-1])
    visit.errors.clear()
    return faults


def is_spoken(language: str, wanted: str) -> list[str]:
    return [] if language.lower() == wanted else ["is in another language than it says"]


def untranslated(texts: list[str]) -> list[str]:
    """The texts with a word of Latin letters that is neither a code nor kept on purpose."""
    return [
        text.strip()[:80]
        for text in texts
        if any(map(is_word, re.split(r"[\s，。；：、（）]+", text)))
    ]


def is_word(token: str) -> bool:
    """Codes have digits, are paths or long capitals; a word does not."""
    if re.search(r"[\d_/@.:-]", token):
        return False
    return any(
        word.upper() not in LATIN and not re.fullmatch("[IVX]+|[A-Z]{10,}", word)
        for word in re.findall(r"[A-Za-z]{2,}", token)
    )
