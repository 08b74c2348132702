"""Tells what a crawl could see: pages seen as people see them, pages gone, and doubtful ones."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from checks.finding import Undecided
from checks.likeness import Alike, alike_by_decoys, says_so
from checks.soft404 import LONGEST, is_soft_404
from checks.views import resolve
from crawler.page import Fetch, Outcome, Page, Role
from crawler.snapshot import Snapshot
from crawler.urls import canonical

# Firewalls, maintenance and log-in pages answer 200 in place of what was asked for.
BLOCKED = re.compile(
    r"防火墙|(?:请求|访问)[^。]{0,12}(?:拦截|阻断|拒绝)|安全威胁|访问(?:过于)?频繁|系统(?:正在)?维护|"
    r"正在维护|维护中|人机验证|安全验证|输入验证码|请先?登录|access denied|forbidden",
    re.I,
)
# What says so in place of the target of a link turns programs away, not people.
WALL = re.compile(
    r"防火墙|(?:请求|访问)[^。]{0,12}(?:拦截|阻断|拒绝)|安全威胁|人机验证|安全验证|access denied|"
    r"attention required|checking your browser|are you (?:a )?(?:human|robot)",
    re.I,
)
CHANGED = "页面内容与上次检测时完全不同，可能被拦截或改版，未能判断"
UNCOMPARED = (Role.FILE, Role.DATA)
LEAST_TEXT = 20
LEAST_LINE = 4
# So many pages may say at once that they are gone; more of them mean that the site is ill.
FEW = 2
FEW_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Sight:
    """What a crawl saw, by address.

    `soft` are the pages that answer well and say that they do not exist; `doubts` say why a page
    that was asked for does not count. `is_compared` tells that an earlier crawl decided one of
    them. `homely` are pages that are their hosts' home page under another address,
    `walled` targets of links in whose place a firewall answered.
    """

    seen: frozenset[str]
    gone: frozenset[str]
    soft: frozenset[str]
    doubts: tuple[Undecided, ...]
    is_home_seen: bool
    is_compared: bool = False
    homely: frozenset[str] = frozenset()
    walled: frozenset[str] = frozenset()


def sight_of(snapshot: Snapshot, known: Mapping[str, Page]) -> Sight:
    """Sort the pages of a crawl; `known` are the pages of an earlier one."""
    seen: set[str] = set()
    soft: set[str] = set()
    probed: set[str] = set()
    doubts: list[Undecided] = []
    walled: set[str] = set()
    alike = _alike(snapshot)
    for page in snapshot.pages.values():
        if page.fetch.location or page.fetch.outcome is not Outcome.OK or page.role is Role.DATA:
            continue
        if page.role is Role.PROBE:
            # Only looked at as the target of links.
            if is_soft_404(page) or (page.url in alike.soft and says_so(page)):
                probed.add(page.url)
            elif len(page.text) <= LONGEST and WALL.search(f"{page.title}\n{page.text}"):
                walled.add(page.url)
            continue
        reason = _doubt(page, known.get(page.url))
        if page.role is not Role.FILE and (is_soft_404(page) or page.url in alike.soft):
            soft.add(page.url)
        elif reason:
            doubts.append(Undecided(page.url, reason, url=page.url))
        else:
            seen.add(page.url)
    gone = {url for url, fetch in snapshot.fetches.items() if fetch.outcome is Outcome.GONE}
    home = resolve(snapshot.fetches, canonical(snapshot.site.start_url))
    is_home_seen = home is not None and home.url in seen
    if is_home_seen and len(soft) <= max(FEW, FEW_SHARE * (len(seen) + len(soft))):
        gone |= soft
    else:
        reason = "页面提示不存在，但站点整体不正常，未能判断"
        doubts += [Undecided(url, reason, url=url) for url in soft]
    doubts += _unseen(snapshot, seen | gone | {doubt.subject for doubt in doubts})
    return Sight(
        frozenset(seen),
        frozenset(gone),
        frozenset(soft | probed),
        tuple(doubts),
        is_home_seen,
        is_compared=any(doubt.reason == CHANGED for doubt in doubts),
        homely=alike.home,
        walled=frozenset(walled),
    )


def _alike(snapshot: Snapshot) -> Alike:
    """Return the pages that are what their hosts send for addresses that cannot exist."""
    # Most hosts say plainly that there is no such page: then nothing need be compared.
    decoys = {
        host: decoy for host, decoy in snapshot.decoys.items() if decoy.fetch.outcome is Outcome.OK
    }
    urls = (url for url in snapshot.fetches if decoys and urlsplit(url).netloc in decoys)
    pages = (page for url in urls if (page := snapshot.pages.get(url)) is not None)
    return alike_by_decoys(decoys, (page for page in pages if page.role not in UNCOMPARED))


def _doubt(page: Page, known: Page | None) -> str:
    """Say why the page is not what people see at this address, "" if it is."""
    if page.role is Role.FILE:
        return ""
    if page.unreadable:
        return f"页面未能检查：{page.unreadable}"
    length = len(page.text) + len(page.margin_text) + len(page.frame_text)
    if length < LEAST_TEXT:
        return "页面几乎没有文字，可能需要浏览器执行脚本或被拦截，未能判断"
    is_short = length <= LONGEST and not page.entries and not page.shown_dates
    if is_short and BLOCKED.search(f"{page.title}\n{page.text}\n{page.margin_text}"):
        return "页面疑似防火墙拦截、维护或登录页面，未能判断"
    if known is not None and not _resembles(page, known):
        return CHANGED
    return ""


def _resembles(page: Page, known: Page) -> bool:
    before = _lines(known)
    return not before or page.title == known.title != "" or bool(before & _lines(page))


def _lines(page: Page) -> set[str]:
    text = f"{page.frame_text}\n{page.margin_text}\n{page.text}"
    return {line.strip() for line in text.split("\n") if len(line.strip()) >= LEAST_LINE}


def _unseen(snapshot: Snapshot, known: set[str]) -> list[Undecided]:
    """Say of each page that was asked for by name why it was not seen."""
    doubts = []
    for asked in snapshot.target.addresses or ():
        fetch = snapshot.fetches.get(asked.url)
        if asked.url not in known and fetch is not None:
            doubts.append(Undecided(asked.url, _why(snapshot, fetch), url=asked.url))
    return doubts


def _why(snapshot: Snapshot, fetch: Fetch) -> str:
    if fetch.location:
        end = resolve(snapshot.fetches, fetch.url)
        return f"页面跳转到了 {end.url if end else fetch.location}，未能判断"
    if fetch.outcome is Outcome.OK and "html" in fetch.media:
        return "下载附件得到的是网页，未能判断"
    return f"页面未能访问：{fetch.error or '没有可读的内容'}"
