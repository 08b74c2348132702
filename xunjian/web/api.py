"""The JSON API: what the ledger knows, for other programs and for the console; see docs/api.md."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from checks.workdays import local_day
from ledger.ledger import Ledger
from ledger.requests import RequestState
from xunjian.config import Config
from xunjian.export import scan_facts
from xunjian.issue_facts import issue_facts, question_facts, request_facts, step_facts
from xunjian.web.issues import read_query

PREFIX = "/api/v1"
PAGE_SIZE, MOST = 100, 1000
ID_DIGITS = 9


class Api:
    """The resources; one of them is one method."""

    def __init__(self, config: Config, now: Callable[[], datetime]) -> None:
        self._config = config
        self._now = now

    def routes(self) -> list[Route]:
        """Return where the resources are."""
        return [
            Route(f"{PREFIX}/sites", self.sites),
            Route(f"{PREFIX}/issues", self.issues),
            Route(f"{PREFIX}/issues/{{id}}", self.issue),
            Route(f"{PREFIX}/scans", self.scans),
            Route(f"{PREFIX}/requests", self.requests),
            Route(f"{PREFIX}/questions", self.questions),
        ]

    def sites(self, _request: Request) -> Response:
        """Name the sites with their units and columns."""
        return _json(
            [
                {
                    "id": site.id,
                    "name": site.name,
                    "start_url": site.start_url,
                    "units": [{"id": unit.id, "name": unit.name} for unit in site.units],
                    "columns": [
                        {"id": each.id, "name": each.name, "url": each.url, "unit": each.unit}
                        for each in site.columns
                    ],
                }
                for site in self._config.sites
            ]
        )

    def issues(self, request: Request) -> Response:
        """List the issues that the address asks for, the worst first."""
        ledger: Ledger = request.state.ledger
        query = read_query(request.query_params)
        size = _size(request.query_params.get("size", ""))
        wanted = query.filter(local_day(self._now()))
        part = replace(wanted, limit=size, offset=(query.page - 1) * size)
        return _json(
            {
                "total": ledger.count(wanted),
                "page": query.page,
                "size": size,
                "issues": [issue_facts(each) for each in ledger.issues(part)],
            }
        )

    def issue(self, request: Request) -> Response:
        """Show one issue with its history and the requests about it."""
        ledger: Ledger = request.state.ledger
        number = request.path_params["id"]
        if not (number.isascii() and number.isdigit() and len(number) <= ID_DIGITS):
            raise HTTPException(404)
        issue = ledger.issue(int(number))
        return _json(
            {
                "issue": issue_facts(issue),
                "history": [step_facts(each) for each in ledger.history(issue.id)],
                "requests": [request_facts(r) for r in ledger.desk.requests(issue_id=issue.id)],
            }
        )

    def scans(self, request: Request) -> Response:
        """List the scans of one site or of all, the newest first."""
        ledger: Ledger = request.state.ledger
        chosen = request.query_params.get("site", "")
        if chosen and not any(site.id == chosen for site in self._config.sites):
            raise HTTPException(404, f"没有编号为“{chosen}”的站点。")
        sites = [site.id for site in self._config.sites if chosen in ("", site.id)]
        found = [scan for site_id in sites for scan in ledger.scans(site_id)]
        found.sort(key=lambda scan: scan.started, reverse=True)
        return _json(
            [
                {**scan_facts(s), "opened": s.opened, "relapsed": s.relapsed, "closed": s.closed}
                for s in found[:MOST]
            ]
        )

    def requests(self, request: Request) -> Response:
        """List the requests that nobody has decided yet."""
        ledger: Ledger = request.state.ledger
        return _json([request_facts(r) for r in ledger.desk.requests((RequestState.OPEN,))])

    def questions(self, request: Request) -> Response:
        """List the questions of changed rules that nobody has answered yet."""
        ledger: Ledger = request.state.ledger
        return _json([question_facts(each) for each in ledger.desk.questions()])


def is_api(request: Request) -> bool:
    """Whether a program asks, which wants JSON also where something is wrong."""
    path: str = request.scope.get("path", "")
    return path.startswith(f"{PREFIX}/")


def problem(code: int, said: str) -> Response:
    """Return what is wrong, as a program reads it."""
    return _json({"error": said}, code)


def _size(said: str) -> int:
    if not said:
        return PAGE_SIZE
    if not (said.isascii() and said.isdigit() and 0 < int(said[:ID_DIGITS]) <= MOST):
        raise HTTPException(400, f"size 应在 1 和 {MOST} 之间。")
    return int(said)


def _json(value: object, code: int = 200) -> Response:
    return Response(msgspec.json.encode(value), code, media_type="application/json")
