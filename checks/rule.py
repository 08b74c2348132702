"""What a rule is, and the three decorators that make one of a function."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from inspect import cleandoc
from typing import Generic, TypeVar

from checks.finding import Hit, Severity, Undecided, Until
from checks.views import ColumnView, Document, SiteView
from wordlists.lists import Words
from wordlists.roster import Leader

Reports = Iterator[Hit | Undecided | Until]
View = TypeVar("View", Document, ColumnView, SiteView)

# What the examples of the rules are read with: a day, the site's place, its leaders.
EXAMPLE_DAY = date(2026, 3, 2)
EXAMPLE_REGION = "岭南省青禾市清河县"
EXAMPLE_ROSTER = (
    Leader("欧阳示例", "县委书记", 1, date(2021, 7, 1)),
    Leader("司马例文", "县委副书记、县长", 2, date(2024, 1, 1)),
    Leader("诸葛样本", "副县长", 5, date(2021, 7, 1)),
    Leader("夏侯范例", "县委副书记、县长", 2, date(2021, 7, 1), date(2023, 12, 31)),
)


class Scope(StrEnum):
    """What a rule is given to look at."""

    PAGE = "page"
    COLUMN = "column"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may know besides its subject; `today` is its only clock.

    `region` is the full name of the place the site is about (岭南省青禾市清河县), "" if unknown.
    """

    today: date
    words: Words
    region: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """An example that is no plain text, with a line that describes it in the documentation."""

    label: str
    view: Document | ColumnView | SiteView


Examples = tuple[str | Example, ...]


@dataclass(frozen=True, slots=True)
class Rule(Generic[View]):
    """A rule with everything that is said about it; `check` yields hits or undecided.

    `whole` rules need the whole crawl and are left out of a recheck. `frame` page rules also
    read the template text of the site. `aging` site rules may say something else of an unchanged
    site on another day; a page rule names that day by `Until`, column rules always may. `together`
    site rules also hold several documents in hand against each other. `optional` rules run only
    where they are switched on. What a rule that is `told_once`
    says alike of several pages is told of one of them: more likely it is a term of the site. `clause`
    cites what the rule relies on.
    """

    code: str
    name: str
    title: str
    severity: Severity
    scope: Scope
    clause: str
    check: Callable[[View, Context], Reports]
    bad: Examples
    good: Examples
    whole: bool = False
    frame: bool = True
    optional: bool = False
    told_once: bool = False
    aging: bool = False
    together: bool = False

    @property
    def doc(self) -> str:
        """The rule's public documentation in Markdown (its docstring)."""
        return cleandoc(self.check.__doc__ or "")


AnyRule = Rule[Document] | Rule[ColumnView] | Rule[SiteView]


def page_rule(
    code: str,
    name: str,
    title: str,
    severity: Severity,
    *,
    clause: str,
    bad: Examples,
    good: Examples,
    frame: bool = True,
    optional: bool = False,
    told_once: bool = False,
) -> Callable[[Callable[[Document, Context], Reports]], Rule[Document]]:
    """Make a rule of a function that looks at one page or attachment."""

    def decorate(check: Callable[[Document, Context], Reports]) -> Rule[Document]:
        return Rule(
            code,
            name,
            title,
            severity,
            Scope.PAGE,
            clause,
            check,
            bad,
            good,
            frame=frame,
            optional=optional,
            told_once=told_once,
        )

    return decorate


def column_rule(
    code: str,
    name: str,
    title: str,
    severity: Severity,
    *,
    clause: str,
    bad: Examples,
    good: Examples,
) -> Callable[[Callable[[ColumnView, Context], Reports]], Rule[ColumnView]]:
    """Make a rule of a function that looks at one column."""

    def decorate(check: Callable[[ColumnView, Context], Reports]) -> Rule[ColumnView]:
        return Rule(code, name, title, severity, Scope.COLUMN, clause, check, bad, good)

    return decorate


def site_rule(
    code: str,
    name: str,
    title: str,
    severity: Severity,
    *,
    clause: str,
    bad: Examples,
    good: Examples,
    whole: bool = False,
    optional: bool = False,
    aging: bool = False,
    together: bool = False,
) -> Callable[[Callable[[SiteView, Context], Reports]], Rule[SiteView]]:
    """Make a rule of a function that looks at the whole crawl."""

    def decorate(check: Callable[[SiteView, Context], Reports]) -> Rule[SiteView]:
        return Rule(
            code,
            name,
            title,
            severity,
            Scope.SITE,
            clause,
            check,
            bad,
            good,
            whole=whole,
            optional=optional,
            aging=aging,
            together=together,
        )

    return decorate
