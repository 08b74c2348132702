"""What a supervisor decides by command: publishing, closing by hand, requests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.hours import ALWAYS
from ledger.ledger import Ledger
from ledger.lifecycle import State
from ledger.requests import RequestKind
from notifier.notice import Occasion
from tests.cli import Ran, xunjian
from tests.notices.office import Office, local
from tests.notices.test_commands import configured
from xunjian import config as configuration
from xunjian.notify import queue
from xunjian.waiting import waiting


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    configured(tmp_path, 'directory = "outbox"')
    config = configuration.load(tmp_path)
    with Ledger.open(config.ledger, config.secret) as ledger:
        made = Office(config, ledger, {1: ("W101", "mzj"), 2: ("W101", "mzj"), 3: ("W101", "jyj")})
        made.scan(local(11, 23, 2))
        made.write(local(11, 23))
        yield made


def issues(office: Office, *words: str) -> Ran:
    return xunjian("issues", "-c", office.config.directory, *words)


def test_what_may_be_published_is_listed_and_decided_by_command(office: Office) -> None:
    assert issues(office, "publish").out == "共 0 个问题待确认。\n"
    # The deadline was 26 November; five working days later it is put on the list.
    assert office.write(local(12, 3))["zwgk"] == ["巡检情况汇总（拟通报3）"]
    letter = office.text("巡检情况汇总", "zwgk@qinghe.example")
    assert "确认通报：xunjian issues publish 编号" in letter
    one, two, three = (office.issue_id(number) for number in (1, 2, 3))
    listed = issues(office, "publish").out
    assert "区民政局（mzj）　2 个" in listed
    assert "共 3 个问题待确认。" in listed
    assert "须写明理由" in issues(office, "publish", str(one), "--drop").err
    assert issues(office, "publish", str(one), "--by", "李主任").code == 0
    assert "不在待确认的拟通报名单中" in issues(office, "publish", str(one)).err
    dropped = issues(office, "--unit", "mzj", "publish", "--matching", "--drop", "--reason", "约谈")
    assert (dropped.code, dropped.out.splitlines()[0]) == (0, f"#{two} 不予通报　“登陆”应为“登录”")
    left = office.ledger.desk.public_candidates()
    assert [each.issue.id for each in left] == [three]
    # The next summary repeats what is still open, with what to run.
    office.found[4] = ("W101", "jyj")
    office.scan(local(12, 4, 2))
    office.write(local(12, 4))
    letter = office.text("巡检情况汇总", "zwgk@qinghe.example")
    assert f"{three}号：“登陆”应为“登录”。请确认：通报，还是不予通报" in letter
    assert f"    xunjian issues publish {three}" in letter.splitlines()


def test_what_was_closed_by_hand_is_told_as_such(office: Office) -> None:
    number = office.issue_id(3)
    assert "须写明理由" in issues(office, "close", str(number), "--reason", " ").err
    ran = issues(office, "close", str(number), "--reason", "现场看过", "--by", "李主任")
    assert (ran.code, ran.out) == (0, f"#{number} 已整改\n")
    again = issues(office, "close", str(number), "--reason", "再看")
    assert (again.code, "未改动" in again.out) == (1, True)
    office.write(local(11, 24))
    assert "（人工复核通过，" in office.text("问题清单", "jiaoyu@qinghe.example")


def test_a_unit_is_told_of_its_request_with_the_next_answers(office: Office) -> None:
    number = office.issue_id(1)
    asked = office.ledger.desk.request(
        number,
        RequestKind.FALSE_ALARM,
        applicant="王科长",
        reason="引文",
        unit="mzj",
        now=local(11, 23, 10),
    )
    ran = issues(office, "approve", str(asked.id), "--by", "李主任", "--reason", "确系引文")
    assert ran.out == f"申请 {asked.id}：误报准予（问题 #{number}）\n"
    assert office.ledger.issue(number).state is State.FALSE_ALARM
    queue(office.config, office.ledger, now=local(11, 23, 11), occasion=Occasion.ANSWERS)
    (sent,) = office.ledger.post.letters(limit=1)
    assert "·区民政局·申请批复（批复1）·" in sent.subject
    letter = office.text("复核结果", "minzheng@qinghe.example")
    assert "反映疑似误报：认定为误报，不需要整改" in letter
    assert "说明：确系引文" in letter
    assert office.write(local(11, 23, 12), Occasion.ANSWERS) == {}


def test_many_that_may_be_published_are_one_thing_to_decide(office: Office) -> None:
    office.found = {number: ("W101", "mzj") for number in range(1, 13)}
    office.scan(local(11, 24, 2))
    office.write(local(11, 24))
    office.write(local(12, 5), hours=ALWAYS)
    office.write(local(12, 7), hours=ALWAYS)
    asked = waiting(office.ledger, "qinghe", {"mzj": "区民政局"}, {}).awaited
    (one,) = [each for each in asked if each.unit == "区民政局"]
    assert "号等12个问题：逾期已久或者多次复发。请确认" in one.text
    assert one.commands[0] == "xunjian issues --unit mzj publish --matching"
