"""Draws a stored page in Chromium without network and scripts, masks it and marks a link.

Imported only where Playwright is installed; `xunjian.picture` asks first.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Error, Page, Route, sync_playwright

from checks.mask import mask, mask_url
from checks.workdays import LOCAL
from crawler.browser import ENVIRONMENT, FLAGS, LAUNCH_SECONDS
from crawler.render import SANDBOX, program
from crawler.urls import canonical
from xunjian.picture import ADDRESSED, SELECTOR, PictureError, Scene, named
from xunjian.picture_scripts import ATTRIBUTES, MARK, RENAME, TEXTS, VALUES, WRITE

WIDTH, HEIGHT = 1280, 800
PAGE_SECONDS = 30.0
# Whatever should try to leave by itself finds nobody at home (the port of discard, RFC 863).
NOWHERE = "http://127.0.0.1:9"
# Styles only: a picture of the page may show what nobody can mask.
RULES = "default-src 'none'; style-src * 'unsafe-inline'; font-src * data:"
STORED = {"stylesheet": "text/css", "font": "font/woff2"}
# Pages that move on by themselves, and parts of them that no script from outside can look into.
MOVES = re.compile(r"http-equiv(?=\s*=\s*[\"']?\s*refresh)", re.I)
CLOSED = re.compile(r"shadowrootmode|srcdoc", re.I)
STRIP = "{url}　采集于 {at:%Y-%m-%d %H:%M}　依据快照离线绘制，个人信息已遮盖，图片不显示"


def paint(scene: Scene) -> bytes:
    """Return a PNG of the page with the link in view."""
    try:
        with opened() as browser:
            return painted(browser, scene)
    except Error as error:
        raise PictureError(f"浏览器未能绘制页面“{mask_url(scene.url)}”") from error


def painted(browser: Browser, scene: Scene) -> bytes:
    """Draw with a browser that is open already."""
    with browser.new_context(
        java_script_enabled=False,
        viewport={"width": WIDTH, "height": HEIGHT},
        locale="zh-CN",
        service_workers="block",
        accept_downloads=False,
    ) as context:
        context.set_default_timeout(PAGE_SECONDS * 1000)
        page = context.new_page()
        _Stage(scene).open(page)
        hide(page)
        _mark(page, scene)
        return page.screenshot(animations="disabled")


@contextmanager
def opened() -> Iterator[Browser]:
    """Start a browser for as long as it is needed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program(),
            args=list(FLAGS),
            proxy={"server": NOWHERE},
            # The sandbox refuses to run as root.
            chromium_sandbox=os.geteuid() != 0 and os.environ.get(SANDBOX) != "0",
            timeout=LAUNCH_SECONDS * 1000,
            env={name: os.environ[name] for name in ENVIRONMENT if name in os.environ},
        )
        try:
            yield browser
        finally:
            browser.close()


class _Stage:
    """Answers every request of the browser from the snapshot, or not at all."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._is_open = False

    def open(self, page: Page) -> None:
        """Show the page."""
        page.context.route("**/*", self._answer)
        page.goto(self._scene.url, wait_until="load")

    def _answer(self, route: Route) -> None:
        kind = route.request.resource_type
        if kind == "document":
            self._answer_document(route)
        elif kind in STORED:
            self._answer_part(route, STORED[kind])
        else:
            route.abort()

    def _answer_document(self, route: Route) -> None:
        if self._is_open:
            # No content: the browser stays where it is.
            route.fulfill(status=204)
            return
        self._is_open = True
        html = CLOSED.sub("data-closed", MOVES.sub("data-moves", self._scene.html))
        headers = {"Content-Security-Policy": RULES}
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)

    def _answer_part(self, route: Route, media: str) -> None:
        snapshot, url = self._scene.snapshot, canonical(route.request.url)
        body = snapshot.body(url)
        if not body:
            route.abort()
            return
        media = snapshot.fetches[url].media or media
        # Styles and fonts may come from another host of the office's.
        route.fulfill(body=body, content_type=media, headers={"Access-Control-Allow-Origin": "*"})


def hide(page: Page) -> None:
    """Put stars in the place of personal data, in texts and attributes."""
    texts: list[tuple[str, int]] = page.evaluate(TEXTS)
    page.evaluate(WRITE, masked([(text, line) for text, line in texts]))
    values: list[str] = page.evaluate(ATTRIBUTES)
    page.evaluate(RENAME, [mask(value) for value in values])


def masked(texts: list[tuple[str, int]]) -> list[str]:
    """Mask pieces of text, each by itself and together with the others of its line.

    A number may run on from one piece into the next, and may end where the next begins.
    """
    lines: dict[int, list[int]] = {}
    for number, (_, line) in enumerate(texts):
        lines.setdefault(line, []).append(number)
    done = [""] * len(texts)
    for numbers in lines.values():
        whole = mask("".join(texts[number][0] for number in numbers))
        for number in numbers:
            text = texts[number][0]
            together, whole = whole[: len(text)], whole[len(text) :]
            done[number] = "".join(map(_darker, mask(text), together))
    return done


def _darker(one: str, other: str) -> str:
    return "*" if "*" in (one, other) else one


def _mark(page: Page, scene: Scene) -> None:
    values: list[list[str]] = page.evaluate(VALUES, [SELECTOR, list(ADDRESSED)])
    flat = [value for each in values for value in each]
    owners = [number for number, each in enumerate(values) for _ in each]
    chosen = sorted({owners[number] for number in named(scene.evidence, scene.base, flat)})
    if not chosen:
        raise PictureError(f"页面“{mask_url(scene.url)}”上找不到要标出的链接")
    strip = STRIP.format(url=mask_url(scene.url), at=scene.at.astimezone(LOCAL))
    page.evaluate(MARK, [SELECTOR, chosen, scene.label, strip])
