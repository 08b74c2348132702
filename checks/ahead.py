"""Lets the page rules run beside a crawl that is still going on, as far as they can.

What a text is among its fellows (which lines are template) is certain only at the end. So the
rules judge each page as it looks now, and the judgement counts if it looks the same then; nearly
all do, once a few pages of each kind are in.
"""

import time
from collections.abc import Iterable
from pathlib import Path

from checks.assemble import Template, TemplateCounter, file_document, page_document
from checks.recall import Recall
from checks.rule import AnyRule, Context, Scope
from checks.run import judge
from crawler.growing import Growing
from crawler.page import Role
from crawler.site import Site

BATCH = 50


class Ahead:
    """Judges pages while others are still being fetched."""

    def __init__(
        self,
        directory: Path,
        site: Site,
        rules: Iterable[AnyRule],
        ctx: Context,
        recall: Recall,
        known: Template,
    ) -> None:
        self._pages = Growing(directory)
        self._columns = {column.id: column for column in site.columns}
        self._rules = [rule for rule in rules if rule.scope is Scope.PAGE]
        self._ctx = ctx
        self._recall = recall
        self._counter = TemplateCounter()
        # Of a site that has hardly changed, too few pages come in to tell.
        self._counter.lines.update(known.lines)

    def close(self) -> None:
        """Release the crawl."""
        self._pages.close()

    def work(self, seconds: float) -> None:
        """Judge what has come in, for about so long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            pages = list(self._pages.new(BATCH))
            for page in pages:
                self._counter.add(page)
            template = Template(self._counter.lines)
            for page in pages:
                column = self._columns.get(page.column_id)
                if page.role is Role.FILE:
                    judge(file_document(page, column), self._rules, self._ctx, self._recall)
                elif page.role is Role.PAGE and not page.fetch.location:
                    document = page_document(page, column, template)
                    judge(document, self._rules, self._ctx, self._recall)
            if len(pages) < BATCH:
                return
