"""Gathers what rules report: one finding per rule, subject and key."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from checks.crash import where
from checks.finding import Finding, Hit, Undecided, Until
from checks.mask import mask, mask_url
from checks.recall import Judgement
from checks.rule import AnyRule, Context, Scope
from checks.views import ColumnView, Document, SiteView
from crawler.site import Site

logger = logging.getLogger(__name__)

# What so many pages write alike is told once, if the rule says so.
MANY_PAGES = 3
# Nobody looks at more occurrences of one fault in one document.
MOST_MARKS = 1000


@dataclass(slots=True)
class Collector:
    """Gathers what rules report, one finding per rule, subject and key."""

    site: Site | None = None
    findings: dict[tuple[str, str, str], Finding] = field(default_factory=dict)
    undecided: dict[tuple[str, str, str], Undecided] = field(default_factory=dict)
    has_crashed: bool = False
    failed: set[str] = field(default_factory=set)
    until: date | None = None

    def take(self, judgement: Judgement) -> None:
        """Add what was said of a document."""
        for finding in judgement.findings:
            self.findings.setdefault((finding.code, finding.subject, finding.key), finding)
        for undecided in judgement.undecided:
            key = (undecided.code, undecided.subject, undecided.key)
            self.undecided.setdefault(key, undecided)
        if judgement.until is not None:
            self.limit(judgement.until)

    def limit(self, day: date) -> None:
        """Note until when all this holds."""
        self.until = day if self.until is None else min(day, self.until)

    def merge(self, twins: Mapping[str, str]) -> None:
        """Report once what stands in one article under several addresses, with the others."""
        others: dict[tuple[str, str, str], list[str]] = {}
        for code, subject, key in list(self.findings):
            main = (code, twins.get(subject, ""), key)
            if main in self.findings:
                others.setdefault(main, []).append(self.findings.pop((code, subject, key)).url)
        for main, urls in others.items():
            finding = self.findings[main]
            more = f"等 {len(urls)} 个地址" if len(urls) > 1 else ""
            message = f"{finding.message}（同一文章另见 {mask(urls[0])}{more}）"
            self.findings[main] = replace(finding, message=message)

    def tell_once(self, rules: Iterable[AnyRule]) -> None:
        """Report on one page what rules that are told once say alike of several pages."""
        codes = {rule.code for rule in rules if rule.told_once}
        alike: dict[tuple[str, str], list[str]] = {}
        for code, subject, key in self.findings:
            if code in codes:
                alike.setdefault((code, key), []).append(subject)
        for (code, key), subjects in alike.items():
            if len(subjects) < MANY_PAGES:
                continue
            # The first by name, so that the next scan chooses the same.
            first, *others = sorted(subjects)
            for subject in others:
                del self.findings[code, subject, key]
            finding = self.findings[code, first, key]
            message = f"{finding.message}（另有 {len(others)} 个页面也这样写，可能是专名）"
            self.findings[code, first, key] = replace(finding, message=message, also=(*others,))

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
                elif isinstance(report, Until):
                    self.limit(report.day)
                else:
                    self.doubt(report, rule.code, subject, url)
        except Exception as error:
            self.has_crashed = True
            if rule.scope is not Scope.PAGE:
                # It reports of more than what it was given: it did not run to its end.
                self.failed.add(rule.code)
            # Not its message, which may quote the page.
            logger.error("rule %s failed on %s: %s", rule.code, mask_url(subject), where(error))
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
            suggestion=mask(hit.suggestion),
            marks=hit.marks,
            sources=hit.sources,
        )
        identity = (finding.code, finding.subject, finding.key)
        first = self.findings.setdefault(identity, finding)
        if first is not finding and finding.marks and len(first.marks) < MOST_MARKS:
            marks = tuple(dict.fromkeys(first.marks + finding.marks))
            self.findings[identity] = replace(first, marks=marks)
