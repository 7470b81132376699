"""Pages point at things that are there: files, headings of pages, names of the package."""

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
NAME = re.compile(r"`(colase(?:\.\w+)+)")
EXAMPLES = {"src/colase/cavity/toroid.py"}  # what somebody might add
PLACE = re.compile(r"`((?:src|tests|docs|benchmarks|examples|schema)/[\w./-]+)`")


def text_of(page):
    """Return a page without its blocks of code."""
    return re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def anchors(page):
    """Return the anchors of the headings of a page, made as code hosts make them."""
    heads = re.findall(r"^#+ +(.*)$", text_of(page), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def exists(name):
    """Say whether a dotted name is a module, or something inside one."""
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        try:
            found = import_module(".".join(parts[:count]))
        except ModuleNotFoundError:
            continue
        for part in parts[count:]:
            if not hasattr(found, part) and part not in getattr(found, "__dataclass_fields__", {}):
                return False
            found = getattr(found, part, None)
        return True
    return False


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_and_name_of_a_page_leads_somewhere(page):
    lost = []
    for target in LINK.findall(text_of(page)):
        if "://" in target or target.startswith("mailto:"):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            lost.append(target)
    if page.name != "CHANGELOG.md":  # what was true when a line was written
        lost += [name for name in NAME.findall(text_of(page)) if not exists(name)]
        places = set(PLACE.findall(text_of(page))) - EXAMPLES
        lost += [place for place in places if not list(ROOT.glob(place))]
    assert not lost


def test_a_lost_name_is_found_out():
    assert exists("colase.plot.laser.light.light_curve")
    assert not exists("colase.plot.light")
    assert not exists("colase.Device.colour")
