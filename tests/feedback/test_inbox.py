"""The drop folder: mails and workbooks that are put there."""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from ledger.feedback import Source
from ledger.lifecycle import Event
from notifier.answers import read_answers
from tests.crawler.archives import zipped
from tests.feedback.conftest import Told
from tests.web.builders import NOW
from xunjian.inbox import Folder, Round, take_inbox
from xunjian.incoming_mail import open_mail

ROOT = Path(__file__).parents[2]
UNIT = "区民政局 <Minzheng@qinghe.example>"
NAME = "区民政局-问题清单-20261123.xlsx"


def a_mail(
    *files: tuple[str, bytes], sender: str = UNIT, subject: str = "回复：问题清单", **headers: str
) -> EmailMessage:
    mail = EmailMessage()
    if sender:
        mail["From"] = sender
    mail["To"] = "xunjian@qinghe.example"
    mail["Subject"] = subject
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("已整改，请复核。")
    for name, body in files:
        mail.add_attachment(body, maintype="application", subtype="octet-stream", filename=name)
    return mail


def put(told: Told, name: str, body: bytes, age: float = 3600) -> Path:
    """Put a file into the folder as it looks some time after it was written."""
    path = told.drop / name
    path.write_bytes(body)
    then = time.time() - age
    os.utime(path, (then, then))
    return path


def take(told: Told) -> Round:
    # In this process: `test_refused` shows that a child reads the same.
    return take_inbox(told.config, told.ledger, NOW, pause=0, read=read_answers)


def claims(told: Told) -> int:
    steps = [step for one in told.issues() for step in told.ledger.history(one.id)]
    return sum(step.event is Event.CLAIM for step in steps)


def beside(told: Told, folder: Folder, name: str) -> str:
    """Return the account that lies beside a file which was filed."""
    assert (told.drop / folder / name).is_file()
    assert not (told.drop / name).exists()
    return (told.drop / folder / f"{name}.txt").read_text(encoding="utf-8-sig")


def test_a_mail_with_a_list_is_taken_and_filed_with_an_account(told: Told) -> None:
    put(told, "1.eml", a_mail((NAME, told.answered())).as_bytes())
    found = take(told)
    assert found.sentence == "反馈：收下 1 份。"
    account = beside(told, Folder.DONE, "1.eml")
    assert "发件人：minzheng@qinghe.example" in account
    assert "已变更 3 条，忽略 0 条。" in account
    assert account.count("登记整改，等待复查") == 3
    (kept,) = told.ledger.mailbox.feedbacks()
    assert (kept.source, kept.sender) == (Source.MAIL, "minzheng@qinghe.example")
    assert claims(told) == 3
    assert take(told) == Round()


def test_a_workbook_that_is_put_there_is_taken_without_a_sender(told: Told) -> None:
    put(told, NAME, told.answered(1))
    take_inbox(told.config, told.ledger, NOW, pause=0)
    assert "已变更 1 条" in beside(told, Folder.DONE, NAME)
    (kept,) = told.ledger.mailbox.feedbacks()
    assert (kept.source, kept.sender, kept.actor) == (Source.WORKBOOK, "", "收件夹")


def nested(told: Told) -> EmailMessage:
    """Return a mail that somebody in the office forwards as an enclosure."""
    outer = a_mail(sender="zwgk@qinghe.example", subject="转发：问题清单")
    outer.add_attachment(a_mail((NAME, told.answered()), sender="private@mail.example"))
    return outer


def enclosed(told: Told) -> EmailMessage:
    """Return a mail that is enclosed as a file of its own."""
    inner = a_mail((NAME, told.answered()))
    return a_mail(("原邮件.eml", inner.as_bytes()))


def old_names(told: Told) -> MIMEMultipart:
    """Return a mail as old Chinese mailers write them: names in GBK, in words or raw."""
    mail = MIMEMultipart()
    mail["From"] = "=?GB2312?B?x/jD8dX+vtY=?= <minzheng@qinghe.example>"
    mail["Subject"] = "=?GB2312?B?zsrM4sfltaU=?="
    mail.attach(MIMEText("已改", "plain", "gb2312"))
    part = MIMEApplication(told.answered())
    part.add_header("Content-Disposition", 'attachment; filename="=?GBK?B?x+W1pS54bHN4?="')
    mail.attach(part)
    return mail


def with_report(told: Told) -> EmailMessage:
    return a_mail(("整改报告.docx", zipped({"word/document.xml": b"x"})), (NAME, told.answered()))


@pytest.mark.parametrize("make", [nested, enclosed, old_names, with_report])
def test_a_list_is_found_however_it_is_enclosed(
    told: Told, make: Callable[[Told], EmailMessage]
) -> None:
    put(told, "1.eml", make(told).as_bytes())
    take(told)
    assert "已变更 3 条" in beside(told, Folder.DONE, "1.eml")
    assert claims(told) == 3


def test_of_two_lists_in_a_mail_each_is_taken_for_itself(told: Told) -> None:
    mail = a_mail(
        (NAME, told.answered(1)), ("坏.xlsx", b"PK\x03\x04x"), ("二.xlsx", told.answered(2))
    )
    put(told, "1.eml", mail.as_bytes())
    take(told)
    account = beside(told, Folder.DONE, "1.eml")
    assert account.count("已变更 1 条") == 2
    assert "附件“坏.xlsx”：文件不完整" in account


REFUSED: list[tuple[str, Callable[[Told], EmailMessage], str]] = [
    ("stranger", lambda told: a_mail((NAME, told.answered()), sender="x@mail.example"), "核实"),
    (
        "another unit",
        lambda told: a_mail((NAME, told.answered()), sender="jiaoyu@qinghe.example"),
        "不在区民政局的邮箱名单里",
    ),
    ("nobody", lambda told: a_mail((NAME, told.answered()), sender=""), "没有写明发件人"),
    (
        "two senders",
        lambda told: a_mail((NAME, told.answered()), sender=f"{UNIT}, jiaoyu@qinghe.example"),
        "几个发件人",
    ),
    ("winmail", lambda told: a_mail(("winmail.dat", b"\x78\x9f\x3e\x22")), "winmail.dat"),
    ("no list", lambda told: a_mail(("章.png", b"\x89PNG")), "没有问题清单表格"),
    ("archive", lambda told: a_mail(("清单.zip", zipped({NAME: told.answered()}))), "压缩包"),
    ("macros", lambda told: a_mail(("清单.xlsm", told.answered())), "带有宏"),
    ("empty list", lambda told: a_mail((NAME, told.list())), "没有填写整改情况"),
]


@pytest.mark.parametrize(("make", "why"), [row[1:] for row in REFUSED], ids=[r[0] for r in REFUSED])
def test_a_mail_that_cannot_be_taken_waits_for_a_person_with_the_reason(
    told: Told, make: Callable[[Told], EmailMessage], why: str
) -> None:
    put(told, "1.eml", make(told).as_bytes())
    take(told)
    assert why in beside(told, Folder.REFUSED, "1.eml")
    assert claims(told) == 0


def test_who_may_send_can_be_widened(told: Told) -> None:
    put(told, "1.eml", a_mail((NAME, told.answered()), sender="x@mail.example").as_bytes())
    feedback = replace(told.config.feedback, senders="any")
    take_inbox(
        replace(told.config, feedback=feedback), told.ledger, NOW, pause=0, read=read_answers
    )
    assert "已变更 3 条" in beside(told, Folder.DONE, "1.eml")


def a_bounce(told: Told) -> bytes:
    mail = MIMEMultipart("report")
    mail["From"] = "minzheng@qinghe.example"
    mail.attach(MIMEText("550 no such user"))
    mail.attach(MIMEApplication(told.answered()))
    return mail.as_bytes()


AUTOMATIC: list[Callable[[Told], bytes]] = [
    a_bounce,
    lambda told: a_mail((NAME, told.answered()), Auto_Submitted="auto-replied").as_bytes(),
    lambda told: a_mail(subject="自动回复：我在休假").as_bytes(),
    lambda told: a_mail(sender="MAILER-DAEMON@qinghe.example").as_bytes(),
    lambda told: a_mail(Return_Path="<>").as_bytes(),
]


@pytest.mark.parametrize("make", AUTOMATIC)
def test_what_no_person_wrote_is_filed_apart(told: Told, make: Callable[[Told], bytes]) -> None:
    put(told, "1.eml", make(told))
    assert take(told).sentence == "反馈：自动回复 1 份。"
    assert "自动回复或退信" in beside(told, Folder.AUTOMATIC, "1.eml")
    assert claims(told) == 0


def test_a_mail_that_a_program_stumbles_over_is_refused_not_lost(told: Told) -> None:
    deep = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
        for n in range(3000)
    )
    put(told, "1.eml", b"From: a@b.example\r\n" + deep)
    put(told, "2.eml", b"")
    assert len(take(told).filed) == 2
    assert "层数过多" in beside(told, Folder.REFUSED, "1.eml")
    assert beside(told, Folder.REFUSED, "2.eml")


def test_a_header_in_no_encoding_at_all_is_read_as_far_as_it_goes() -> None:
    raw = "From: minzheng@qinghe.example\r\nSubject: 问题清单\r\n\r\n".encode("gbk")
    assert open_mail(raw).sender == "minzheng@qinghe.example"
    assert open_mail(b"From: =?x-none?B?/////?= <a@b.example>\r\n\r\n").sender == "a@b.example"


def test_a_file_that_is_still_being_written_waits(told: Told) -> None:
    body = told.answered()
    half = put(told, NAME, body[: len(body) // 2], age=5)
    put(told, ".hidden.xlsx", body)
    put(told, "~$清单.xlsx", body)
    put(told, "清单.xlsx.part", body)
    (told.drop / "link.xlsx").symlink_to(told.config.directory / "ledger.sqlite3")
    found = take(told)
    assert (found.filed, found.waiting) == ((), 1)
    half.write_bytes(body)
    assert len(take(told).filed) == 1
    assert claims(told) == 3
    # Nobody goes on writing it for ever.
    put(told, NAME, body[: len(body) // 2])
    take(told)
    assert "不完整" in beside(told, Folder.REFUSED, NAME)
    left = {path.name for path in told.drop.iterdir() if path.is_file()}
    assert left == {".lock", ".hidden.xlsx", "~$清单.xlsx", "清单.xlsx.part", "link.xlsx"}


def test_the_same_name_twice_overwrites_nothing(told: Told) -> None:
    for row in (1, 2, 2):
        put(told, NAME, told.answered(row))
        take(told)
    done = [path for path in (told.drop / Folder.DONE).iterdir() if path.suffix == ".xlsx"]
    assert len(done) == 2
    assert claims(told) == 2


def test_a_list_that_comes_again_is_filed_as_known(told: Told) -> None:
    body = told.answered()
    put(told, "1.eml", a_mail((NAME, body)).as_bytes())
    put(told, "2.eml", a_mail((NAME, body), subject="再发一次").as_bytes())
    take(told)
    assert "已经收过（当时变更 3 条）" in beside(told, Folder.DONE, "2.eml")
    assert claims(told) == 3


def test_names_that_are_no_text_or_very_long_are_filed_too(told: Told) -> None:
    names = [os.fsdecode("清单".encode("gbk") + b".xlsx"), "单" * 83 + ".xlsx"]
    for row, name in enumerate(names, 1):
        put(told, name, told.answered(row))
    assert len(take(told).filed) == 2
    assert claims(told) == 2
    assert len(list((told.drop / Folder.DONE).glob("*.txt"))) == 2


def test_a_folder_that_somebody_else_looks_into_is_left_alone(told: Told) -> None:
    put(told, NAME, told.answered())
    with (told.drop / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert take(told) == Round()
    assert len(take(told).filed) == 1


def test_without_a_folder_nothing_happens(told: Told) -> None:
    config = replace(told.config, feedback=replace(told.config.feedback, drop=""))
    assert take_inbox(config, told.ledger, NOW, pause=0) == Round()


def test_killed_at_any_point_nothing_is_lost_or_doubled(told: Told) -> None:
    for row in (1, 2, 3):
        put(told, f"{row}.eml", a_mail((NAME, told.answered(row))).as_bytes())
    command = [sys.executable, "-m", "tests.feedback.killed", told.config.directory]
    subprocess.run(command, check=True, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})
    take(told)
    assert claims(told) == 3
    assert len(told.ledger.mailbox.feedbacks()) == 3
    assert all(beside(told, Folder.DONE, f"{row}.eml") for row in (1, 2, 3))
