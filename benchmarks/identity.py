"""Whether issues keep their number when pages change: the ledger beside three common schemes.

Real documents of the sample platform, faults planted, run through the real rule and the real ledger.
"""

import argparse
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.identity_pages import (
    TODAY,
    Line,
    Sheet,
    Site,
    Typo,
    World,
    copied,
    edited,
    inserted,
    meetings,
    next_meetings,
    next_notices,
    none,
    notices,
    one_fixed,
    planted,
    recolumned,
    reissued,
    renamed,
    renamed_and_edited,
    replaced,
    reposted,
    respelt,
    same_day,
    sample_pages,
    typos,
)
from checks.assemble import Template, page_document
from checks.facts import with_facts
from checks.finding import Finding, Result
from checks.mask import mask
from checks.rule import Context
from checks.run import judge
from checks.words.w101_wrong_word import wrong_word
from crawler.page import DateSource, Fetch, Outcome, Page, Published
from crawler.site import Site as Platform
from crawler.urls import article_mark, canonical, identity
from ledger.issue import ScanInfo
from ledger.ledger import Ledger
from wordlists.lists import load

SECRET = b"benchmark"
SEED = 20261123
AT = datetime(2026, 11, 23, tzinfo=UTC)
BESIDE = 12
SCHEMES = ("URL+text+position", "context hash", "page id + n-th", "xunjian")
Change = Callable[[Site, World], Site]
# Numbers of issues by the names of problems.
Numbers = dict[str, object]


@dataclass(slots=True)
class Tally:
    """What became of the problems that outlived a change, and of those that are new after it."""

    survivors: int = 0
    kept: int = 0
    wrong: int = 0
    forks: int = 0
    new: int = 0

    def add(self, before: Numbers, after: Numbers) -> None:
        """Compare the numbers of two looks."""
        owners: defaultdict[object, set[str]] = defaultdict(set)
        for problem, number in before.items():
            owners[number].add(problem)
        for problem, number in after.items():
            self.survivors += problem in before
            self.new += problem not in before
            self.kept += before.get(problem) == number
            self.wrong += number in owners and problem not in owners[number]
            self.forks += problem in before and number not in owners


@dataclass(frozen=True, slots=True)
class Crawled:
    """A crawl that nobody had to make."""

    site: Platform
    fetches: Mapping[str, Fetch]
    pages: Mapping[str, Page]


@dataclass(slots=True)
class Bench:
    """The ledger under test, with what it takes to look at a site."""

    ledger: Ledger
    ctx: Context
    known: dict[tuple[str, str], tuple[Finding, ...]] = field(default_factory=dict)
    scans: int = 0

    def look(self, name: str, site: Site) -> tuple[Result, Mapping[str, Finding]]:
        """Check the pages of a site and bring the ledger up to date."""
        crawled = _crawl(name, site)
        findings = [each for page in crawled.pages.values() for each in self._found(page)]
        result = Result(
            name,
            frozenset({wrong_word.code}),
            frozenset(crawled.pages) | site.gone,
            tuple(findings),
            gone=site.gone,
        )
        result = with_facts(result, crawled, self.ledger.pages(name), SECRET)
        self.scans += 1
        at = AT + timedelta(days=self.scans)
        info = ScanInfo(f"{name}-{self.scans}", name, at, at, True, len(crawled.pages))
        self.ledger.apply(result, scan=info, now=at)
        return result, {f"{each.subject} {each.key}": each for each in findings}

    def _found(self, page: Page) -> tuple[Finding, ...]:
        text = (page.title, page.text)
        if text not in self.known:
            document = page_document(page, None, Template())
            self.known[text] = judge(document, [wrong_word], self.ctx).findings
        title = mask(page.title)
        return tuple(
            replace(each, subject=page.url, url=page.url, page_title=title)
            for each in self.known[text]
        )

    def numbers(self, result: Result, problems: Sequence["Problem"]) -> Numbers:
        """Return the ledger's number of each problem."""
        name = result.site_id
        issues = self.ledger.issues_of(name, result.findings, result.pages)
        found = {
            (each.subject, each.key): issues[self.ledger.fingerprint(name, each, result.pages)].id
            for each in result.findings
        }
        return {
            problem.name: found[canonical(problem.sheet.url), problem.typo.key]
            for problem in problems
        }


@dataclass(frozen=True, slots=True)
class Problem:
    """A planted fault where it stands in its page."""

    name: str
    sheet: Sheet
    typo: Typo
    start: int
    order: int


def _crawl(name: str, site: Site) -> Crawled:
    fetches, pages = {}, {}
    for sheet in site.sheets:
        url = canonical(sheet.url)
        fetches[url] = Fetch(url, Outcome.OK, AT, 200)
        published = Published(sheet.day, DateSource.ROW)
        pages[url] = Page(fetches[url], title=sheet.title, text=sheet.text, published=published)
    for url in site.gone:
        fetches[url] = Fetch(url, Outcome.GONE, AT, 404)
    for url, end in site.leads.items():
        fetches[url] = Fetch(url, Outcome.OK, AT, 301, location=canonical(end))
    return Crawled(Platform(name, name, "https://www.qinghe.example/"), fetches, pages)


def _problems(site: Site, found: Mapping[str, Finding]) -> Iterator[Problem]:
    """Yield the planted faults that the rule finds where they stand."""
    for sheet in site.sheets:
        start = 0
        met: Counter[str] = Counter()
        for line in sheet.lines:
            problem = _problem(line, sheet, start, met)
            if problem and f"{canonical(sheet.url)} {problem.typo.key}" in found:
                yield problem
            start += len(line.text) + 1


def _problem(line: Line, sheet: Sheet, start: int, met: Counter[str]) -> Problem | None:
    if line.typo is None or not line.problem:
        return None
    met[line.typo.key] += 1
    place = start + line.text.index(line.typo.key)
    return Problem(line.problem, sheet, line.typo, place, met[line.typo.key])


def by_position(problem: Problem) -> object:
    """Name a fault by address, text and position."""
    return problem.sheet.url, problem.typo.key, problem.start


def by_context(problem: Problem) -> object:
    """Name a fault by its page and the text around it."""
    text, start = problem.sheet.text, problem.start
    end = start + len(problem.typo.key)
    around = text[max(0, start - BESIDE) : start], text[end : end + BESIDE]
    return identity(problem.sheet.url), problem.typo.key, around


def by_order(problem: Problem) -> object:
    """Name a fault by the number of its article and its order on the page."""
    url = identity(problem.sheet.url)
    return article_mark(url) or url, problem.typo.key, problem.order


PEERS = dict(zip(SCHEMES, (by_position, by_context, by_order), strict=False))
CHANGES: dict[str, Change] = {
    "none": none,
    "session parameter, http for https": respelt,
    "paragraph inserted above": inserted,
    "words beside edited": edited,
    "moved to another column, number kept": recolumned,
    "renamed, new number": renamed,
    "renamed, edited, date off": renamed_and_edited,
    "one of several fixed": one_fixed,
    "copied, original lives (copies are new)": copied,
    "meetings move": renamed,
    "next meetings, old taken down (all new)": next_meetings,
    "next notices of one title (all new)": next_notices,
    "notices reissued with another date (all new)": reissued,
    "one day's notices move": renamed,
    "one day's notices replaced (all new)": replaced,
    "taken down, two copies put up (all new)": reposted,
}


def begun(label: str, world: World, faults: Sequence[Typo]) -> Site:
    """Return the site before the change."""
    if "meetings" in label:
        return meetings(world, world.rng.sample(faults, 1))
    if "one day's" in label:
        return same_day(world, world.rng.sample(faults, 1))
    if "notices" in label:
        return notices(world, world.rng.sample(faults, 1))
    return planted(world.pool, faults, world.rng)


def simulate(folder: Path, trials: int, labels: Sequence[str]) -> dict[str, dict[str, Tally]]:
    """Return the tallies by change and scheme."""
    pool, faults = sample_pages(folder), typos()
    tallies = {label: {scheme: Tally() for scheme in SCHEMES} for label in labels}
    with Ledger.open(f"sqlite:///{folder}/ledger.sqlite3", SECRET) as ledger:
        bench = Bench(ledger, Context(TODAY, load()))
        for label in labels:
            for trial in range(trials):
                world = World(random.Random(f"{SEED} {label} {trial}"), pool)
                before = begun(label, world, faults)
                _try(bench, f"{labels.index(label)}-{trial}", before, label, world, tallies[label])
    return tallies


def _try(
    bench: Bench, name: str, before: Site, label: str, world: World, tallies: Mapping[str, Tally]
) -> None:
    numbers: list[dict[str, Numbers]] = []
    for site in (before, CHANGES[label](before, world)):
        result, found = bench.look(name, site)
        problems = list(_problems(site, found))
        made: dict[str, Numbers] = {
            scheme: {each.name: key(each) for each in problems} for scheme, key in PEERS.items()
        }
        numbers.append({**made, "xunjian": bench.numbers(result, problems)})
    for scheme in SCHEMES:
        tallies[scheme].add(numbers[0][scheme], numbers[1][scheme])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=300)
    parser.add_argument("--only", default="", help="part of the name of a change")
    chosen = parser.parse_args()
    trials = chosen.trials
    labels = [label for label in CHANGES if chosen.only in label]
    with tempfile.TemporaryDirectory() as folder:
        tallies = simulate(Path(folder), trials, labels)
    print(f"{trials} trials each; kept of the surviving / wrong pairings / forks")
    print("| change | survive | new | " + " | ".join(SCHEMES) + " |")
    print("| --- | --- | --- | " + " | ".join("---" for _ in SCHEMES) + " |")
    for label, schemes in tallies.items():
        ours = schemes["xunjian"]
        cells = [
            f"{tally.kept / tally.survivors:.1%} / {tally.wrong} / {tally.forks}"
            if tally.survivors
            else f"– / {tally.wrong} / –"
            for tally in schemes.values()
        ]
        print(f"| {label} | {ours.survivors} | {ours.new} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
