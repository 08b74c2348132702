"""Servers that misbehave in every way we know of, and what must be said of each link to them."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from ssl import TLSVersion
from urllib.parse import urlsplit

import pytest

from checks.assemble import template_of
from checks.finding import Finding, Undecided
from checks.registry import load_rules
from checks.rule import Context
from checks.run import run
from crawler.crawl import crawl
from crawler.network import Lookup, look_up
from crawler.page import Outcome
from crawler.site import Limits, Site
from crawler.snapshot import Snapshot, Target
from crawler.urls import canonical, host_of, join
from tests.crawler.builders import TODAY
from tests.crawler.certificates import issued, securely
from tests.links.behaviours import MISSING, SENTENCE, answer, page
from tests.links.rows import STATUS, TIME, TRANSPORT, At, Row, Says
from tests.links.rows_ways import CONTENT, SPELLING, WAYS
from tests.links.wire import Behave, Host, break_off, closed, deaf, wired
from wordlists.lists import load

pytestmark = pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1 is deprecated")
GROUPS = {
    "status": STATUS,
    "time": TIME,
    "transport": TRANSPORT,
    "ways": WAYS,
    "content": CONTENT,
    "spelling": SPELLING,
}
ROWS = {row.name: row for group in GROUPS.values() for row in group}
# What is said of the target of a link, beside what is said of how it stands on the page.
CODES = frozenset(says.value for says in Says if says.value.startswith("L"))
ADDRESSES = {
    At.SITE: "127.0.0.1",
    At.OUTSIDE: "127.0.0.2",
    At.PATIENT: "127.0.0.3",
    At.EVERYTHING: "127.0.0.4",
    At.TAKEN: "127.0.0.5",
    At.PARKED: "127.0.0.6",
    At.CLOAKED: "127.0.0.7",
    At.CLOSED_TO_ROBOTS: "127.0.0.8",
    At.TEMPLATE: "127.0.0.10",
    At.APPLICATION: "127.0.0.11",
}
# Where no request comes to an answer.
DEAF = "127.0.0.9"
NAMES = (host_of(canonical("http://政务.localhost/")), "dotted.localhost", "capitals.localhost")
OTHERWISE: dict[At, Behave] = {
    At.EVERYTHING: answer(200, page("欢迎光临，本站正在建设。" * 3, "欢迎光临")),
    At.APPLICATION: answer(200, page("正在打开…<script src='/app.js'></script>", "办事大厅")),
    At.TEMPLATE: answer(200, page("抱歉，链接已经失效，请从首页进入各个栏目。" * 3, "温馨提示")),
    At.CLOSED_TO_ROBOTS: answer(200, "User-agent: *\nDisallow: /", media="text/plain"),
}
LIMITS = Limits(delay=0, concurrency=8, timeout=4.0, retries=2, body=200_000, duration=60)
CALM: tuple[set[str], ...] = (set(), {Says.UNSURE.value})


@dataclass(frozen=True, slots=True)
class Trial:
    """The one crawl that all rows read from: hosts by name, and what was said by address."""

    snapshot: Snapshot
    places: dict[str, str]
    hosts: dict[At, Host]
    findings: dict[str, list[Finding]]
    undecided: dict[str, list[Undecided]]

    def url(self, row: Row) -> str:
        """Return the one spelling of a row's address."""
        return join(self.snapshot.site.start_url, row.url(self.places))

    def codes(self, row: Row) -> set[str]:
        """Return what is said of a row: codes of findings, else whether it is undecided."""
        url = self.url(row)
        codes = {each.code for each in self.findings[url]}
        return codes or ({Says.UNSURE.value} if self.undecided[url] else set())

    def sentences(self, row: Row) -> str:
        """Return all that is said of a row."""
        url = self.url(row)
        said = [each.message for each in self.findings[url]]
        return "\n".join(said + [each.reason for each in self.undecided[url]])


def _hosts() -> dict[At, Host]:
    hosts = {at: Host(ADDRESSES[at], OTHERWISE.get(at, MISSING)) for at in At}
    for row in ROWS.values():
        behaviours = hosts[row.at].behaviours
        behaviours |= row.also
        if row.behaviour is not None:
            behaviours[row.place] = row.behaviour
    hosts[At.OUTSIDE].behaviours["/end"] = hosts[At.SITE].behaviours["/end"]
    return hosts


def _publish(site: Host, places: dict[str, str]) -> None:
    """Put the links of the table on pages of the site."""
    menu = "".join(f'<p><a href="/links/{name}.html">{name}</a></p>' for name in GROUPS)
    site.behaviours["/"] = answer(200, page(SENTENCE * 20 + menu, "青禾区人民政府"))
    for name, rows in GROUPS.items():
        links = (row.html.format(href=row.url(places), name=row.name) for row in rows)
        body = "".join(f"<p>{SENTENCE}{link}</p>" for link in links)
        site.behaviours[f"/links/{name}.html"] = answer(200, page(body, f"链接（{name}）"))


def _secure(stack: ExitStack, folder: Path) -> dict[str, str]:
    certificates = {
        "self_signed": issued("甲", hosts=(ADDRESSES[At.SITE],)),
        "expired": issued("乙", hosts=(ADDRESSES[At.SITE],), days=-3),
        "misnamed": issued("丙", hosts=("www.other.example",)),
        "old_tls": issued("丁", hosts=(ADDRESSES[At.SITE],)),
    }
    places = {}
    for name, pair in certificates.items():
        version = TLSVersion.TLSv1 if name == "old_tls" else None
        port = stack.enter_context(securely(pair.write(folder / f"{name}.pem"), version))
        places[name] = f"{ADDRESSES[At.SITE]}:{port}"
    return places


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    folder = tmp_path_factory.mktemp("links")
    with ExitStack() as stack:
        hosts = {at: stack.enter_context(wired(host)) for at, host in _hosts().items()}
        resetting = Host(DEAF, MISSING, greets=break_off)
        mute = Host(DEAF, MISSING)
        mute.greets = lambda connection: _ignore(mute)
        places: dict[str, str] = {at.value: host.place for at, host in hosts.items()}
        places["port"] = str(hosts[At.SITE].port)
        places["reset"] = stack.enter_context(wired(resetting)).place
        places["mute"] = stack.enter_context(wired(mute)).place
        places["deaf"] = f"{DEAF}:{stack.enter_context(deaf(DEAF))}"
        places["closed"] = f"{DEAF}:{closed(DEAF)}"
        places |= _secure(stack, folder)
        _publish(hosts[At.SITE], places)
        site = Site(
            "hostile",
            "测试站",
            f"http://{places['site']}/",
            private_hosts=(*ADDRESSES.values(), DEAF, *NAMES),
            limits=LIMITS,
        )
        snapshot = crawl(site, Target(), folder / "s", today=TODAY)
        stack.callback(snapshot.close)
        yield _judged(snapshot, places, hosts)


def _ignore(host: Host) -> None:
    host.closing.wait()


def _judged(snapshot: Snapshot, places: dict[str, str], hosts: dict[At, Host]) -> Trial:
    rules = [rule for rule in load_rules() if rule.code.startswith("L")]
    context = Context(TODAY, load())
    result = run(snapshot, rules, context, template=template_of(snapshot))
    findings: dict[str, list[Finding]] = defaultdict(list)
    undecided: dict[str, list[Undecided]] = defaultdict(list)
    for finding in result.findings:
        if finding.code in CODES:
            findings[canonical(finding.key)].append(finding)
    for doubt in result.undecided:
        # Without a code, the crawl itself says that it has not seen the page.
        if doubt.code in CODES or not doubt.code:
            undecided[canonical(doubt.key or doubt.subject)].append(doubt)
    return Trial(snapshot, places, hosts, findings, undecided)


def _expected(row: Row) -> set[str]:
    if row.says is Says.WELL:
        return set()
    if row.name == "name that does not exist" and look_up("no-such-host.invalid") is not (
        Lookup.MISSING
    ):
        # Whether a name exists can be told only where there is a name service.
        return {Says.UNSURE.value}
    return {row.says.value}


@pytest.mark.parametrize("name", list(ROWS))
def test_of_each_link_is_said_what_is_true(trial: Trial, name: str) -> None:
    row = ROWS[name]
    said = trial.codes(row)
    if row.says is Says.CALM:
        assert said in CALM, trial.sentences(row)
    else:
        assert said == _expected(row), trial.sentences(row)
    assert row.because in trial.sentences(row) or said != {row.says.value}


def test_the_crawl_comes_to_its_end_whatever_it_meets(trial: Trial) -> None:
    assert (trial.snapshot.stopped, trial.snapshot.is_finished) == ("", True)
    assert trial.snapshot.pending() == 0


def test_nothing_is_said_of_anything_that_is_well(trial: Trial) -> None:
    known = {trial.url(row) for row in ROWS.values()}
    assert {url for url, found in trial.findings.items() if found} <= known


def test_every_target_was_looked_at_and_every_failure_has_a_reason(trial: Trial) -> None:
    for row in ROWS.values():
        fetch = trial.snapshot.fetches.get(trial.url(row))
        if row.html.startswith("<a "):
            assert fetch is not None, row.name
        assert fetch is None or fetch.outcome is Outcome.OK or fetch.error, row.name


def test_every_behaviour_was_met(trial: Trial) -> None:
    unmet = {
        row.name
        for row in ROWS.values()
        if row.behaviour is not None and not trial.hosts[row.at].asked[row.place]
    }
    # Nobody asks where robots are not wanted.
    parts = {row.name for row in ROWS.values() if not row.html.startswith("<a ")}
    assert unmet - parts == {"closed to robots"}


def _compared(trial: Trial, path: str) -> int:
    """Count the looks at a page that was also asked for as a visitor and as a search engine."""
    return 2 * any(urlsplit(each.url).path == path for each in trial.snapshot.faces)


def test_whoever_fails_is_asked_again_and_whoever_is_certain_is_not(trial: Trial) -> None:
    asked = trial.hosts[At.SITE].asked
    assert asked["/always-500"] == 1 + LIMITS.retries
    flapping = "/500-twice-and-then-well"
    assert asked[flapping] == 1 + LIMITS.retries + _compared(trial, flapping)
    assert asked["/not-found"] == asked["/gone"] == 1


def test_spellings_of_one_address_are_asked_for_once(trial: Trial) -> None:
    asked = trial.hosts[At.SITE].asked
    for path in ("/session.jsp", "/back/slash.html", "/dotted.html"):
        assert asked[path] == 1 + _compared(trial, path), path


def test_no_secret_in_an_address_is_told_to_the_server_or_to_people(trial: Trial) -> None:
    row = ROWS["user and password in the address"]
    assert trial.sentences(row) == ""
    assert not any("secret" in url for url in trial.snapshot.fetches)


def test_a_private_address_behind_a_redirect_is_never_asked(trial: Trial) -> None:
    assert trial.snapshot.fetches["http://127.0.0.99/"].outcome is Outcome.UNKNOWN


def test_there_are_at_least_forty_behaviours() -> None:
    assert len(ROWS) == sum(map(len, GROUPS.values()))
    assert len(ROWS) >= 40
