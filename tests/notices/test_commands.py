"""`xunjian notify …` as a person runs it."""

import shutil
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from ledger.ledger import Ledger
from ledger.lifecycle import Event
from ledger.outbox import NoticeState
from tests.cli import Ran, xunjian
from tests.notices.office import BOSS, CIVIL, Office, local
from tests.notifier.mail_server import MailServer, running
from xunjian import config as configuration

MAIN = """
ledger = "sqlite:///ledger.sqlite3"
[mail]
{way}
hours = "{hours}"
sender = "xunjian@qinghe.example"
supervisor = ["zwgk@qinghe.example"]
rate = 0
"""
SITE = """
id = "qinghe"
name = "青禾区人民政府"
start_url = "https://www.qinghe.example/zwgk/"
[[units]]
id = "mzj"
name = "区民政局"
emails = ["minzheng@qinghe.example"]
leaders = ["juzhang@qinghe.example"]
[[units]]
id = "jyj"
name = "区教育局"
emails = ["jiaoyu@qinghe.example"]
"""
TODAY = ("--today", "2026-11-23")


def configured(directory: Path, way: str, hours: str = "all") -> None:
    """Write the configuration; `way` is how letters are sent."""
    (directory / "sites").mkdir(exist_ok=True)
    (directory / "xunjian.toml").write_text(MAIN.format(way=way, hours=hours), encoding="utf-8")
    (directory / "sites/qinghe.toml").write_text(SITE, encoding="utf-8")


FOUND = {1: ("W101", "mzj"), 2: ("P201", "mzj"), 3: ("W101", "jyj")}


@pytest.fixture(scope="session")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("scanned")
    configured(directory, 'directory = "outbox"')
    config = configuration.load(directory)
    with Ledger.open(config.ledger, config.secret) as ledger:
        Office(config, ledger, dict(FOUND)).scan(local(11, 23, 2))
    return directory


@pytest.fixture
def office(scanned: Path, tmp_path: Path) -> Iterator[Office]:
    shutil.copytree(scanned, tmp_path, dirs_exist_ok=True)
    config = configuration.load(tmp_path)
    with Ledger.open(config.ledger, config.secret) as ledger:
        yield Office(config, ledger, dict(FOUND), scans=1)


def run(office: Office, *words: str | Path) -> Ran:
    return xunjian("notify", *words, "-c", office.config.directory)


def test_a_preview_writes_the_letters_as_they_are_sent_and_queues_nothing(
    office: Office, tmp_path: Path
) -> None:
    ran = run(office, "preview", "-o", tmp_path / "preview", *TODAY)
    assert (ran.code, office.ledger.outbox()) == (0, [])
    assert "共 3 封，已写到" in ran.flat
    previewed = {mail["Message-ID"]: mail for mail in letters_in(tmp_path / "preview")}
    assert {path.suffix for path in (tmp_path / "preview").iterdir()} == {".eml", ".html", ".xlsx"}
    run(office, *TODAY)
    sent = {mail["Message-ID"]: mail for mail in letters_in(tmp_path / "outbox")}
    assert previewed.keys() == sent.keys()
    for name, mail in sent.items():
        # But for the moment at which they were written, in the header and in the workbook.
        assert head(previewed[name]) == head(mail)
        for kind in ("html", "plain"):
            bodies = [
                letter.get_body(preferencelist=(kind,)).get_content()
                for letter in (previewed[name], mail)
            ]
            assert bodies[0] == bodies[1]


def letters_in(folder: Path) -> list:  # type: ignore[type-arg]  # of a parser's messages
    return [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(folder.glob("*.eml"))
    ]


def head(mail) -> list[tuple[str, str]]:  # type: ignore[no-untyped-def]
    return [(name, str(value)) for name, value in mail.items() if name != "Date"]


def test_a_preview_of_another_occasion(office: Office, tmp_path: Path) -> None:
    ran = run(office, "preview", "--occasion", "urgent", "-o", tmp_path / "preview", *TODAY)
    assert "紧急通报（严重问题1）" in ran.flat
    assert f"{CIVIL}；{BOSS}" in ran.flat
    ran = run(office, "preview", "--occasion", "answers", "-o", tmp_path / "none", *TODAY)
    assert (ran.code, ran.out) == (0, "没有需要发送的邮件。\n")
    (tmp_path / "file").touch()
    assert run(office, "preview", "-o", tmp_path / "file").code == 2


def test_urgent_letters_go_first_and_the_list_of_the_day_after(office: Office) -> None:
    ran = run(office, "urgent", *TODAY)
    assert (ran.code, "发出 1 封（2 个收件人）" in ran.flat) == (0, True)
    ran = run(office, *TODAY)
    assert "发出 3 封（3 个收件人）" in ran.flat


def test_what_has_to_wait_for_tomorrow_is_said(office: Office) -> None:
    run(office, *TODAY)
    office.found |= {4: ("W101", "mzj")}
    office.scan(local(11, 23, 14))
    assert "另有 1 项变化，今天的信已经登记" in run(office, *TODAY).flat
    assert "发出 2 封" in run(office, "--today", "2026-11-24").flat


def test_on_a_day_off_only_what_is_urgent_is_sent_unless_a_person_insists(office: Office) -> None:
    configured(office.config.directory, 'directory = "outbox"', "08:30-17:30")
    holiday = ("--today", "2026-11-28")
    ran = run(office, "--dry-run", *holiday)
    assert "只发紧急通报，其余等到下一个工作日" in ran.flat
    assert "共 1 封，未发送" in ran.flat
    assert "发出 3 封" in run(office, "--any-time", *holiday).flat


def test_answers_are_sent_on_demand(office: Office) -> None:
    run(office, *TODAY)
    office.decide(1, Event.CLAIM, local(11, 23, 10))
    del office.found[1]
    office.recheck(local(11, 23, 11))
    ran = run(office, "answers", "--any-time", *TODAY)
    assert (ran.code, "发出 1 封（1 个收件人）" in ran.flat) == (0, True)
    assert "1个确认整改，予以销号" in office.text("复核结果", CIVIL)


def test_the_outbox_is_listed_with_what_came_of_each_letter(office: Office) -> None:
    assert run(office, "list").out == "发件箱里没有这样的邮件。\n"
    run(office, *TODAY)
    ran = run(office, "list")
    assert "问题清单" in ran.out and "送达" in ran.out
    assert "共 3 封，列出 3 封。" in ran.out
    assert run(office, "list", "--state", "发送失败").out == "发件箱里没有这样的邮件。\n"
    wrong = run(office, "list", "--state", "失败")
    assert (wrong.code, "没有状态“失败”，应为 待发送" in wrong.err) == (2, True)


def test_a_letter_is_shown_and_written_as_it_is(office: Office, tmp_path: Path) -> None:
    run(office, *TODAY)
    first = min(one.id for one in office.ledger.post.letters())
    shown = run(office, "show", str(first))
    assert "王" not in shown.out and "区民政局负责同志：您好！" in shown.out
    assert "附件：区民政局-问题清单-20261123.xlsx" in shown.out
    ran = run(office, "show", str(first), "-o", tmp_path / "letter.eml")
    assert ran.code == 0
    assert (tmp_path / "letter.eml").read_bytes() == office.ledger.post.letter(first).payload
    missing = run(office, "show", "99")
    assert (missing.code, missing.err) == (2, "发件箱中没有编号为 99 的邮件。\n")


def test_what_failed_is_sent_again_and_what_arrived_is_not(office: Office) -> None:
    directory = office.config.directory
    with running(MailServer(rcpt="550 no such user")) as server:
        configured(directory, f'host = "127.0.0.1"\nport = {server.port}')
        assert run(office, *TODAY).code == 3
        failed = [str(one.id) for one in office.ledger.post.letters((NoticeState.FAILED,))]
        assert len(failed) == 3
        assert run(office, "list").out.count("发送失败") == 3
        server.rcpt = "250 OK"
        again = run(office, "resend", failed[0])
        assert (again.code, "发出 1 封" in again.flat) == (0, True)
        refused = run(office, "resend", failed[0], "99")
        assert refused.code == 2
        assert f"邮件 {failed[0]}：" in refused.flat and "已经送达，不重发" in refused.flat
        assert "邮件 99：发件箱中没有这个编号" in refused.flat
        assert len(server.arrived) == 1
