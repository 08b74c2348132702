"""Looks at a page in the browser until it has drawn what it draws, and reads it."""

import asyncio
import re
import time
from dataclasses import dataclass

from playwright.async_api import CDPSession, Error, Response

from crawler.traffic import Traffic

# How long a drawn page must stay as it is, and one on which nothing has appeared yet.
QUIET_SECONDS = 0.3
BLANK_SECONDS = 1.5
# Pages that never come to rest are taken as they are after so long.
RESTLESS_SECONDS = 8.0
LOOK_SECONDS = 0.1
# A page between two documents cannot be looked at; one that has crashed never again.
FAILED_LOOKS = 20
# A page cannot tamper with what runs in a world of its own.
WORLD = "xunjian"
LOOK = """[document.readyState, document.links.length, document.getElementsByTagName('*').length,
    location.href]"""
# What is handed on is UTF-8, whatever the page was written in.
READ = """(limit => {
    for (const meta of document.querySelectorAll('meta[charset]'))
        meta.setAttribute('charset', 'utf-8');
    for (const meta of document.querySelectorAll('meta[http-equiv="content-type" i]'))
        meta.setAttribute('content', 'text/html; charset=utf-8');
    const html = '<!DOCTYPE html>\\n' + document.documentElement.outerHTML;
    return html.length > limit ? null : html;
})(%d)"""
ANCHOR = re.compile(rb"<a\s")
SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Look:
    """A page at one moment."""

    state: str = "loading"
    links: int = 0
    elements: int = 0
    url: str = ""


async def settled(
    session: CDPSession, traffic: Traffic, answer: Response | None
) -> tuple[Look, bool]:
    """Wait until a page has drawn what it draws; whether links came with it."""
    before, measured, links = Look(), "", 0
    began = changed = time.monotonic()
    blind = 0
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        try:
            look, blind = await _look(session), 0
        except Error:
            look, blind = Look(), blind + 1
            if blind > FAILED_LOOKS:
                raise
        now = time.monotonic()
        if look != before:
            before, changed = look, now
        if look.state != "loading" and look.url != measured:
            measured, links, began = look.url, await _written_links(answer), now
        # Rows that are still on their way would be missing from the page: better no page at all.
        if look.state == "loading" or traffic.under_way:
            continue
        is_drawn = look.links > links
        patience = QUIET_SECONDS if is_drawn else BLANK_SECONDS
        if now - changed >= patience or now - began >= RESTLESS_SECONDS:
            return look, is_drawn


async def _written_links(answer: Response | None) -> int:
    """Return how many links the server itself has written into its page."""
    try:
        body = await answer.body() if answer is not None else b""
    except Error:
        return 0
    before, *pieces = body.lower().split(b"<script")
    written = [before, *(piece.partition(b"</script")[2] for piece in pieces)]
    return sum(len(ANCHOR.findall(piece)) for piece in written)


async def _look(session: CDPSession) -> Look:
    seen = await _evaluate(session, LOOK)
    return Look(*seen) if isinstance(seen, list) else Look()


async def read(session: CDPSession, limit: int) -> bytes:
    """Return the content of a page as UTF-8, b"" if it is larger than the limit."""
    html = await _evaluate(session, READ % limit)
    body = SURROGATES.sub("\ufffd", html).encode() if isinstance(html, str) else b""
    return body if len(body) <= limit else b""


async def _evaluate(session: CDPSession, script: str) -> object:
    tree = await session.send("Page.getFrameTree")
    frame = {"frameId": tree["frameTree"]["frame"]["id"], "worldName": WORLD}
    world = await session.send("Page.createIsolatedWorld", frame)
    question = {"expression": script, "contextId": world["executionContextId"]}
    answer = await session.send("Runtime.evaluate", {**question, "returnByValue": True})
    return answer["result"].get("value")
