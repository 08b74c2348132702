"""What is said of links by what stands at their ends: one crawl of servers on loopback."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from checks.assemble import template_of
from checks.finding import Result, Severity
from checks.registry import load_rules
from checks.rule import Context
from checks.run import run
from crawler.crawl import crawl
from crawler.snapshot import Target
from tests.crawler.builders import TODAY
from tests.crawler.crawls import ROBOTS, site_of
from tests.crawler.server import HostileServer, Reply, Route, redirect, serving
from wordlists.lists import load

SENTENCE = "全区秋季农业生产现场会在青禾镇召开，会议总结了上半年的工作。"
BLACK = "澳门新葡京官网-真人百家乐在线"
CODES = frozenset({"L401", "L402", "L403", "L408", "L409", "L413", "L414"})
TITLE = "关于印发青禾区旅游条例的通知"


def page(text: str, title: str = "某网站") -> Reply:
    return Reply(f"<html><head><title>{title}</title></head><body><p>{text}</p></body></html>")


ARTICLE = page(SENTENCE * 30)
LOGIN = page('<form><input name="u"><input type="password" name="p">请登录</form>', "用户登录")
LOTTERY = page("双色球开奖结果公告。福彩公益金使用情况。体彩大乐透开奖公告。" * 9, "中国福利彩票")
POLICE = page("警方捣毁“百家乐在线”赌博窝点，抓获嫌疑人。" + SENTENCE * 9, "严打网络赌博")
DEALER = page("域名注册、虚拟主机、域名转让，价格从优。" * 40, "云服务商")


@dataclass(frozen=True, slots=True)
class Row:
    """A link, its target elsewhere, and what is said of it: codes, or "?" for undecided."""

    says: str
    route: Route
    text: str = TITLE
    path: str = ""


ROWS = {
    # Error pages that a random address of the host gives away; decoys are asked where little is said.
    "error page like the decoy": Row("L403", page("很抱歉，出错了，三秒后为您返回。", "提示")),
    "firewall that answers 200": Row("?", page("您的请求已被防火墙拦截，编号 1234567。", "提示")),
    "article": Row("", ARTICLE),
    # Front doors and log-in pages in place of articles.
    "article sent home": Row("L408", redirect("/"), path="/art/2019/3/1/art_12_3456.html"),
    "the site itself": Row("", redirect("/"), "青禾文旅网", "/art/2019/3/1/art_12_3457.html"),
    "short address": Row("", redirect("/"), path="/AbC12"),
    "English version": Row("", redirect("/en/"), path="/art/2019/3/1/art_12_3458.html"),
    "article behind a log-in": Row("L409", redirect("/sso/login?x=1"), path="/content/12.html"),
    "service behind a log-in": Row(
        "", redirect("/sso/login?x=2"), "企业开办一网通办在线申报入口", "/content/13.html"
    ),
    # Domains in other hands, and what only speaks of such things.
    "gambling": Row("L413", page("时时彩平台注册就送彩金。", BLACK)),
    "redirect to gambling": Row("L413", redirect("/reg-now")),
    "for sale": Row("L413", page("This domain is for sale. 该域名正在出售", "example.test")),
    "not on record": Row("L413", page("网站暂时无法访问：该网站未根据规定完成备案，已被接入服务商关闭。")),
    "lottery": Row("", LOTTERY),
    "police news": Row("", POLICE),
    "dealer in domains": Row("", DEALER),
}  # fmt: skip
ALSO: dict[str, Route] = {
    "/robots.txt": ROBOTS,
    "/": ARTICLE,
    "/en/": ARTICLE,
    "/sso/login?x=1": LOGIN,
    "/sso/login?x=2": LOGIN,
    "/reg-now": page("真人百家乐在线", "2026新澳门开奖结果一肖一码"),
}


def place(name: str) -> str:
    return ROWS[name].path or "/" + name.replace(" ", "-") + ".html"


@dataclass(frozen=True, slots=True)
class Trial:
    """What was said of the one crawl."""

    result: Result
    elsewhere: str
    moved: str

    def url(self, name: str) -> str:
        return self.elsewhere + place(name)


def _otherwise(path: str) -> Reply:
    if re.fullmatch(r"/t[0-9a-f]{16}\.html", path):
        return page("很抱歉，出错了，三秒后为您返回。", "提示")
    return Reply(status=404)


def _shell(path: str) -> Reply:
    return page('<div id="app">应用正在启动，请您稍候片刻……</div>', "应用")


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    routes = ALSO | {place(name): row.route for name, row in ROWS.items()}
    with (
        serving({"/robots.txt": ROBOTS}) as server,
        serving(routes, _otherwise, "127.0.0.2") as elsewhere,
        serving({"/robots.txt": ROBOTS}, host="127.0.0.3") as moved,
        serving({"/robots.txt": ROBOTS}, _shell, "127.0.0.4") as app,
    ):
        home = f"http://127.0.0.2:{elsewhere.port}"
        old = f"http://127.0.0.3:{moved.port}"
        moved.otherwise = lambda path: redirect(f"{home}/")
        links = [(home + place(name), row.text) for name, row in ROWS.items()]
        links += [(f"{old}/art/2018/1/{n}/art_9_{n}00.html", TITLE) for n in range(1, 6)]
        links += [(f"http://127.0.0.4:{app.port}/article/{n}.html", TITLE) for n in range(3)]
        _publish(server, links)
        hosts = tuple(f"127.0.0.{n}" for n in range(1, 5))
        site = replace(site_of(server, cloaking=True), private_hosts=hosts)
        snapshot = crawl(site, Target(), tmp_path_factory.mktemp("s") / "s", today=TODAY)
        rules = [rule for rule in load_rules() if rule.code in CODES]
        result = run(snapshot, rules, Context(TODAY, load()), template=template_of(snapshot))
        snapshot.close()
        yield Trial(result, home, old)


def _publish(server: HostileServer, links: list[tuple[str, str]]) -> None:
    anchors = "".join(f'<p>{SENTENCE}<a href="{url}">{text}</a></p>' for url, text in links)
    server.routes["/"] = page(SENTENCE * 9 + anchors, "青禾区人民政府")


@pytest.mark.parametrize("name", list(ROWS))
def test_of_each_target_is_said_what_stands_there(trial: Trial, name: str) -> None:
    url = trial.url(name)
    said = {each.code for each in trial.result.findings if each.key == url}
    if not said and any(each.key == url for each in trial.result.undecided):
        said = {"?"}
    assert said == ({ROWS[name].says} if ROWS[name].says else set())


def test_a_domain_that_has_moved_as_a_whole_is_told_once(trial: Trial) -> None:
    found = [each for each in trial.result.findings if each.key.startswith(trial.moved)]
    assert [each.code for each in found] == ["L408"]
    assert "等 5 个链接" in found[0].message


def test_an_application_that_draws_every_page_alike_is_well(trial: Trial) -> None:
    assert not any("127.0.0.4" in each.key for each in trial.result.findings)


def test_the_way_of_redirects_is_evidence_with_status_and_time(trial: Trial) -> None:
    (found,) = (
        each for each in trial.result.findings if each.key == trial.url("redirect to gambling")
    )
    first, _, second = found.evidence.partition(" → ")
    assert re.fullmatch(r"http\S+ （302，\d{4}-\d\d-\d\d \d\d:\d\d）", first)
    assert second.startswith(f"{trial.elsewhere}/reg-now （200，")
    assert found.severity is Severity.CRITICAL


def test_an_article_sent_home_is_but_suspected_where_random_addresses_are_not(trial: Trial) -> None:
    (found,) = (
        each for each in trial.result.findings if each.key == trial.url("article sent home")
    )
    assert found.severity is Severity.WARNING
