"""Delivery into a folder."""

from pathlib import Path

import pytest

from notifier.letter import as_bytes
from notifier.transports.directory import DirectoryTransport, file_name
from notifier.transports.platform import RobotMessage
from tests.notifier.robots import TOLD
from tests.notifier.test_letter import a_message
from xunjian.robots import RobotConfig, robot_preview


def test_letters_are_numbered_and_have_workbook_and_preview_beside_them(tmp_path: Path) -> None:
    folder = DirectoryTransport(tmp_path / "mails")
    other = a_message(message_id="<2@qinghe.example>", workbook_name="区教育局-问题清单.xlsx")
    for message in (a_message(), other):
        folder.send(as_bytes(message), "a@qinghe.example", lambda: None)
    names = sorted(path.name for path in (tmp_path / "mails").iterdir())
    assert names == [
        "01-区民政局-问题清单-20261123.eml",
        "01-区民政局-问题清单-20261123.html",
        "01-区民政局-问题清单-20261123.xlsx",
        "02-区教育局-问题清单.eml",
        "02-区教育局-问题清单.html",
        "02-区教育局-问题清单.xlsx",
    ]
    eml = tmp_path / "mails" / names[0]
    assert eml.read_bytes() == as_bytes(a_message())
    assert eml.with_suffix(".xlsx").read_bytes() == b"PK\x03\x04"


def test_the_same_letter_again_replaces_its_files(tmp_path: Path) -> None:
    for mailbox in ("a@qinghe.example", "b@qinghe.example"):
        DirectoryTransport(tmp_path).send(as_bytes(a_message()), mailbox, lambda: None)
    assert len(list(tmp_path.glob("*.eml"))) == 1


def test_a_letter_that_was_not_committed_is_not_there(tmp_path: Path) -> None:
    def refuse() -> None:
        raise RuntimeError("taken over")

    with pytest.raises(RuntimeError):
        DirectoryTransport(tmp_path).send(as_bytes(a_message()), "a@qinghe.example", refuse)
    assert list(tmp_path.glob("*.eml")) == []


def test_a_letter_without_a_workbook_is_named_after_its_subject(tmp_path: Path) -> None:
    message = a_message(workbook=b"", subject="【巡检】青禾区/汇总")
    DirectoryTransport(tmp_path).send(as_bytes(message), "a@qinghe.example", lambda: None)
    assert [path.name for path in tmp_path.glob("*.eml")] == ["01-【巡检】青禾区-汇总.eml"]


def test_file_names_cannot_leave_the_folder() -> None:
    assert file_name("../../x") == "x"
    assert file_name("..") == "通知"


def test_what_a_robot_would_say_is_a_file_beside_the_letters(tmp_path: Path) -> None:
    way = robot_preview(RobotConfig("值班群", "wecom", url_env="X"), tmp_path / "mails")
    for _ in range(2):
        way.send(TOLD.payload(), "robot:值班群", lambda: None)
    way.send(RobotMessage("另一条").payload(), "robot:值班群", lambda: None)
    files = sorted((tmp_path / "mails").iterdir())
    assert [path.name.startswith("机器人-值班群-") for path in files] == [True, True]
    texts = {path.read_text(encoding="utf-8") for path in files}
    assert texts == {
        "### 另一条",
        "### 巡检：青禾区\n新增 3 个问题\n超期 1 个\n[查看问题清单](https://console.example/scan/47)",
    }
