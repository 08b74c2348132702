"""Serve a built sample platform on loopback, with the few addresses that answer by a program."""

import json
import logging
import mimetypes
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from urllib.parse import parse_qsl, unquote, urlsplit

logger = logging.getLogger(__name__)

_DATA_ADDRESS = "/module/web/jpage/dataproxy.jsp"
_PER_PAGE = 8
_HTML_TYPES = frozenset({".html", ".shtml", ".htm"})

# Addresses that always answer so: down, closed to the public, taken off for good.
_STATUSES: Mapping[str, HTTPStatus] = {
    "/zwfw/reserve.do": HTTPStatus.INTERNAL_SERVER_ERROR,
    "/neiwang/index.html": HTTPStatus.FORBIDDEN,
    "/ztzl/2019/index.html": HTTPStatus.GONE,
}
_REDIRECTS: Mapping[str, tuple[HTTPStatus, str]] = {
    "/go/zwfw": (HTTPStatus.FOUND, "/zwfw"),
    "/zwfw": (HTTPStatus.MOVED_PERMANENTLY, "/zwfw/index.html"),
}
# Programs and the page each of them shows.
_PROGRAMS: Mapping[str, str] = {
    "/zwfw/guide.do": "/zwfw/guide.html",
    "/zwfw/hall.do": "/zwfw/hall.html",
    "/search/": "/search/index.html",
    "/admin/": "/admin/index.html",
}
_HEAD_REFUSED = frozenset({"/zwfw/guide.do"})
_FLAPPING = frozenset({"/zwfw/hall.do"})


@dataclass(frozen=True, slots=True)
class _Answer:
    status: HTTPStatus
    content_type: str = "text/html"
    data: bytes = b""
    location: str = ""
    etag: str = ""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, root: Path) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.root = root.resolve()
        self._asked: set[str] = set()
        self._lock = Lock()

    def is_first_request(self, path: str) -> bool:
        """Note a request and tell whether it is the first for that path."""
        with self._lock:
            first = path not in self._asked
            self._asked.add(path)
        return first

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay quiet when a client hangs up: probes close early on purpose."""
        if not isinstance(sys.exception(), ConnectionError):
            logger.exception("the sample platform failed to answer %s", client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body go out in two writes; waiting between them would cost 40 ms an answer.
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self._send(self._answer(dict(parse_qsl(urlsplit(self.path).query))))

    def do_HEAD(self) -> None:
        if urlsplit(self.path).path in _HEAD_REFUSED:
            self._send(_Answer(HTTPStatus.METHOD_NOT_ALLOWED))
        else:
            self.do_GET()

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        query = urlsplit(self.path).query
        self._send(self._answer(dict(parse_qsl(query)) | dict(parse_qsl(form))))

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet: the demo's terminal belongs to the scan."""

    def _answer(self, form: Mapping[str, str]) -> _Answer:
        path = unquote(urlsplit(self.path).path)
        if path in _rehearsed(self.server.root):
            return _Answer(HTTPStatus(_rehearsed(self.server.root)[path]))
        if path in _STATUSES:
            return _Answer(_STATUSES[path], data=b"<html><body></body></html>")
        if path in _REDIRECTS:
            status, location = _REDIRECTS[path]
            return _Answer(status, location=location)
        if path in _FLAPPING and self.server.is_first_request(path):
            return _Answer(HTTPStatus.SERVICE_UNAVAILABLE)
        if path == _DATA_ADDRESS:
            return _data_answer(self.server.root, form)
        return _file_answer(self.server.root, _PROGRAMS.get(path, path))

    def _send(self, answer: _Answer) -> None:
        unchanged = bool(answer.etag) and self.headers.get("If-None-Match") == answer.etag
        self.send_response(HTTPStatus.NOT_MODIFIED if unchanged else answer.status)
        data = b"" if unchanged else answer.data
        if data:
            self.send_header("Content-Type", answer.content_type)
        if answer.location:
            self.send_header("Location", answer.location)
        if answer.etag:
            self.send_header("ETag", answer.etag)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)


@contextmanager
def serve(directory: Path, port: int, outside_port: int) -> Iterator[None]:
    """Serve the platform and the outside host's site until the block ends."""
    with ExitStack() as stack:
        stack.enter_context(_running(_Server(port, directory / "platform")))
        stack.enter_context(_running(_Server(outside_port, directory / "platform-outside")))
        yield


@contextmanager
def _running(server: _Server) -> Iterator[None]:
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _rehearsed(root: Path) -> Mapping[str, int]:
    """Read the outages to rehearse: `_data/status.json` maps paths to HTTP statuses."""
    path = root / "_data" / "status.json"
    if not path.is_file():
        return {}
    statuses: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))
    return statuses


def _file_answer(root: Path, path: str) -> _Answer:
    target = (root / path.lstrip("/")).resolve()
    if target.is_dir():
        target /= "index.html"
    hidden = not target.is_relative_to(root) or target.is_relative_to(root / "_data")
    if hidden or not target.is_file():
        missing = root / "404.html"
        data = missing.read_bytes() if missing.is_file() else b"not found"
        return _Answer(HTTPStatus.NOT_FOUND, data=data)
    state = target.stat()
    data = target.read_bytes()
    etag = f'"{state.st_mtime_ns:x}-{state.st_size:x}"'
    return _Answer(HTTPStatus.OK, _content_type(target, data), data, etag=etag)


def _content_type(path: Path, data: bytes) -> str:
    # A download program that fails answers its error page under the file's own address.
    if path.suffix in _HTML_TYPES or data.lstrip()[:9].lower() == b"<!doctype":
        return "text/html"
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def _data_answer(root: Path, form: Mapping[str, str]) -> _Answer:
    path = root / "_data" / f"{form.get('columnid', '')}.json"
    if not form.get("columnid", "").isdecimal() or not path.is_file():
        return _Answer(HTTPStatus.BAD_REQUEST)
    records: list[str] = json.loads(path.read_text(encoding="utf-8"))["records"]
    per_page = max(1, _number(form, "perpage", _PER_PAGE))
    if "startrecord" in form:
        first = max(1, _number(form, "startrecord", 1))
        last = _number(form, "endrecord", len(records))
    else:
        # Groups are counted from 0; group 0 stands in the page itself.
        first = _number(form, "page", 0) * per_page + 1
        last = first + per_page - 1
    rows = "\n".join(f"<record><![CDATA[{row}]]></record>" for row in records[first - 1 : last])
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<datastore><totalrecord>{len(records)}</totalrecord>"
        f"<totalpage>{-(-len(records) // per_page)}</totalpage>"
        f"<recordset>\n{rows}\n</recordset></datastore>"
    )
    return _Answer(HTTPStatus.OK, "text/xml; charset=UTF-8", xml.encode())


def _number(form: Mapping[str, str], name: str, default: int) -> int:
    value = form.get(name, "")
    return int(value) if value.isdecimal() else default
