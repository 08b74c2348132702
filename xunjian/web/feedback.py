"""The pages behind the links in letters: a unit sees its list, acknowledges, and reports."""

import hmac
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from checks.workdays import local_day
from ledger.feedback import ROW_FAULTS, Feedback
from ledger.ledger import Ledger
from ledger.links import ExpiredLinkError, Link, UnknownLinkError
from xunjian.config import Config
from xunjian.feedback import LINK_PATH
from xunjian.web.feedback_form import FormError, Sheet, read_form, rows_of, unit_of
from xunjian.web.pages import environment
from xunjian.web.tries import Tries

logger = logging.getLogger(__name__)
TOKEN_LENGTH = 43
MOST_BYTES = 64_000
MOST_FIELDS = 20
SAME = "same-origin"
UNKNOWN = "没有这个链接。请检查是否复制完整，或从最近一封问题清单邮件里重新打开。"
EXPIRED = "链接已经过期。请从最近一封问题清单邮件里打开新的链接，或直接回复邮件并附上填好的表格。"
TOO_MANY = "错误的链接试得太多，请过一会儿再试。"
FROM_ELSEWHERE = "这次提交不是从本页面发出的，没有处理。请重新打开邮件里的链接再提交。"
NO_FORM = "提交的内容不能识别，没有处理。"
TOO_LARGE = "提交的内容过长，没有处理。"


def feedback_routes(config: Config, now: Callable[[], datetime]) -> list[Route]:
    """Return the routes of these pages."""
    pages = FeedbackPages(config, now)
    return [
        Route(f"{LINK_PATH}{{token}}", pages.show, methods=["GET"]),
        Route(f"{LINK_PATH}{{token}}", pages.take, methods=["POST"]),
    ]


class FeedbackPages:
    """One address for everything: GET shows and changes nothing, POST acts and leads back."""

    def __init__(self, config: Config, now: Callable[[], datetime]) -> None:
        self._config = config
        self._now = now
        self._templates = environment(ZoneInfo(config.schedule.timezone))
        self._tries = Tries()

    def show(self, request: Request) -> Response:
        """Show the list of the link."""
        ledger: Ledger = request.state.ledger
        token = request.path_params["token"]
        found = self._link(ledger, token, request)
        return found if isinstance(found, Response) else self._sheet(ledger, found, token)

    async def take(self, request: Request) -> Response:
        """Take what was filled in."""
        token = request.path_params["token"]
        body = await _body(request)
        if body is None:
            return self._message(413, TOO_LARGE)
        try:
            said = dict(parse_qsl(body.decode(), max_num_fields=MOST_FIELDS))
        except ValueError:
            return self._message(400, NO_FORM)
        if not _is_from_here(request, self._config.web.url, said.get("proof", ""), token):
            return self._message(403, FROM_ELSEWHERE)
        return await run_in_threadpool(self._take, request, token, said)

    def _take(self, request: Request, token: str, said: Mapping[str, str]) -> Response:
        ledger: Ledger = request.state.ledger
        found = self._link(ledger, token, request)
        if isinstance(found, Response):
            return found
        try:
            place = self._act(ledger, found, token, said)
        except FormError as error:
            return self._sheet(ledger, found, token, fault=error, said=said)
        # The same page again, so that a reload sends nothing twice.
        return RedirectResponse(f"?{place}", 303)

    def _act(self, ledger: Ledger, link: Link, token: str, said: Mapping[str, str]) -> str:
        unit = unit_of(self._config, link)
        now = self._now()
        form = read_form(said, link, local_day(now))
        if form.reply is None:
            ledger.mailbox.acknowledge(token, f"{unit.name} {form.who}".strip(), now)
            return "done=list"
        number = form.reply.issue_id
        try:
            taken = ledger.mailbox.report(token, form.reply, unit.name, now)
        except ROW_FAULTS as error:
            raise FormError(str(error), number) from error
        _require_taken(taken, number)
        return f"done={number}#issue-{number}"

    def _link(self, ledger: Ledger, token: str, request: Request) -> Link | Response:
        client = request.client.host if request.client else ""
        try:
            if len(token) != TOKEN_LENGTH or not token.isascii():
                raise UnknownLinkError(UNKNOWN)
            return ledger.mailbox.link(token, self._now())
        except ExpiredLinkError:
            return self._message(410, EXPIRED)
        except UnknownLinkError:
            # A good link always works: behind a proxy all units come from one address.
            if self._tries.add(client, self._now()):
                logger.warning("来自 %s 的错误反馈链接过多", client)
            is_over = self._tries.is_over(client, self._now())
            return self._message(429, TOO_MANY) if is_over else self._message(404, UNKNOWN)

    def _sheet(
        self,
        ledger: Ledger,
        link: Link,
        token: str,
        *,
        fault: FormError | None = None,
        said: Mapping[str, str] | None = None,
    ) -> Response:
        sheet = Sheet(
            site=next((s.name for s in self._config.sites if s.id == link.site_id), link.site_id),
            unit=unit_of(self._config, link).name,
            link=link,
            rows=rows_of(self._config, ledger, link),
            today=local_day(self._now()),
            proof=_proof(token),
        )
        template = self._templates.get_template("feedback.html")
        html = template.render(sheet=sheet, fault=fault, said=said or {})
        return HTMLResponse(html, 422 if fault else 200)

    def _message(self, code: int, text: str) -> Response:
        html = self._templates.get_template("feedback_message.html").render(said=text)
        return HTMLResponse(html, code)


def _require_taken(taken: Feedback, issue_id: int) -> None:
    """Raise what stood in the way; the same answer once more is no fault."""
    why = next((one.reason for one in taken.outcomes if one.reason), "")
    if why and not taken.is_repeated:
        raise FormError(why, issue_id)


async def _body(request: Request) -> bytes | None:
    """Return the body, None for one that is longer than any honest one."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return None
    return body


def _is_from_here(request: Request, base: str, proof: str, token: str) -> bool:
    """Whether our own page sent the form.

    Browsers say so in Sec-Fetch-Site, but not over plain HTTP; there Origin is “null”, because
    the page keeps its address to itself. Then the form proves that it was shown: only who has
    opened the link knows what to write into it.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == SAME
    origin = request.headers.get("origin", "null")
    if origin == "null":
        return hmac.compare_digest(proof.encode(), _proof(token).encode())
    own = {request.headers.get("host", ""), urlsplit(base).netloc} - {""}
    return urlsplit(origin).netloc in own


def _proof(token: str) -> str:
    return sha256(b"xunjian form\n" + token.encode()).hexdigest()[:32]
