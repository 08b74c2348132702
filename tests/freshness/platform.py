"""A platform on loopback whose columns are in every condition that a column can be in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from checks.assemble import template_of
from checks.finding import Result
from checks.registry import RULES
from checks.rule import Context
from checks.run import run
from crawler.crawl import crawl
from crawler.page import Page
from crawler.site import Column, ColumnKind, Site
from crawler.snapshot import Snapshot, Target
from tests.crawler.crawls import LIMITS
from tests.crawler.server import HostileServer, Reply, Route
from wordlists.lists import load

TODAY = date(2026, 11, 23)
WORDS = load()
RULES_HERE = tuple(rule for rule in RULES if rule.code[0] == "F" and rule.code != "F303")
FRESH, OLD = TODAY - timedelta(days=3), TODAY - timedelta(days=40)
HEAD = '<header><h2>青禾区人民政府门户网站</h2><a href="/">首页</a></header>'
FOOT = "<footer>主办单位：青禾区人民政府办公室　联系电话：0999-0000000</footer>"


def page(body: str, title: str = "栏目", head: str = "") -> Reply:
    """Return a page in the site's template."""
    start = f"<html><head><title>{title}-青禾区人民政府</title>{head}</head><body>{HEAD}"
    return Reply(f"{start}<div class='main'>{body}</div>{FOOT}</body></html>")


def rows(*days: date | str, stem: str = "a", css: str = "") -> str:
    """Return a list with a row for each day."""
    items = "".join(
        f'<li><a href="/art/{stem}{number}.html">关于开展第{number}次{stem}专项检查的通知</a>'
        f"<span>{day}</span></li>"
        for number, day in enumerate(days, 1)
    )
    return f'<ul class="list {css}">{items}</ul>'


def article(path: str) -> Reply:
    """Answer what the rows lead to."""
    if not path.startswith("/art/"):
        return Reply("<html><body>没有</body></html>", status=404)
    return page("<h1>关于开展专项检查的通知</h1><p>请各单位认真落实。</p>", "通知")


@dataclass(frozen=True, slots=True)
class Case:
    """A column in one condition: what it answers, what is told of it, what is left undecided."""

    name: str
    routes: Mapping[str, Route]
    found: frozenset[str] = frozenset()
    undecided: Mapping[str, str] | None = None
    kind: ColumnKind = ColumnKind.NEWS
    max_age: timedelta | None = timedelta(days=14)
    children: tuple[str, ...] = ()

    def column(self, server: HostileServer) -> Column:
        """Describe the column."""
        url = f"{server.url}{self.name}/"
        return Column(self.name, self.name, url, "", self.kind, self.max_age)


def site_of(server: HostileServer, columns: Sequence[Column]) -> Site:
    """Describe the server as a site."""
    limits = replace(LIMITS, timeout=5, drawn_pages=20)
    return Site(
        "qinghe",
        "青禾区",
        server.url,
        columns=tuple(columns),
        private_hosts=("127.0.0.1", "localhost"),
        limits=limits,
    )


def looked_at(
    site: Site, folder: Path, known: Snapshot | None = None, today: date = TODAY
) -> tuple[Snapshot, Result]:
    """Crawl a site and run the rules of freshness; `known` is the scan before."""
    snapshot = crawl(site, Target(), folder, today=today)
    pages: Mapping[str, Page] = known.pages if known else {}
    ctx = Context(today, WORDS)
    result = run(snapshot, RULES_HERE, ctx, template=template_of(snapshot), known=pages)
    return snapshot, result


def told(result: Result, subject: str) -> set[str]:
    """Return the codes found of a subject."""
    return {finding.code for finding in result.findings if finding.subject == subject}


def doubts(result: Result, subject: str) -> dict[str, str]:
    """Return the reasons why rules could not judge a subject, by code."""
    return {each.code: each.reason for each in result.undecided if each.subject == subject}
