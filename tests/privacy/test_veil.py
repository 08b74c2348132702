"""Files named after a person: masked in the ledger, kept apart, and found again by a recheck."""

from datetime import date
from pathlib import Path
from urllib.parse import quote

from checks.veil import Veil, is_veiled
from crawler.site import Limits, Site
from ledger.issue import IssueFilter
from ledger.ledger import Ledger
from ledger.lifecycle import State
from tests.crawler.server import Reply, Route, serving
from xunjian.config import Config
from xunjian.demo.numbers import id_number
from xunjian.scan import recheck, scan

TODAY = date(2026, 11, 23)
SECRET = b"0123456789abcdef0123456789abcdef"
TEXT = "严禁露天焚烧秸杆。" * 3
PLAIN = "text/plain; charset=utf-8"


def path_of(seed: int) -> str:
    """Return the address of a file that is called after a person's number."""
    return "/files/" + quote(f"赵某{id_number(seed)}.txt")


def page(*paths: str) -> Reply:
    """Return a front page with links to these files."""
    links = "".join(f'<p><a href="{path}">附件下载</a></p>' for path in paths)
    return Reply(
        f"<html><head><title>青禾区</title></head><body>{'青禾区' * 60}{links}</body></html>"
    )


def test_two_addresses_that_are_masked_alike_stay_two() -> None:
    one, other = "http://a.example/110101", "http://a.example/110101"
    whole = id_number(1)
    veil = Veil(SECRET)
    first, second = f"{one}/{whole}.pdf", f"{other}/x/{whole}.pdf"
    assert is_veiled(veil.address(first)) and whole not in veil.address(first)
    assert veil.address(first) != veil.address(second)
    assert veil.address(first) == veil.address(first) != Veil(SECRET[::-1]).address(first)
    assert veil.address(one) == one and not is_veiled(one)


def test_a_file_with_a_masked_name_is_looked_at_again(tmp_path: Path) -> None:
    routes: dict[str, Route] = {
        "/": page(path_of(1), path_of(2)),
        path_of(1): Reply(TEXT, media=PLAIN),
        path_of(2): Reply(TEXT, media=PLAIN),
    }
    with serving(routes) as server, Ledger.open("sqlite://", SECRET) as ledger:
        limits = Limits(delay=0.0, retries=0)
        site = Site("qinghe", "青禾区", server.url, private_hosts=("127.0.0.1",), limits=limits)
        config = Config(tmp_path, (site,), secret=SECRET, snapshots=tmp_path / "snapshots")
        scan(config, site, ledger, today=TODAY)
        wanted = IssueFilter(codes=("W101",))
        found = ledger.issues(wanted)
        assert len(found) == 2
        assert all(is_veiled(issue.url) and is_veiled(issue.subject) for issue in found)
        recheck(config, site, ledger, today=TODAY)
        assert {issue.state for issue in ledger.issues(wanted)} == {State.NEW}
        routes[path_of(1)] = Reply(TEXT.replace("秸杆", "秸秆"), media=PLAIN)
        recheck(config, site, ledger, today=TODAY)
        assert sorted(issue.state for issue in ledger.issues(wanted)) == sorted(
            [State.NEW, State.FIXED]
        )
