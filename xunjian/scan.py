"""A scan from end to end: crawl, check, ledger. A recheck is the same with a smaller target."""

import inspect
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

import msgspec

import checks
import wordlists as wordlist_package
from checks.ahead import Ahead
from checks.assemble import Template, template_of
from checks.facts import with_facts
from checks.finding import SITE_SUBJECT, Result, Undecided, distinct
from checks.mask import mask, mask_url
from checks.recall import Recall, fingerprint
from checks.rule import AnyRule, Context
from checks.run import run, run_again
from checks.veil import Veil, is_veiled
from crawler.crawl import Progress, Report, crawl
from crawler.page import Outcome
from crawler.search import ask
from crawler.site import Site
from crawler.snapshot import Asked, Snapshot, Target
from crawler.urls import canonical
from ledger.issue import Applied, Issue, IssueFilter, ScanInfo
from ledger.ledger import Ledger
from ledger.lifecycle import State
from wordlists.lists import load as load_words
from xunjian.active import active_rules
from xunjian.aside import SteppedAsideError, is_wanted, make_way
from xunjian.config import Config
from xunjian.folders import BusyError, fresh, last_whole, locked, resumable, tidy
from xunjian.looked import keep, look
from xunjian.past import pages_of_site, past_of_site, troubles_of_site
from xunjian.rule_marks import DATA_PACKAGES, rule_marks
from xunjian.targets import asked_of, target_of, unveiled
from xunjian.unlisted import Unlisted, unlisted_columns

logger = logging.getLogger(__name__)
OPEN_STATES = (State.NEW, State.NOTIFIED, State.IN_PROGRESS, State.RELAPSED)
TEMPLATE = "template.json"
RECALL = "recall.sqlite3"
# How long the rules may work before the progress of the crawl is looked at again.
BESIDE_SECONDS = 1.0
UNDECIDED = "undecided.json"
CUT_SHORT = "页面内容比发现问题时少了一半以上，请人工核对"
# Who made way for a small look waits so long for the site to be free again.
RETURN_SECONDS = 7200.0


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What a scan saw and what it changed."""

    site: Site
    scan: ScanInfo
    result: Result
    applied: Applied
    columns: int
    unlisted: tuple[Unlisted, ...] = ()


def scan(
    config: Config,
    site: Site,
    ledger: Ledger,
    *,
    today: date,
    target: Target | None = None,
    rules: Sequence[AnyRule] | None = None,
    asked: frozenset[int] = frozenset(),
    patience: float = 0.0,
    on_progress: Report = lambda progress: None,
) -> ScanReport:
    """Scan a site, or the part of it that `target` names, and bring the ledger up to date.

    `asked` are the issues for which somebody wanted this look. Raises `BusyError` when the site
    is still being scanned by somebody else after `patience` seconds. A scan of the whole site
    makes way for small looks in between.
    """
    folder = config.snapshots / site.id
    chosen = target or Target(besides=_with_issues(ledger, site, folder))
    # Snapshots hold pages as they are, personal data included: nobody else may read them.
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    while True:
        try:
            with locked(folder, site, patience):
                # A recheck is about now: what an interrupted one saw is stale.
                unfinished = resumable(folder, site, chosen, ledger) if chosen.is_whole else None
                directory = unfinished or fresh(folder)
                job = _Job(config, site, directory, today, rules, asked)
                report = _scanned(job, chosen, ledger, on_progress)
                tidy(folder, config)
                return report
        except SteppedAsideError:
            make_way(folder)
            patience = max(patience, RETURN_SECONDS)


def _scanned(job: "_Job", target: Target, ledger: Ledger, on_progress: Report) -> ScanReport:
    with job.remembering() as recall:
        snapshot = _crawled(job, target, recall, on_progress)
        try:
            return _judge(job, ledger, snapshot, recall)
        finally:
            snapshot.close()


def recheck(
    config: Config,
    site: Site,
    ledger: Ledger,
    *,
    today: date,
    issues: Sequence[Issue] | None = None,
    asked: frozenset[int] | None = None,
    patience: float = 0.0,
    on_progress: Report = lambda progress: None,
) -> ScanReport | None:
    """Look again at issues, open or closed (整改回头看); None when there are none.

    Without `issues` at all that are open. `asked` are those for which somebody wanted this very
    look, so that it closes them without a second; None means all of them.
    """
    opened = ledger.issues(IssueFilter(site_id=site.id, states=OPEN_STATES))
    chosen = {issue.id: issue for issue in (opened if issues is None else issues)}
    wanted = frozenset(chosen) if asked is None else asked
    if any(issue.subject == SITE_SUBJECT for issue in chosen.values()):
        # Faults of the site as a whole are decided together or not at all.
        chosen |= {issue.id: issue for issue in opened if issue.subject == SITE_SUBJECT}
    if not chosen:
        prune(config, site)
        return None
    with last_whole(config.snapshots / site.id) as known:
        target = target_of(site, unveiled(chosen.values(), known, config.secret), known)
    return scan(
        config,
        site,
        ledger,
        today=today,
        target=target,
        asked=wanted,
        patience=patience,
        on_progress=on_progress,
    )


def _with_issues(ledger: Ledger, site: Site, folder: Path) -> tuple[Asked, ...]:
    """Return the pages with open issues: one that no page leads to any more may have moved."""
    pages = sorted(page for page, is_open in ledger.pages(site.id).items() if is_open)
    with last_whole(folder) as known:
        return tuple(
            asked_of(page, known, "") for page in pages if canonical(page) and not is_veiled(page)
        )


def prune(config: Config, site: Site) -> None:
    """Remove the snapshots of a site that are too old or too many, unless it is being scanned."""
    folder = config.snapshots / site.id
    if not folder.is_dir():
        return
    with suppress(BusyError), locked(folder, site):
        tidy(folder, config)


@dataclass(slots=True)
class _Job:
    """What one scan works with; `only` are the rules that the user chose, None for all.

    `asked` are the issues for which somebody wanted it.
    """

    config: Config
    site: Site
    directory: Path
    today: date
    only: Sequence[AnyRule] | None
    asked: frozenset[int] = frozenset()
    rules: Sequence[AnyRule] = ()
    ctx: Context = field(init=False)

    def __post_init__(self) -> None:
        folders = self.config.word_folders(self.site.id)
        self.ctx = Context(self.today, load_words(*folders), self.site.region)
        self.rules = (
            self.only
            if self.only is not None
            else active_rules(self.config.rules, self.config.site_rules.get(self.site.id))
        )

    @contextmanager
    def remembering(self) -> Iterator[Recall | None]:
        """Open the memory of what the rules said before."""
        if self.only is not None:
            # Some rules alone say less than all; what all said must not be forgotten for it.
            yield None
            return
        folders = self.config.word_folders(self.site.id)
        version = fingerprint(_sources(self.rules, folders, self.site.region))
        recall = Recall(self.directory.parent / RECALL, version)
        try:
            yield recall
        finally:
            recall.close()


def _sources(rules: Iterable[AnyRule], folders: Iterable[Path], region: str) -> Iterator[bytes]:
    """Yield all on which a judgement rests besides the text: rules, what they share, words."""
    files = {Path(inspect.getfile(rule.check)) for rule in rules}
    for package in (checks, wordlist_package):
        for kind in ("*.py", "*.npz"):
            files.update(Path(package.__path__[0]).rglob(kind))
    for kind in ("*.csv", "*.txt"):
        files.update(Path(wordlist_package.__path__[0]).glob(kind))
    for folder in folders:
        files.update(folder.glob("*.csv"))
    yield region.encode()
    yield " ".join(sorted(rule.code for rule in rules)).encode()
    yield " ".join(f"{name} {version(name)}" for name in DATA_PACKAGES).encode()
    yield from (path.read_bytes() for path in sorted(files))


def _crawled(job: _Job, target: Target, recall: Recall | None, on_progress: Report) -> Snapshot:
    """Crawl, and let the rules work beside it."""
    known = _last_template(job.directory.parent) or Template()
    ahead = Ahead(job.directory, job.site, job.rules, job.ctx, recall, known) if recall else None

    def go_on(progress: Progress) -> None:
        on_progress(progress)
        # A crawl that has nothing left to fetch is about to end by itself.
        if target.is_whole and progress.pending and is_wanted(job.directory.parent):
            raise SteppedAsideError
        if ahead is not None:
            ahead.work(BESIDE_SECONDS)

    past = None
    if job.site.limits.reuse:
        with last_whole(job.directory.parent, besides=job.directory) as last:
            past = last.directory if last else None
    try:
        snapshot = crawl(
            job.site, target, job.directory, today=job.today, past=past, on_progress=go_on
        )
        if snapshot.is_finished:
            ask(snapshot, job.today)
        return snapshot
    finally:
        if ahead is not None:
            ahead.close()


def _judge(job: _Job, ledger: Ledger, snapshot: Snapshot, recall: Recall | None) -> ScanReport:
    folder = snapshot.directory.parent
    is_whole = snapshot.target.is_whole
    template: Template | None = None
    troubles = troubles_of_site(ledger, job.config.secret, snapshot)
    result = run_again(snapshot, job.rules, job.ctx, recall, troubles) if recall else None
    if result is None:
        before = _last_template(folder)
        template = template_of(snapshot, before) if is_whole else before or template_of(snapshot)
        with last_whole(folder, besides=snapshot.directory) as last:
            known = last.pages if last else {}
            past = past_of_site(ledger, job.config.secret, snapshot) if is_whole else None
            result = run(
                snapshot,
                job.rules,
                job.ctx,
                template=template,
                known=known,
                recall=recall,
                past=past,
                troubles=troubles,
            )
    marks = rule_marks(job.config, job.site, job.rules)
    pages = pages_of_site(ledger, job.config.secret, snapshot)
    result = with_facts(result, snapshot, pages, job.config.secret)
    result = replace(Veil(job.config.secret).result(result), marks=marks)
    # A scan by some rules alone tells nothing of the site as a whole.
    is_full = is_whole and job.only is None
    info = _scan_info(snapshot, result, full=is_full)
    applied = ledger.apply(result, scan=info, now=datetime.now(UTC), asked=job.asked)
    result = replace(result, undecided=(*result.undecided, *_cut_short(ledger, applied)))
    if is_full and not result.incomplete:
        if template is not None:
            (folder / TEMPLATE).write_bytes(msgspec.json.encode(template))
        (folder / UNDECIDED).write_bytes(msgspec.json.encode(distinct(result.undecided)))
        keep(folder, look(snapshot, result))
    unlisted = tuple(
        replace(each, url=mask_url(each.url), name=mask(each.name))
        for each in unlisted_columns(snapshot)
    )
    return ScanReport(job.site, info, result, applied, len(job.site.columns), unlisted)


def _cut_short(ledger: Ledger, applied: Applied) -> Iterator[Undecided]:
    """Say of each issue that was not met why it does not count as mended for all that."""
    if applied.cut:
        for issue in ledger.issues(IssueFilter(ids=applied.cut)):
            yield Undecided(issue.subject, CUT_SHORT, code=issue.code, url=issue.url)


def last_undecided(config: Config, site: Site) -> tuple[Undecided, ...]:
    """Return what the last complete scan of the site could not judge."""
    path = config.snapshots / site.id / UNDECIDED
    if not path.is_file():
        return ()
    return msgspec.json.decode(path.read_bytes(), type=tuple[Undecided, ...])


def _scan_info(snapshot: Snapshot, result: Result, *, full: bool) -> ScanInfo:
    outcomes = snapshot.page_outcomes()
    return ScanInfo(
        id=f"{snapshot.site.id}-{snapshot.directory.name}",
        site_id=snapshot.site.id,
        started=snapshot.started,
        finished=datetime.now(UTC),
        full=full,
        pages=outcomes[Outcome.OK],
        errors=outcomes[Outcome.UNKNOWN],
        incomplete=result.incomplete,
    )


def _last_template(folder: Path) -> Template | None:
    path = folder / TEMPLATE
    return msgspec.json.decode(path.read_bytes(), type=Template) if path.is_file() else None
