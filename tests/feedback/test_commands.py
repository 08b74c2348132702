"""`xunjian issues import`, `inbox` and `feedback` as people run them."""

import json
from pathlib import Path

import pytest

from ledger.lifecycle import State
from tests.cli import xunjian
from tests.feedback.conftest import Told
from xunjian.config import ConfigError, load

NAME = "区民政局.xlsx"


@pytest.fixture
def folder(told: Told) -> Path:
    """Return the folder of the round with its configuration written down."""
    directory = told.config.directory
    (directory / "xunjian.key").write_bytes(told.config.secret)
    (directory / "xunjian.toml").write_text(
        '[feedback]\ndrop = "inbox"\n\n[web]\nurl = "https://xunjian.qinghe.example"\n', "utf-8"
    )
    site = told.config.sites[0]
    lines = [f'id = "{site.id}"', f'name = "{site.name}"', f'start_url = "{site.start_url}"']
    for unit in site.units:
        emails = json.dumps(unit.emails)
        lines += ["[[units]]", f'id = "{unit.id}"', f'name = "{unit.name}"', f"emails = {emails}"]
    (directory / "sites").mkdir()
    (directory / "sites" / "qinghe.toml").write_text("\n".join(lines), "utf-8")
    return directory


def states(told: Told) -> list[State]:
    return [one.state for one in told.issues()]


def test_a_preview_says_what_would_change_and_changes_nothing(told: Told, folder: Path) -> None:
    (folder / NAME).write_bytes(told.answered(1, 2))
    ran = xunjian("issues", "import", "-c", folder, folder / NAME, "--dry-run")
    assert ran.code == 0
    assert "区民政局.xlsx（区民政局）：将变更 2 条，忽略 0 条。另有 1 条没有填写。" in ran.out
    assert "第 3 行　#1　已整改　→ 登记整改，等待复查" in ran.out
    assert "台账没有变化" in ran.out
    assert states(told) == [State.NOTIFIED] * 3
    assert xunjian("issues", "feedback", "-c", folder).out == "共 0 份反馈。\n"


def test_an_import_is_done_once_and_told_afterwards(told: Told, folder: Path) -> None:
    (folder / NAME).write_bytes(told.answered())
    ran = xunjian("issues", "import", "-c", folder, folder / NAME, "--by", "李主任")
    assert (ran.code, "已变更 3 条，忽略 0 条。" in ran.out) == (0, True)
    again = xunjian("issues", "import", "-c", folder, folder / NAME)
    assert "已经收过（当时变更 3 条），没有新的变化" in again.out
    # The same words saved anew under another name.
    (folder / "再发.xlsx").write_bytes(told.answered(note="换了附件 "))
    other = xunjian("issues", "import", "-c", folder, folder / "再发.xlsx")
    assert (other.code, "已变更 0 条，忽略 3 条" in other.out) == (1, True)
    listed = xunjian("issues", "feedback", "-c", folder).out
    assert "表格　区民政局.xlsx（李主任）：已变更 3 条" in listed
    assert listed.endswith("共 2 份反馈。\n")
    assert states(told) == [State.IN_PROGRESS] * 3


def test_what_cannot_be_imported_is_said_of_each_file(told: Told, folder: Path) -> None:
    (folder / "a.pdf").write_bytes(b"%PDF-1.7")
    (folder / NAME).write_bytes(told.answered(1))
    ran = xunjian(
        "issues", "import", "-c", folder, folder / "a.pdf", folder / "b.xlsx", folder / NAME
    )
    assert ran.code == 2
    assert "a.pdf：没有导入。文件是 PDF" in ran.out
    assert "b.xlsx：没有导入。没有这个文件。" in ran.out
    assert "已变更 1 条" in ran.out
    wrong = xunjian("issues", "import", "-c", folder, folder / NAME, "--unit", "区林业局")
    assert (wrong.code, "没有名称或编号为“区林业局”的单位" in wrong.err) == (2, True)
    foreign = xunjian("issues", "import", "-c", folder, folder / NAME, "--unit", "区教育局")
    assert (foreign.code, "不是发给区教育局的" in foreign.out) == (2, True)


def test_the_drop_folder_is_emptied_by_hand_too(told: Told, folder: Path) -> None:
    (folder / "inbox" / NAME).write_bytes(told.answered(1))
    (folder / "inbox" / "b.pdf").write_bytes(b"%PDF-1.7")
    ran = xunjian("issues", "inbox", "-c", folder)
    assert ran.code == 1
    assert "区民政局.xlsx → done" in ran.out
    assert "b.pdf → refused" in ran.out
    assert ran.out.endswith("反馈：收下 1 份，退出待查 1 份。\n")
    assert "收件夹里没有要处理的文件。" in xunjian("issues", "inbox", "-c", folder).out


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[feedback]\nsenders = "all"', "feedback.senders = “all”：应为 listed、any 之一"),
        ("[feedback]\nlink_days = 0", "feedback.link_days = 0：应在 1 和 366 天之间"),
        ('[feedback]\ntrusted = ["x"]', "feedback.trusted 中的“x”：不是邮箱地址"),
        ('[web]\nurl = "xunjian.example"', "web.url = “xunjian.example”：应形如"),
        ('[web]\nurl = "https://a@x.example/?q"', "web.url"),
        ("[web]\nport = 1", "web.port = 1：没有这个配置项"),
    ],
)
def test_a_wrong_setting_is_named(folder: Path, text: str, fault: str) -> None:
    (folder / "xunjian.toml").write_text(text, "utf-8")
    with pytest.raises(ConfigError) as error:
        load(folder)
    assert fault in str(error.value)


def test_a_link_stands_under_the_configured_address(folder: Path) -> None:
    assert load(folder).web.link("abc") == "https://xunjian.qinghe.example/u/abc"
