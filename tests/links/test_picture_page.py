"""What a stored page may do while it is drawn, what is masked on it and what is marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser

from checks.mask import mask
from crawler.site import Site
from crawler.snapshot import Snapshot, Target, create
from tests.crawler.builders import TODAY
from tests.crawler.people import person
from tests.links.pictures import red_box
from xunjian.picture import Scene
from xunjian.picture_browser import opened, painted

PAGE = "http://www.qinghe.example/tzgg/1.html"
DEAD = "http://www.qinghe.example/tzgg/gone.html"
LINE = "全区秋季农业生产现场会在青禾镇召开。"
# The label is set beneath it, and must not cover what is looked for.
LINK = '<p style="height:80px"><a href="gone.html">现场会材料</a></p>'
ID = person(3)


@dataclass(frozen=True, slots=True)
class Easel:
    """An open browser and a snapshot that holds nothing."""

    browser: Browser
    snapshot: Snapshot

    def draw(self, body: str, head: str = "") -> bytes:
        """Return the picture of a page with its dead link marked."""
        html = (
            f"<!DOCTYPE html><html><head><title>通知</title>{head}</head><body>"
            f"{body}<p>{LINE * 20}</p></body></html>"
        )
        at = datetime(2026, 11, 23, tzinfo=UTC)
        scene = Scene(self.snapshot, PAGE, html, PAGE, DEAD, "#1 L401 链接打不开", at)
        return painted(self.browser, scene)


@pytest.fixture(scope="module")
def easel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Easel]:
    directory = tmp_path_factory.mktemp("snapshot")
    create(directory, Site("qinghe", "青禾区", PAGE), Target(), TODAY)
    snapshot = Snapshot(directory)
    with opened() as browser:
        yield Easel(browser, snapshot)
    snapshot.close()


# What must not be seen, each time with what must be seen in its place.
PERSONAL = {
    "in a text": (f"<p>身份证号{ID}</p>", f"<p>身份证号{mask(ID)}</p>"),
    "in two parts": (
        f"<p>身份证号<b>{ID[:9]}</b><i>{ID[9:]}</i></p>",
        f"<p>身份证号<b>{mask(ID)[:9]}</b><i>{mask(ID)[9:]}</i></p>",
    ),
    "before another number": (
        "<p>电话13912345678<br>20260101</p>",
        f"<p>电话{mask('13912345678')}<br>20260101</p>",
    ),
    "in a field": (f"<input size=40 value='{ID}'>", f"<input size=40 value='{mask(ID)}'>"),
    "in a box": (f"<textarea>{ID}</textarea>", f"<textarea>{mask(ID)}</textarea>"),
    "in place of a picture": (
        f"<img src='x.png' alt='身份证{ID}'>",
        f"<img src='x.png' alt='身份证{mask(ID)}'>",
    ),
    "by the style": (
        f"<style>b::after {{ content: attr(data-id) }}</style><b data-id='{ID}'></b>",
        f"<style>b::after {{ content: attr(data-id) }}</style><b data-id='{mask(ID)}'></b>",
    ),
    "in a shadow": (
        f"<div><template shadowrootmode=closed><p>{ID}</p></template></div>",
        "<div></div>",
    ),
    "in a frame of its own": (
        f"<iframe srcdoc='<p>{ID}'></iframe>",
        "<iframe></iframe>",
    ),
    "without scripts": (
        f"<noscript><p>{ID}</p></noscript>",
        f"<noscript><p>{mask(ID)}</p></noscript>",
    ),
    "beneath fields that mislead": (
        f"<form style='display:inline'><input name=parentElement><b>{ID}</b></form>",
        f"<form style='display:inline'><input name=parentElement><b>{mask(ID)}</b></form>",
    ),
}


@pytest.mark.parametrize("case", PERSONAL)
def test_personal_data_is_not_in_the_picture(easel: Easel, case: str) -> None:
    open_text, masked_text = PERSONAL[case]
    assert easel.draw(LINK + open_text) == easel.draw(LINK + masked_text)


def test_other_numbers_are_in_the_picture(easel: Easel) -> None:
    assert easel.draw(LINK + "<p>2026年</p>") != easel.draw(LINK + "<p>****年</p>")


# What a page tries, which must change nothing at all of the picture.
TRIES = {
    "scripts": ("<script>document.body.style.background = 'red'</script>", ""),
    "a move to another page": ("", "<meta http-equiv='refresh' content='0;url=/other.html'>"),
    "a frame": ("<div style='position:absolute'><iframe srcdoc='<p>x'></iframe></div>", ""),
}


@pytest.mark.parametrize("case", TRIES)
def test_a_page_can_do_nothing_but_be_seen(easel: Easel, case: str) -> None:
    body, head = TRIES[case]
    red_box(easel.draw(body + LINK, head))


def test_a_link_that_people_do_not_see_is_marked_where_it_hides(easel: Easel) -> None:
    hidden = f"<div style='height:90px'>{LINE}<a href='gone.html' style='display:none'>x</a></div>"
    left, top, right, bottom = red_box(easel.draw(hidden))
    assert right - left > 1000
    assert bottom - top > 90


def test_each_place_of_the_link_is_marked(easel: Easel) -> None:
    apart = f"{LINK}<p style='height:300px'></p>{LINK}"
    _, top, _, bottom = red_box(easel.draw(apart))
    assert bottom - top > 300
