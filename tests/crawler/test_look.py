"""One look at the host: certificates of every kind, HTTPS or not, IPv6 or not."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.ask import Desk
from crawler.handshake import Handshake, Place, covers, lenient, shake
from crawler.host import Facet, HostFacts, Told, Trust
from crawler.look import look_at_host
from crawler.look_six import Places, look_six
from crawler.site import Site
from tests.crawler.certificates import Pair, issued, securely
from tests.crawler.crawls import LIMITS
from tests.crawler.server import HostileServer, Reply, Route, redirect, serving

# pycurl takes the descriptor and leaves the socket object to the garbage.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket.socket:ResourceWarning")
HOST = "localhost"
SECONDS = 5.0
NAMED = Reply("<html><head><title> 青禾区\n人民政府 </title></head><body>首页</body></html>")


@pytest.fixture(scope="module")
def root() -> Pair:
    return issued("示例根", hosts=(), is_authority=True)


@pytest.fixture
def roots(root: Pair) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=root.pem.decode())
    return lenient(context)


def shaken(
    pem: Path, roots: ssl.SSLContext, host: str = HOST, protocol: ssl.TLSVersion | None = None
) -> Handshake:
    with securely(pem, protocol) as port:
        return asyncio.run(shake(Place(host, "127.0.0.1", port), SECONDS, roots))


@pytest.mark.parametrize("days", [200, 20, -1])
def test_the_dates_of_a_certificate_are_seen_expired_or_not(
    tmp_path: Path, root: Pair, roots: ssl.SSLContext, days: int
) -> None:
    seen = shaken(issued("站点", root, days=days).write(tmp_path / "a.pem"), roots)
    assert seen.https == Facet(Told.YES)
    assert seen.certificate is not None
    left = seen.certificate.until - datetime.now(UTC)
    assert abs(left - timedelta(days=days)) < timedelta(minutes=5)
    # Whether it is over is another question than who issued it.
    assert seen.certificate.trust is Trust.TRUSTED
    assert seen.certificate.issuer == "示例根"


@pytest.mark.parametrize(
    ("hosts", "is_for_host"),
    [
        (("localhost",), True),
        (("www.example.cn", "localhost"), True),
        (("www.example.cn",), False),
        (("127.0.0.1",), False),
        ((), False),
    ],
)
def test_a_certificate_is_for_the_hosts_that_it_names(
    tmp_path: Path,
    root: Pair,
    roots: ssl.SSLContext,
    hosts: tuple[str, ...],
    is_for_host: bool,
) -> None:
    seen = shaken(issued("站点", root, hosts=hosts).write(tmp_path / "a.pem"), roots)
    assert seen.certificate is not None
    assert (seen.certificate.names, seen.certificate.is_for_host) == (hosts, is_for_host)


@pytest.mark.parametrize(
    ("name", "host", "is_covered"),
    [
        ("www.qinghe.gov.cn", "www.qinghe.gov.cn", True),
        ("WWW.Qinghe.gov.cn", "www.qinghe.gov.cn.", True),
        ("*.qinghe.gov.cn", "www.qinghe.gov.cn", True),
        # A star is one label, and the whole of it.
        ("*.qinghe.gov.cn", "qinghe.gov.cn", False),
        ("*.gov.cn", "www.qinghe.gov.cn", False),
        ("w*.qinghe.gov.cn", "www.qinghe.gov.cn", False),
        ("*", "localhost", False),
        ("203.0.113.7", "203.0.113.7", True),
        ("2001:db8::1", "[2001:db8:0::1]", True),
        ("203.0.113.7", "www.qinghe.gov.cn", False),
    ],
)
def test_names_are_compared_as_browsers_do(name: str, host: str, is_covered: bool) -> None:
    assert covers(name, host) is is_covered


def test_who_issued_a_certificate_is_told_apart(
    tmp_path: Path, root: Pair, roots: ssl.SSLContext
) -> None:
    middle = issued("中间", root, hosts=(), is_authority=True)
    other = issued("别的根", hosts=(), is_authority=True)
    leaf = issued("站点", middle)
    kinds = {
        Trust.TRUSTED: leaf.write(tmp_path / "whole.pem", middle),
        Trust.INCOMPLETE: leaf.write(tmp_path / "short.pem"),
        Trust.SELF_SIGNED: issued("自己").write(tmp_path / "self.pem"),
        Trust.UNKNOWN_ISSUER: issued("站点", other).write(tmp_path / "other.pem", other),
    }
    for trust, pem in kinds.items():
        seen = shaken(pem, roots).certificate
        assert seen is not None
        assert seen.trust is trust


def test_weak_keys_and_old_protocols_are_seen(
    tmp_path: Path, root: Pair, roots: ssl.SSLContext
) -> None:
    weak = issued("站点", root, bits=1024).write(tmp_path / "weak.pem")
    old = issued("站点", root).write(tmp_path / "old.pem")
    seen = shaken(weak, roots).certificate
    assert seen is not None
    assert (seen.weakness, seen.trust) == ("证书的密钥只有 1024 位", Trust.TRUSTED)
    with pytest.warns(DeprecationWarning, match="TLSv1"):
        seen = shaken(old, roots, protocol=ssl.TLSVersion.TLSv1).certificate
    assert seen is not None
    assert seen.weakness == "服务器最高只支持 TLS 1.0"


def test_what_is_no_tls_is_no_https_and_silence_is_in_doubt() -> None:
    def asked(port: int, seconds: float = SECONDS) -> Facet:
        return asyncio.run(shake(Place(HOST, "127.0.0.1", port), seconds)).https

    with serving({"/": NAMED}) as server:
        plain = asked(server.port)
    assert plain == Facet(Told.NO, f"{server.port} 端口有应答，但不是安全连接")
    assert asked(server.port) == Facet(Told.NO, f"{server.port} 端口没有开放")
    with hanging() as port:
        assert asked(port, 0.2) == Facet(Told.UNKNOWN, f"{port} 端口 0.2 秒没有应答")


@contextmanager
def hanging() -> Iterator[int]:
    """Listen and never say a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


# The look as a whole


def site_at(url: str, *private: str) -> Site:
    limits = replace(LIMITS, timeout=SECONDS)
    return Site("test", "测试站", url, private_hosts=private or (HOST,), limits=limits)


def secure_facts(
    tmp_path: Path, root: Pair, routes: dict[str, Route], *, is_up: bool = True
) -> HostFacts:
    """Look at a host that answers over http as told, and over TLS if it is up."""
    pem = issued("站点", root).write(tmp_path / "a.pem")
    with securely(pem) as port, serving(routes) as server:
        site = site_at(server.url.replace("127.0.0.1", HOST))
        return look_at_host(site, port if is_up else server.port)


@pytest.mark.parametrize(
    ("home", "leads"),
    [
        (redirect("https://localhost/"), Facet(Told.YES)),
        (redirect("/zwgk/"), Facet(Told.YES)),
        (NAMED, Facet(Told.NO, "用 http 访问时没有转到 https")),
        (
            Reply("<script>location.protocol = 'https:'</script>"),
            Facet(Told.UNKNOWN, "http 页面由脚本跳转，没有跟下去"),
        ),
        (
            Reply('<meta http-equiv="refresh" content="0;url=https://localhost/">'),
            Facet(Told.UNKNOWN, "http 页面由脚本跳转，没有跟下去"),
        ),
        (Reply("坏了", 500), Facet(Told.UNKNOWN, "http 没有正常应答")),
        (redirect("/"), Facet(Told.UNKNOWN, "http 没有正常应答")),
        (redirect("https://[bad/"), Facet(Told.UNKNOWN, "http 没有正常应答")),
    ],
)
def test_whether_http_leads_to_https_is_seen(
    tmp_path: Path, root: Pair, home: Reply, leads: Facet
) -> None:
    routes: dict[str, Route] = {"/": home, "/zwgk/": redirect("https://localhost/zwgk/")}
    facts = secure_facts(tmp_path, root, routes)
    assert (facts.https, facts.leads) == (Facet(Told.YES), leads)
    assert facts.certificate is not None
    # Nobody on this machine knows who issued it.
    assert facts.certificate.trust is Trust.INCOMPLETE


def test_a_host_that_answers_over_http_alone_has_no_https(tmp_path: Path, root: Pair) -> None:
    facts = secure_facts(tmp_path, root, {"/": NAMED}, is_up=False)
    assert facts.https.told is Told.NO
    assert (facts.certificate, facts.leads) == (None, Facet())


def test_a_host_that_does_not_answer_at_all_is_in_doubt() -> None:
    with serving({}) as server:
        port = server.port
    facts = look_at_host(site_at(f"http://{HOST}:{port}/"), port)
    assert facts.https == Facet(Told.UNKNOWN, f"{port} 端口没有开放，http 也没有应答")
    facts = look_at_host(site_at(f"https://{HOST}:{port}/"))
    assert facts.https.told is Told.UNKNOWN


def test_a_private_host_that_the_site_file_does_not_name_is_not_asked(
    tmp_path: Path, root: Pair
) -> None:
    with securely(issued("站点", root).write(tmp_path / "a.pem")) as port:
        facts = look_at_host(site_at(f"https://{HOST}:{port}/", "example.test"))
    assert facts.https == Facet(Told.UNKNOWN, "拒绝访问内网地址")
    assert facts.certificate is None


def test_a_name_that_does_not_resolve_is_in_doubt_in_every_respect() -> None:
    facts = look_at_host(site_at("https://no-such-name.invalid/"))
    assert facts.https == Facet(Told.UNKNOWN, "域名未能解析")
    assert (facts.six_name.told, facts.six.told) == (Told.UNKNOWN, Told.UNKNOWN)


def test_nothing_is_asked_of_an_address_with_a_port_of_its_own() -> None:
    with serving({"/": NAMED}) as server:
        assert look_at_host(site_at(server.url)) == HostFacts("127.0.0.1")
        assert server.requests.total() == 0


# IPv6


@dataclass(frozen=True, slots=True)
class Named(Desk):
    """A desk whose name server says what it is told."""

    four: tuple[str, ...] | None = ()
    six: tuple[str, ...] | None = ()

    async def addresses(self, family: socket.AddressFamily) -> tuple[str, ...] | None:
        return self.six if family == socket.AF_INET6 else self.four


def six_facts(
    url: str,
    four: tuple[str, ...] | None,
    six: tuple[str, ...] | None,
    *private: str,
    witnesses: Places = (),
) -> HostFacts:
    desk = Named(site_at(url, *private), HOST, 1.0, four, six)
    return asyncio.run(look_six(desk, HostFacts(HOST), witnesses))


FOUR, SIX = ("127.0.0.1",), ("::1",)
UNANSWERED = "查询 IPv6 地址（AAAA 记录）时没有得到答复"


@pytest.mark.parametrize(
    ("four", "six", "told"),
    [
        (FOUR, (), Facet(Told.NO, "域名没有 IPv6 地址（AAAA 记录）")),
        # The look-up failed, or the name itself is unknown.
        (FOUR, None, Facet(Told.UNKNOWN, UNANSWERED)),
        (None, (), Facet(Told.UNKNOWN, UNANSWERED)),
        ((), (), Facet(Told.UNKNOWN, UNANSWERED)),
    ],
)
def test_only_a_name_server_that_answers_can_say_that_there_is_no_address(
    four: tuple[str, ...] | None, six: tuple[str, ...] | None, told: Facet
) -> None:
    facts = six_facts("http://localhost/", four, six)
    assert (facts.six_name, facts.six) == (told, told)


@contextmanager
def both(routes: dict[str, Route]) -> Iterator[HostileServer]:
    """Serve on all addresses of this machine, IPv4 and IPv6."""
    with serving(routes, host="::") as server:
        yield server


def test_the_home_page_is_compared_over_both() -> None:
    with both({"/": redirect("/zwgk/"), "/zwgk/": NAMED}) as server:
        facts = six_facts(f"http://{HOST}:{server.port}/", FOUR, SIX)
        assert {each.path for each in server.asked} == {"/", "/zwgk/"}
    assert (facts.six_name, facts.six) == (Facet(Told.YES), Facet(Told.YES))
    assert (facts.title_four, facts.title_six) == ("青禾区 人民政府", "青禾区 人民政府")


def test_another_page_over_ipv6_is_seen() -> None:
    def home(number: int) -> Reply:
        return Reply("<title>Welcome</title>") if number == 1 else NAMED

    with both({"/": home}) as server:
        facts = six_facts(f"http://{HOST}:{server.port}/", FOUR, SIX)
    assert (facts.title_four, facts.title_six) == ("青禾区 人民政府", "Welcome")


@pytest.mark.parametrize(
    ("home", "told"),
    [
        (Reply("", 502), Facet(Told.NO, "通过 IPv6 访问得到 HTTP 502")),
        (Reply("", 403), Facet(Told.UNKNOWN, "通过 IPv6 访问得到 HTTP 403，可能被拦截")),
        (Reply(hangs=True), Facet(Told.NO, "通过 IPv6 访问，1 秒没有打开")),
        (Reply("x" * 50, cut=20), Facet(Told.UNKNOWN, "通过 IPv6 访问时连接中断")),
    ],
)
def test_what_ipv6_brings_is_judged_like_any_answer(home: Reply, told: Facet) -> None:
    with both({"/": home}) as server:
        assert six_facts(f"http://{HOST}:{server.port}/", (), SIX).six == told


def test_a_server_that_listens_on_ipv4_alone_is_not_reached_over_ipv6() -> None:
    with serving({"/": NAMED}) as server:
        facts = six_facts(f"http://{HOST}:{server.port}/", FOUR, SIX)
    assert facts.six == Facet(Told.NO, "通过 IPv6 不能建立连接")


def test_without_ipv6_of_our_own_nobody_is_blamed() -> None:
    facts = six_facts("http://localhost:9/", FOUR, ("2001:4860::1",), witnesses=(("::1", 9),))
    assert facts.six_name == Facet(Told.YES)
    assert facts.six == Facet(Told.UNKNOWN, "本机没有 IPv6 网络，不能试访问")


def test_a_private_ipv6_address_is_not_asked() -> None:
    with both({"/": NAMED}) as server:
        facts = six_facts(f"http://{HOST}:{server.port}/", FOUR, SIX, "example.test")
        assert server.requests.total() == 0
    assert facts.six == Facet(Told.UNKNOWN, "拒绝访问内网地址")
