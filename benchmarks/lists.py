"""Measures the list finder and the article reader on the labelled pages of the tests."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from selectolax.lexbor import LexborHTMLParser

from crawler.extract import article, html, listing
from crawler.extract.tree import text_of
from crawler.page import Fetch, Outcome, Role
from tests.crawler.labelled import articles, heldout, lists_seen, lists_unseen
from tests.crawler.labelled.case import COLUMN, TODAY, ArticlePage, ListPage

LEAST_ON_PAGES = 3
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Lists:
    """What the finder did on list pages; `faults` names the pages that are not exact."""

    pages: int
    expected: int
    found: int
    right: int
    dated_right: int
    faults: tuple[str, ...]

    @property
    def precision(self) -> float:
        """The share of found rows that are rows."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of rows that were found."""
        return self.right / self.expected if self.expected else 1.0


def measure_lists(pages: Iterable[ListPage]) -> Lists:
    """Compare found rows (address and title; then the day) with the labels."""
    total = expected = found = right = dated = 0
    faults: list[str] = []
    for page in pages:
        told = page.expected()
        seen = listing.entries_of(LexborHTMLParser(page.html), COLUMN, TODAY)
        rows = [(row.url, row.title, row.published) for row in seen]
        names = {(url, title) for url, title, _ in told}
        total += 1
        expected += len(told)
        found += len(rows)
        right += sum((url, title) in names for url, title, _ in rows)
        dated += len(set(rows) & set(told))
        if rows != told:
            faults.append(page.name)
    return Lists(total, expected, found, right, dated, tuple(faults))


def false_lists(pages: Iterable[ArticlePage], least: int) -> tuple[str, ...]:
    """Return the article pages on which a list is found."""
    return tuple(
        page.name
        for page in pages
        if listing.entries_of(LexborHTMLParser(page.html), COLUMN, TODAY, least=least)
    )


def article_faults(pages: Iterable[ArticlePage]) -> tuple[str, ...]:
    """Return page and field wherever title, day or source is not as labelled."""
    faults: list[str] = []
    for page in pages:
        parser = LexborHTMLParser(page.html)
        meta, body = html.meta_of(parser), parser.body
        assert body is not None
        whole = text_of(body)
        title = article.title_of(parser, meta, whole)
        dates = article.shown_dates(parser, meta, title, whole)
        shown = article.published("", dates)
        if title != page.title:
            faults.append(f"{page.name}: title")
        if (shown.day if shown else None) != page.day:
            faults.append(f"{page.name}: date")
        if article.source_of(meta, whole) != page.source:
            faults.append(f"{page.name}: source")
    return tuple(faults)


def _print_lists(name: str, pages: tuple[ListPage, ...]) -> None:
    got = measure_lists(pages)
    exact = got.pages - len(got.faults)
    print(
        f"{name}: {got.pages} pages, {got.found} rows found, precision {got.precision:.3f}, "
        f"recall {got.recall:.3f}, date right {got.dated_right}/{got.right}, "
        f"pages exact {exact}/{got.pages}"
    )
    print(f"  not exact: {', '.join(got.faults) or 'none'}")


def _print_articles(name: str, pages: tuple[ArticlePage, ...]) -> None:
    for least in (1, LEAST_ON_PAGES):
        false = false_lists(pages, least)
        print(f"{name}: false lists (least={least}) {len(false)}/{len(pages)} {', '.join(false)}")
    faults = article_faults(pages)
    print(f"{name}: {len(faults)} faults in title, date, source: {', '.join(faults) or 'none'}")


def _speed(name: str, pages: list[str], work: Callable[[str], object]) -> None:
    best = min(_seconds(pages, work) for _ in range(ROUNDS))
    print(f"{name}: {len(pages) / best:,.0f} pages/s, {best / len(pages) * 1000:.2f} ms a page")


def _seconds(pages: list[str], work: Callable[[str], object]) -> float:
    started = time.perf_counter()
    for page in pages:
        work(page)
    return time.perf_counter() - started


def main() -> None:
    """Print the figures."""
    _print_lists("lists, seen shapes", lists_seen.SEEN)
    _print_lists("lists, unseen shapes", lists_unseen.UNSEEN)
    _print_lists("lists, written after tuning", heldout.LISTS)
    _print_articles("articles, seen shapes", articles.SEEN)
    _print_articles("articles, unseen shapes", articles.UNSEEN)
    _print_articles("articles, written after tuning", heldout.ARTICLES)
    fetch = Fetch(COLUMN, Outcome.OK, datetime(2026, 11, 23, tzinfo=UTC), status=200)
    lists = [page.html for page in (*lists_seen.SEEN, *lists_unseen.UNSEEN, *heldout.LISTS)]
    texts = [page.html for page in (*articles.SEEN, *articles.UNSEEN, *heldout.ARTICLES)]
    parsed = {text: LexborHTMLParser(text) for text in (*lists, *texts)}
    _speed(
        "parse_page, lists", lists, lambda text: html.parse_page(fetch, text, Role.COLUMN, TODAY)
    )
    _speed(
        "parse_page, articles", texts, lambda text: html.parse_page(fetch, text, Role.PAGE, TODAY)
    )
    _speed("entries_of, lists", lists, partial(_rows, parsed, 1))
    _speed("entries_of, articles", texts, partial(_rows, parsed, LEAST_ON_PAGES))


def _rows(parsed: Mapping[str, LexborHTMLParser], least: int, text: str) -> int:
    return len(listing.entries_of(parsed[text], COLUMN, TODAY, least=least))


if __name__ == "__main__":
    main()
