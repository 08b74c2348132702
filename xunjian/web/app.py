"""The web console: status, problem list, one problem, health. It reads and changes nothing."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from http import HTTPStatus
from zoneinfo import ZoneInfo

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from checks.finding import Severity
from checks.registry import load_rules
from checks.workdays import local_day
from ledger.errors import LedgerError, UnknownIssueError
from ledger.issue import Issue
from ledger.ledger import Ledger
from ledger.lifecycle import DECISIONS, State
from notifier.notice import NO_UNIT
from xunjian import schedule
from xunjian.config import Config
from xunjian.web.api import Api, is_api, problem
from xunjian.web.feedback import feedback_routes
from xunjian.web.headers import HEADERS, SafeHeaders
from xunjian.web.issues import GROUPS, IssueQuery, read_page, read_query
from xunjian.web.pages import STATIC, environment
from xunjian.web.status import status

ID_DIGITS = 9
# What is said where the exception brings no sentence of its own.
SENTENCES = {
    404: "没有这个页面。",
    405: "这个页面只能查看。",
    500: "程序出错，请查看服务的日志。",
}


def create_app(
    config: Config,
    open_ledger: Callable[[], Ledger],
    *,
    now: Callable[[], datetime] = schedule.utc_now,
) -> Starlette:
    """Return the console; the ledger is opened when the server starts and closed when it ends."""
    console = Console(config, now)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[dict[str, Ledger]]:
        with open_ledger() as ledger:
            yield {"ledger": ledger}

    return Starlette(
        routes=[
            Route("/", console.status),
            Route("/issues", console.issues),
            Route("/issues/{id}", console.issue),
            Route("/healthz", console.health),
            *feedback_routes(config, now),
            *Api(config, now).routes(),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[Middleware(SafeHeaders)],
        exception_handlers={
            HTTPException: console.refused,
            UnknownIssueError: console.refused,
            LedgerError: console.refused,
            Exception: console.failed,
        },
        lifespan=lifespan,
    )


class Console:
    """The pages; one of them is one method."""

    def __init__(self, config: Config, now: Callable[[], datetime]) -> None:
        self._config = config
        self._now = now
        self._templates = environment(ZoneInfo(config.schedule.timezone))
        self._templates.globals.update(
            site_name=self._site_name, unit_name=self._unit_name, column_name=self._column_name
        )
        self._rules = {rule.code: rule.title for rule in load_rules()}

    def status(self, request: Request) -> Response:
        """Show what the scheduler did and will do, and how the sites stand."""
        found = status(self._config, request.state.ledger, self._now())
        return self._page("status.html", status=found, severities=tuple(Severity), to=IssueQuery())

    def issues(self, request: Request) -> Response:
        """List the problems that the address asks for."""
        ledger: Ledger = request.state.ledger
        today = local_day(self._now())
        found = read_page(ledger, read_query(request.query_params), today)
        units = {unit.id: unit.name for site in self._config.sites for unit in site.units}
        return self._page(
            "issues.html",
            page=found,
            today=today,
            sites=self._config.sites,
            units=units,
            rules=self._rules,
            groups=GROUPS,
            states=tuple(State),
            severities=tuple(Severity),
        )

    def issue(self, request: Request) -> Response:
        """Show one problem with all that happened to it."""
        ledger: Ledger = request.state.ledger
        number = request.path_params["id"]
        if not (number.isascii() and number.isdigit() and len(number) <= ID_DIGITS):
            raise HTTPException(404)
        return self._page(
            "issue.html",
            issue=ledger.issue(int(number)),
            history=ledger.history(int(number)),
            today=local_day(self._now()),
            decisions=DECISIONS,
            to=IssueQuery(),
        )

    def health(self, request: Request) -> Response:
        """Say to a monitor whether ledger and scheduler are well; 503 if not."""
        ledger: Ledger = request.state.ledger
        try:
            beat = schedule.last_beat(ledger)
        except LedgerError as error:
            return JSONResponse({"status": "error", "ledger": str(error)}, 503)
        is_alive = schedule.is_alive(beat, self._now())
        facts = {
            "status": "ok" if is_alive else "error",
            "ledger": "ok",
            "scheduler": "running" if is_alive else "stopped",
            "heartbeat": beat.isoformat() if beat else None,
        }
        return JSONResponse(facts, 200 if is_alive else 503)

    def refused(self, request: Request, error: Exception) -> Response:
        """Say why the page cannot be shown."""
        if isinstance(error, HTTPException):
            code, said = error.status_code, error.detail
            if said == HTTPStatus(code).phrase:
                said = SENTENCES.get(code, said)
        else:
            code, said = (404 if isinstance(error, UnknownIssueError) else 503), str(error)
        if is_api(request):
            return problem(code, said)
        return self._page("message.html", code, said=said)

    def failed(self, request: Request, _error: Exception) -> Response:
        """Say that the program is at fault; the server logs the traceback."""
        said = SENTENCES[500]
        answer = (
            problem(500, said) if is_api(request) else self._page("message.html", 500, said=said)
        )
        # This answer is made outside of the middleware.
        answer.headers.update(HEADERS)
        return answer

    def _page(self, template: str, code: int = 200, **facts: object) -> Response:
        return HTMLResponse(self._templates.get_template(template).render(facts), code)

    def _site_name(self, issue: Issue) -> str:
        return next(
            (one.name for one in self._config.sites if one.id == issue.site_id), issue.site_id
        )

    def _unit_name(self, issue: Issue) -> str:
        sites = (one for one in self._config.sites if one.id == issue.site_id)
        units = (site.unit(issue.unit) for site in sites)
        return next((unit.name for unit in units if unit), issue.unit) or NO_UNIT

    def _column_name(self, issue: Issue) -> str:
        sites = (one for one in self._config.sites if one.id == issue.site_id)
        columns = (site.column(issue.column) for site in sites)
        return next((column.name for column in columns if column), issue.column)
