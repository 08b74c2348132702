"""Pictures of dead links as evidence: the page from the snapshot, the link's place marked in red."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec

from selectolax.lexbor import LexborHTMLParser

from checks.mask import mask
from checks.veil import Veil, is_veiled
from crawler.extract.encoding import decode
from crawler.extract.html import base_of
from crawler.render import EXTRA, program
from crawler.snapshot import Snapshot, SnapshotError
from crawler.urls import join
from ledger.issue import Issue
from xunjian.config import Config
from xunjian.folders import snapshots

FAMILY = "L"
# The attributes in which addresses stand; some are for scripts that load a picture late.
ADDRESSED = tuple(
    "href src action data formaction poster background data-src data-original data-lazy"
    " data-lazy-src data-lazyload data-echo data-url original _src".split()
)
SELECTOR = ", ".join(f"[{name}]" for name in ADDRESSED)
# What goes on in an address: the one found is then the beginning of another.
GOES_ON = re.compile(r"[!-~]")
# Older ones show a page that nobody remembers.
MOST_SNAPSHOTS = 30


class PictureError(RuntimeError):
    """A picture that cannot be made; the message is a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A page as a snapshot has it, and what is to be marked on it.

    `evidence` holds the address of the link; `base` is what the page's links are relative to.
    """

    snapshot: Snapshot
    url: str
    html: str
    base: str
    evidence: str
    label: str
    at: datetime


def require_browser() -> None:
    """Raise `PictureError` where nothing can be drawn."""
    missing = [] if find_spec("playwright") else [EXTRA]
    missing += [] if program() else ["Chromium（apt install chromium）"]
    if missing:
        raise PictureError(f"截图需要浏览器，请先安装 {' 和 '.join(missing)}")


def picture(config: Config, issue: Issue) -> bytes:
    """Return a PNG of the page that carries the link of an issue, made without any network."""
    if not issue.code.startswith(FAMILY):
        raise PictureError(f"问题 #{issue.id}（{issue.code}）不是链接类问题，没有可以标出的链接")
    require_browser()
    # The package of the extra, which may be absent.
    from xunjian.picture_browser import paint

    scene = _scene(config, issue)
    try:
        return paint(scene)
    finally:
        scene.snapshot.close()


def named(evidence: str, base: str, values: Sequence[str]) -> list[int]:
    """Return which of the addresses, as they stand on a page, the evidence names.

    The evidence is masked, so the addresses are as well. It begins with the link, where redirects
    lead comes after it; of two addresses that begin alike the longer counts.
    """
    found: dict[tuple[int, int], list[int]] = {}
    for number, value in enumerate(values):
        for spelling in _spellings(evidence, base, value):
            place = _place(evidence, spelling)
            if place >= 0:
                found.setdefault((place, -len(spelling)), []).append(number)
    return found[min(found)] if found else []


def _spellings(evidence: str, base: str, value: str) -> set[str]:
    address, raw = join(base, value), value.strip()
    # As it is written: mailto:, tel:, javascript: and what is no address at all.
    written = {mask(raw)} if raw and evidence.startswith(mask(raw)) else set()
    if not address:
        return written
    fragment = value.partition("#")[2].strip()
    return written | {mask(address)} | ({mask(f"{address}#{fragment}")} if fragment else set())


def _place(evidence: str, spelling: str) -> int:
    """Return where an address stands in the evidence, -1 if it does not."""
    place = evidence.find(spelling)
    after = evidence[place + len(spelling) :]
    before = evidence[max(0, place - 1) : max(0, place)]
    return -1 if GOES_ON.match(after) or GOES_ON.match(before) else place


def _scene(config: Config, issue: Issue) -> Scene:
    """Find the newest snapshot whose page still carries the link."""
    pages = 0
    for directory in snapshots(config.snapshots / issue.site_id)[:MOST_SNAPSHOTS]:
        try:
            snapshot = Snapshot(directory)
        except SnapshotError:
            continue
        for url in _carriers(snapshot, issue, config.secret):
            scene = _on(snapshot, url, issue)
            pages += scene is not None
            if scene is not None and _carries(scene):
                return scene
        snapshot.close()
    if pages:
        raise PictureError(
            f"快照中的页面“{issue.url}”上找不到问题 #{issue.id} 的链接，可能由网页脚本生成"
        )
    raise PictureError(f"快照中已没有页面“{issue.url}”，无法截图；请重新检测后再试")


def _carriers(snapshot: Snapshot, issue: Issue, secret: bytes) -> Iterator[str]:
    urls = (issue.url, *issue.sources)
    if any(map(is_veiled, urls)):
        veil = Veil(secret)
        addresses = {veil.address(url): url for url in snapshot.fetches}
        urls = tuple(addresses.get(url, url) for url in urls)
    yield from dict.fromkeys(urls)


def _on(snapshot: Snapshot, url: str, issue: Issue) -> Scene | None:
    body = snapshot.body(url)
    if not body:
        return None
    html = decode(body).text
    base = base_of(LexborHTMLParser(html), url)
    at = snapshot.fetches[url].at
    label = f"#{issue.id} {issue.code} {issue.title}"
    return Scene(snapshot, url, html, base, issue.evidence, label, at)


def _carries(scene: Scene) -> bool:
    values = [
        value
        for node in LexborHTMLParser(scene.html).css(SELECTOR)
        for name, value in node.attributes.items()
        if name in ADDRESSED and value
    ]
    return bool(named(scene.evidence, scene.base, values))
