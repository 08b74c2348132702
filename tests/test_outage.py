"""A site that is down closes nothing and says so; a site that is half down, too."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from typer.testing import CliRunner

from tests.sample import TODAY, Sample
from xunjian.cli import app
from xunjian.scan import recheck


class _Down(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(500)

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def _answering_500(port: int) -> Iterator[None]:
    server = ThreadingHTTPServer(("127.0.0.1", port), _Down)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def _hanging(port: int) -> Iterator[None]:
    """Accept connections and never say anything."""
    with socket.create_server(("127.0.0.1", port), backlog=128):
        yield


@contextmanager
def _absent(port: int) -> Iterator[None]:
    yield


@pytest.mark.parametrize("outage", [_answering_500, _hanging, _absent])
def test_a_site_that_is_down_closes_nothing_and_ends_with_exit_code_3(
    own: Sample, outage: Callable[[int], AbstractContextManager[None]]
) -> None:
    sample = own.crawling("timeout = 0.5", "retries = 1", "delay = 0.0")
    before = sample.states()
    sample.without_demo()
    with outage(urlsplit(sample.site.start_url).port or 80):
        for command in ("scan", "recheck"):
            result = CliRunner().invoke(
                app, [command, "-c", str(sample.directory), "--today", TODAY.isoformat()]
            )
            assert result.exit_code == 3
            assert "检测未完成：站点没有正常响应" in result.stdout.replace("\n", "")
            assert "不销号任何问题" in result.stdout.replace("\n", "")
    assert sample.states() == before


def test_an_unreachable_page_keeps_its_issues_open(known: Sample) -> None:
    before = known.states()
    page = known.replace("粉碎后的秸杆要", "粉碎后的秸秆要")
    root = known.directory / "platform"
    outages = {f"/{page.relative_to(root).as_posix()}": 503}
    (root / "_data/status.json").write_text(json.dumps(outages))
    assert known.scan().applied.closed == 0
    with known.ledger() as ledger:
        recheck(known.config, known.site, ledger, today=TODAY)
    assert known.states() == before

    (root / "_data/status.json").unlink()
    with known.ledger() as ledger:
        report = recheck(known.config, known.site, ledger, today=TODAY)
    assert report is not None
    assert report.applied.closed == 1
