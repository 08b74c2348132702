"""Runs rules over a snapshot or a single document and says what was looked at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from types import MappingProxyType

import msgspec

from checks.assemble import Template, documents, site_view
from checks.collector import Collector
from checks.columns import column_views
from checks.finding import SITE_SUBJECT, Finding, Looks, Result, Trouble, Undecided
from checks.mask import mask
from checks.past import Past, look, look_again
from checks.recall import Judgement, Recall
from checks.rule import AnyRule, Context, Scope
from checks.sight import Sight, sight_of
from checks.troubles import troubles_after
from checks.views import ColumnView, Document, SiteView
from crawler.page import Fetch, Outcome, Page, Role
from crawler.site import Site
from crawler.snapshot import Snapshot
from crawler.urls import canonical, file_name


@dataclass(frozen=True, slots=True)
class Whole:
    """What a scan of the whole site came to, with what it saw; it holds `until` that day."""

    result: Result
    sight: Sight
    until: date | None = None


NOTHING_KNOWN: Mapping[str, Page] = MappingProxyType({})
NO_TROUBLES: Mapping[str, Trouble] = MappingProxyType({})


def run(
    snapshot: Snapshot,
    rules: Iterable[AnyRule],
    ctx: Context,
    *,
    template: Template,
    known: Mapping[str, Page] = NOTHING_KNOWN,
    recall: Recall | None = None,
    past: Past | None = None,
    troubles: Mapping[str, Trouble] = NO_TROUBLES,
) -> Result:
    """Run rules over a snapshot. Rules that need the whole crawl are left out of a partial one.

    `known` are the pages of an earlier crawl, for what a recheck does not fetch again; `recall`
    knows what was said of documents that have not changed; `past` is what earlier looks saw, and
    `troubles` by address the links that failed at them.
    """
    chosen = [rule for rule in rules if snapshot.target.is_whole or not rule.whole]
    collector = Collector(snapshot.site)
    page_rules = [rule for rule in chosen if rule.scope is Scope.PAGE]
    sight = sight_of(snapshot, known)
    for document in documents(snapshot, sight, template, known):
        collector.take(judge(document, page_rules, ctx, recall))
    collector.merge(snapshot.twins())
    collector.tell_once(page_rules)
    columns = _run_column_rules(snapshot, sight, chosen, ctx, collector, known)
    incomplete = _incomplete(snapshot)
    site = replace(
        site_view(snapshot, sight, columns),
        incomplete=incomplete or snapshot.cut,
        newcomers=template.newcomers,
        is_relaunched=template.is_relaunched,
    )
    looks = Looks()
    if snapshot.target.is_whole:
        looks = look(site, snapshot.started, past, is_cut=bool(snapshot.cut))
        site = replace(site, sightings={each.address: each for each in looks.sightings})
    trouble = troubles_after(site, snapshot, troubles)
    site = replace(site, troubles={each.address: each for each in trouble})
    for rule in chosen:
        if rule.scope is Scope.SITE:
            collector.collect(rule, site, ctx, subject=SITE_SUBJECT, url=snapshot.site.start_url)
    _note_unread(snapshot, sight, collector)
    result = Result(
        site_id=snapshot.site.id,
        codes=frozenset(rule.code for rule in chosen) - collector.failed,
        subjects=_subjects(snapshot, sight, columns),
        findings=tuple(_owned(snapshot, finding) for finding in collector.findings.values()),
        undecided=tuple(collector.undecided.values()),
        gone=sight.gone,
        incomplete=incomplete,
        looks=looks,
        troubles=None if incomplete else trouble,
    )
    if recall is not None and snapshot.target.is_whole:
        _remember(snapshot, recall, Whole(result, sight, collector.until))
    return result


def run_again(
    snapshot: Snapshot,
    rules: Iterable[AnyRule],
    ctx: Context,
    recall: Recall,
    troubles: Mapping[str, Trouble] = NO_TROUBLES,
) -> Result | None:
    """Judge anew what time alone has changed; None if the site itself is not as it was.

    Only the columns and what ages of the site are looked at: an article is as right as it was,
    or it has said until when.
    """
    state = snapshot.state() if snapshot.target.is_whole else ""
    kept = recall.whole(state) if state else None
    if kept is None:
        return None
    whole = msgspec.msgpack.decode(kept, type=Whole)
    if whole.until is not None and ctx.today > whole.until:
        return None
    chosen = list(rules)
    aging = {rule.code for rule in chosen if rule.scope is Scope.COLUMN or rule.aging}
    collector = Collector(snapshot.site)
    before = whole.result
    collector.take(
        Judgement(
            tuple(each for each in before.findings if each.code not in aging),
            tuple(each for each in before.undecided if each.code not in aging),
        )
    )
    findings = dict(collector.findings)
    columns = _run_column_rules(snapshot, whole.sight, chosen, ctx, collector)
    site = replace(site_view(snapshot, whole.sight, columns), incomplete=snapshot.cut)
    trouble = troubles_after(site, snapshot, troubles)
    site = replace(site, troubles={each.address: each for each in trouble})
    for rule in chosen:
        if rule.aging:
            collector.collect(rule, site, ctx, subject=SITE_SUBJECT, url=snapshot.site.start_url)
    new = (each for key, each in collector.findings.items() if key not in findings)
    return replace(
        before,
        findings=(*findings.values(), *(_owned(snapshot, finding) for finding in new)),
        undecided=tuple(collector.undecided.values()),
        codes=before.codes - collector.failed,
        looks=look_again(before.looks, snapshot.started),
        troubles=trouble,
    )


def judge(
    document: Document, page_rules: Iterable[AnyRule], ctx: Context, recall: Recall | None = None
) -> Judgement:
    """Return what the page rules say of a document, or said when it was last seen."""
    digest = recall.digest(document) if recall is not None else b""
    known = recall.judgement(digest) if recall is not None else None
    if known is not None and known.holds(ctx.today):
        return known
    collector = Collector()
    _run_page_rules(page_rules, document, ctx, collector)
    # Marks serve a document in hand; a scan has no use for them, nor has its memory.
    findings = tuple(replace(each, marks=()) for each in collector.findings.values())
    judgement = Judgement(findings, tuple(collector.undecided.values()), collector.until)
    if recall is not None and not collector.has_crashed:
        recall.remember(digest, judgement)
    return judgement


def _run_column_rules(
    snapshot: Snapshot,
    sight: Sight,
    rules: Iterable[AnyRule],
    ctx: Context,
    collector: "Collector",
    known: Mapping[str, Page] = NOTHING_KNOWN,
) -> tuple[ColumnView, ...]:
    columns = tuple(column_views(snapshot, sight, known))
    chosen = [rule for rule in rules if rule.scope is Scope.COLUMN]
    for view in columns:
        for rule in chosen:
            collector.collect(rule, view, ctx, subject=view.column.id, url=view.column.url)
    return columns


def _remember(snapshot: Snapshot, recall: Recall, whole: Whole) -> None:
    recall.forget_unused()
    state = snapshot.state()
    # What hinged on the crawl before this one cannot be said again of the next.
    if state and not whole.result.incomplete and not whole.sight.is_compared:
        recall.remember_whole(state, msgspec.msgpack.encode(whole))


def run_document(document: Document, rules: Iterable[AnyRule], ctx: Context) -> Result:
    """Run the page rules over one document that was not crawled (先审后发)."""
    page_rules = [rule for rule in rules if rule.scope is Scope.PAGE]
    collector = Collector()
    _run_page_rules(page_rules, document, ctx, collector)
    return Result(
        site_id="",
        codes=frozenset(rule.code for rule in page_rules),
        subjects=frozenset({document.subject}),
        findings=tuple(collector.findings.values()),
        undecided=tuple(collector.undecided.values()),
    )


def run_together(
    documents: Sequence[Document], rules: Iterable[AnyRule], ctx: Context
) -> tuple[Finding, ...]:
    """Hold several documents that were not crawled against each other (年报跨年)."""
    at = datetime.now(UTC)
    pages = {
        document.subject: Page(
            Fetch(document.subject, Outcome.OK, at, 200),
            Role.FILE,
            title=document.title,
            text=document.text,
            tables=document.tables,
        )
        for document in documents
    }
    view = SiteView(Site("", "", ""), pages)
    collector = Collector()
    for rule in rules:
        if rule.together and pages:
            collector.collect(rule, view, ctx, subject=SITE_SUBJECT, url="")
    return tuple(collector.findings.values())


def _run_page_rules(
    rules: Iterable[AnyRule], document: Document, ctx: Context, collector: Collector
) -> None:
    for rule in rules:
        if document.subject == SITE_SUBJECT and not rule.frame:
            continue
        collector.collect(rule, document, ctx, subject=document.subject, url=document.url)


def _note_unread(snapshot: Snapshot, sight: Sight, collector: Collector) -> None:
    """Mark as undecided what was asked for and could not be read."""
    for doubt in sight.doubts:
        collector.doubt(doubt, "", doubt.subject, doubt.url)
    for page in snapshot.files():
        if page.unreadable:
            # The reason may name sheets and members of archives, which are people's names at times.
            what = "附件未能全部检查" if page.text else "附件未能检查"
            unread = Undecided(page.url, f"{what}：{mask(page.unreadable)}")
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
    title = "" if finding.url == column.url else _title(snapshot, page)
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
