"""Runs rules over a snapshot or a single document and says what was looked at."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from checks.assemble import Template, column_views, documents, site_view
from checks.finding import SITE_SUBJECT, Finding, Hit, Result, Undecided
from checks.mask import mask
from checks.rule import AnyRule, Context, Scope
from checks.sight import Sight, sight_of
from checks.views import ColumnView, Document, SiteView
from crawler.page import Page, Role
from crawler.site import Site
from crawler.snapshot import Snapshot
from crawler.urls import canonical, file_name

logger = logging.getLogger(__name__)
NOTHING_KNOWN: Mapping[str, Page] = MappingProxyType({})


@dataclass(slots=True)
class _Collector:
    """Gathers what rules report, one finding per rule, subject and key."""

    site: Site | None = None
    findings: dict[tuple[str, str, str], Finding] = field(default_factory=dict)
    undecided: dict[tuple[str, str, str], Undecided] = field(default_factory=dict)

    def collect(
        self,
        rule: AnyRule,
        view: Document | ColumnView | SiteView,
        ctx: Context,
        *,
        subject: str,
        url: str,
    ) -> None:
        """Run one rule on one subject; a rule that crashes leaves the subject undecided."""
        try:
            for report in rule.check(view, ctx):  # type: ignore[arg-type]
                if isinstance(report, Hit):
                    self._hit(rule, report, subject, url)
                else:
                    self.doubt(report, rule.code, subject, url)
        except Exception:
            logger.exception("rule %s failed on %s", rule.code, subject)
            doubt = Undecided(subject, f"规则 {rule.code} 运行出错，未能判断")
            self.doubt(doubt, rule.code, subject, url)

    def doubt(self, undecided: Undecided, code: str, subject: str, url: str) -> None:
        """Note what could not be judged."""
        complete = Undecided(
            undecided.subject or subject,
            mask(undecided.reason),
            undecided.key,
            undecided.code or code,
            undecided.url or url,
        )
        self.undecided.setdefault((complete.code, complete.subject, complete.key), complete)

    def _hit(self, rule: AnyRule, hit: Hit, subject: str, url: str) -> None:
        finding = Finding(
            code=rule.code,
            name=rule.name,
            title=rule.title,
            severity=hit.severity or rule.severity,
            subject=hit.subject or subject,
            key=hit.key,
            url=hit.url or url,
            message=mask(hit.message),
            evidence=mask(hit.evidence),
            suggestion=hit.suggestion,
        )
        self.findings.setdefault((finding.code, finding.subject, finding.key), finding)


def run(
    snapshot: Snapshot,
    rules: Iterable[AnyRule],
    ctx: Context,
    *,
    template: Template,
    known: Mapping[str, Page] = NOTHING_KNOWN,
    on_document: Callable[[], None] = lambda: None,
) -> Result:
    """Run rules over a snapshot. Rules that need the whole crawl are left out of a partial one.

    `known` are the pages of an earlier crawl, for what a recheck does not fetch again.
    """
    chosen = [rule for rule in rules if snapshot.target.is_whole or not rule.whole]
    collector = _Collector(snapshot.site)
    page_rules = [rule for rule in chosen if rule.scope is Scope.PAGE]
    sight = sight_of(snapshot, known)
    for document in documents(snapshot, sight, template, known):
        _run_page_rules(page_rules, document, ctx, collector)
        on_document()
    columns = tuple(column_views(snapshot, sight))
    for view in columns:
        for rule in chosen:
            if rule.scope is Scope.COLUMN:
                collector.collect(rule, view, ctx, subject=view.column.id, url=view.column.url)
    site = site_view(snapshot, sight, columns)
    for rule in chosen:
        if rule.scope is Scope.SITE:
            collector.collect(rule, site, ctx, subject=SITE_SUBJECT, url=snapshot.site.start_url)
    _note_unread(snapshot, sight, collector)
    return Result(
        site_id=snapshot.site.id,
        codes=frozenset(rule.code for rule in chosen),
        subjects=_subjects(snapshot, sight, columns),
        findings=tuple(_owned(snapshot, finding) for finding in collector.findings.values()),
        undecided=tuple(collector.undecided.values()),
        gone=sight.gone,
        incomplete=_incomplete(snapshot),
    )


def run_document(document: Document, rules: Iterable[AnyRule], ctx: Context) -> Result:
    """Run the page rules over one document that was not crawled (先审后发)."""
    page_rules = [rule for rule in rules if rule.scope is Scope.PAGE]
    collector = _Collector()
    _run_page_rules(page_rules, document, ctx, collector)
    return Result(
        site_id="",
        codes=frozenset(rule.code for rule in page_rules),
        subjects=frozenset({document.subject}),
        findings=tuple(collector.findings.values()),
        undecided=tuple(collector.undecided.values()),
    )


def _run_page_rules(
    rules: Iterable[AnyRule], document: Document, ctx: Context, collector: _Collector
) -> None:
    for rule in rules:
        if document.subject == SITE_SUBJECT and not rule.frame:
            continue
        collector.collect(rule, document, ctx, subject=document.subject, url=document.url)


def _note_unread(snapshot: Snapshot, sight: Sight, collector: _Collector) -> None:
    """Mark as undecided what was asked for and could not be read."""
    for doubt in sight.doubts:
        collector.doubt(doubt, "", doubt.subject, doubt.url)
    for page in snapshot.pages.values():
        if page.role is Role.FILE and page.unreadable:
            unread = Undecided(page.url, f"附件未能检查：{page.unreadable}")
            collector.doubt(unread, "", page.url, page.url)
    if snapshot.cut:
        # A subject of its own: what was left out is no page, and no issue stands on it.
        collector.doubt(Undecided("limits", snapshot.cut), "", "limits", snapshot.site.start_url)


def _subjects(snapshot: Snapshot, sight: Sight, columns: tuple[ColumnView, ...]) -> frozenset[str]:
    """Return what was seen: pages read, pages gone, columns listed, the site as a whole."""
    subjects = sight.seen | sight.gone | {view.column.id for view in columns if view.reached}
    return subjects | {SITE_SUBJECT} if _is_site_seen(snapshot, sight) else subjects


def _is_site_seen(snapshot: Snapshot, sight: Sight) -> bool:
    """Whether a fault of the site as a whole would have shown.

    In a recheck every page that was asked for must be there: the one that is gone may have been
    the only one looked at that carries the fault.
    """
    target = snapshot.target
    if not sight.is_home_seen or target.is_whole:
        return sight.is_home_seen
    asked = {each.url for each in target.addresses or ()}
    home = canonical(snapshot.site.start_url)
    return target.judges_site and asked - {home} <= sight.seen


def _incomplete(snapshot: Snapshot) -> str:
    if snapshot.stopped:
        return f"检测未完成：{snapshot.stopped}"
    if not snapshot.is_finished:
        return "检测未完成：采集中断"
    if snapshot.pending():
        return f"检测未完成：还有 {snapshot.pending()} 个地址未访问"
    return ""


def _owned(snapshot: Snapshot, finding: Finding) -> Finding:
    """Add the column and unit that answer for a finding."""
    column = snapshot.site.column(finding.subject)
    page = snapshot.pages.get(finding.url)
    if column is None:
        column = snapshot.site.column(_column_id(snapshot, page)) if page else None
    if column is None or finding.subject == SITE_SUBJECT:
        return replace(finding, page_title=_title(snapshot, page))
    title = "" if finding.subject == column.id else _title(snapshot, page)
    return replace(finding, column=column.id, unit=column.unit, page_title=title)


def _title(snapshot: Snapshot, page: Page | None) -> str:
    """Name a page by its title, an attachment by the page that carries it; personal data masked.

    "" for an attachment that was looked at by itself: an earlier scan knew its page.
    """
    if page is None:
        return ""
    if page.role is not Role.FILE:
        return mask(page.title)
    carrier = snapshot.pages.get(snapshot.source(page.url))
    return mask(f"{carrier.title}（附件 {file_name(page.url)}）") if carrier is not None else ""


def _column_id(snapshot: Snapshot, page: Page) -> str:
    if page.column_id:
        return page.column_id
    source = snapshot.pages.get(snapshot.source(page.url))
    return source.column_id if source is not None else ""
