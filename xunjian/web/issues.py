"""The filters of the problem list, read from its address and written into links."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException

from checks.finding import Severity
from ledger.issue import Issue, IssueFilter
from ledger.ledger import Ledger
from ledger.lifecycle import State
from xunjian.web.status import OPEN_STATES

PAGE_SIZE = 50
PAGE_DIGITS = 6
# What `state` may say besides the states themselves.
GROUPS = {"": "待整改", "overdue": "逾期未改", "all": "全部"}


@dataclass(frozen=True, slots=True)
class IssueQuery:
    """Which part of the list is wanted; an empty `state` means what is still to be dealt with."""

    site: str = ""
    state: str = ""
    unit: str = ""
    severity: str = ""
    code: str = ""
    text: str = ""
    page: int = 1

    def url(self, **changes: str | int) -> str:
        """Return the address of the list with these changes; a new filter starts at page 1."""
        wanted = replace(self, **({"page": 1} | changes))  # type: ignore[arg-type]
        default = asdict(IssueQuery())
        said = {key: value for key, value in asdict(wanted).items() if value != default[key]}
        return f"/issues?{urlencode(said)}" if said else "/issues"

    def filter(self, today: date) -> IssueFilter:
        """Return the filter for the ledger, without paging."""
        return IssueFilter(
            site_id=self.site,
            states=self._states(),
            units=(self.unit,) if self.unit else (),
            severities=(Severity(self.severity),) if self.severity else (),
            codes=(self.code,) if self.code else (),
            text=self.text,
            overdue_on=today if self.state == "overdue" else None,
        )

    def _states(self) -> tuple[State, ...]:
        if self.state == "":
            return OPEN_STATES
        return () if self.state in GROUPS else (State(self.state),)


@dataclass(frozen=True, slots=True)
class IssuePage:
    """One page of the list."""

    query: IssueQuery
    issues: tuple[Issue, ...]
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


def read_query(params: QueryParams) -> IssueQuery:
    """Read the filters; what cannot be understood is refused rather than ignored."""
    # PostgreSQL takes no NUL in a text.
    said = {key: value.strip().replace("\0", "") for key, value in params.items()}
    number = said.get("page") or "1"
    query = IssueQuery(
        site=said.get("site", ""),
        state=said.get("state", ""),
        unit=said.get("unit", ""),
        severity=said.get("severity", ""),
        code=said.get("code", ""),
        text=said.get("text", ""),
    )
    for value, known in ((query.state, {*GROUPS, *State}), (query.severity, {"", *Severity})):
        if value not in known:
            raise HTTPException(400, f"网址中的筛选条件“{value}”不能识别。")
    if not (number.isascii() and number.isdigit() and len(number) <= PAGE_DIGITS):
        raise HTTPException(400, f"网址中的页码“{number}”不是数字。")
    return replace(query, page=max(1, int(number)))


def read_page(ledger: Ledger, query: IssueQuery, today: date) -> IssuePage:
    """Return the page, or the last one when there are not so many."""
    wanted = query.filter(today)
    empty = IssuePage(query, (), ledger.count(wanted))
    page = min(query.page, empty.pages)
    part = replace(wanted, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE)
    return replace(empty, query=replace(query, page=page), issues=tuple(ledger.issues(part)))
