"""Every fault of the configuration is told at once, with file, key and value, before any request."""

import stat
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from crawler.site import ColumnKind
from tests.cli import xunjian
from xunjian.config import Config, ConfigError, load

SITE = """\
id = "qinghe"
name = "青禾区人民政府"
start_url = "https://www.qinghe.example/"
"""
COLUMN = """
[[columns]]
id = "tzgg"
name = "通知公告"
url = "https://www.qinghe.example/tzgg/"
"""
UNIT = """
[[units]]
id = "zfb"
name = "区政府办公室"
"""
CLOSED = """
[[maintenance]]
start = 2026-11-23T20:00:00
"""


def written(folder: Path, main: str = "", site: str = SITE) -> Path:
    """Write a configuration with one site file."""
    (folder / "sites").mkdir(exist_ok=True)
    (folder / "xunjian.toml").write_text(main, encoding="utf-8")
    (folder / "sites/qinghe.toml").write_text(site, encoding="utf-8")
    return folder


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(folder)
    return caught.value.faults


def test_a_configuration_of_three_lines_is_complete(tmp_path: Path) -> None:
    config = load(written(tmp_path))
    assert [site.id for site in config.sites] == ["qinghe"]
    assert config.ledger == f"sqlite:///{tmp_path / 'ledger.sqlite3'}"
    assert config.snapshots == tmp_path / "snapshots"
    assert config.schedule.timezone == "Asia/Shanghai"


@pytest.mark.parametrize(
    ("main", "told"),
    [
        # Keys and types.
        ("colour = 1", "colour = 1：没有这个配置项"),
        ("[mail]\nhots = 'a'", "mail.hots = “a”：没有这个配置项"),
        ("[schedule]\nscan_dya = '周一'", "schedule.scan_dya = “周一”：没有这个配置项"),
        ("[rules]\nup = true", "rules.up = true：没有这个配置项"),
        ("ledger = 3", "ledger = 3：应为文字（加引号）"),
        ("mail = 'a'", "mail = “a”：应为一组配置项（表）"),
        ("keep_snapshots = '8'", "keep_snapshots = “8”：应为整数"),
        ("keep_snapshots = true", "keep_snapshots = true：应为整数"),
        ("[mail]\nport = 'smtp'", "mail.port = “smtp”：应为整数"),
        ("[mail]\nrate = 'slow'", "mail.rate = “slow”：应为数字"),
        ("[mail]\nsupervisor = 'a@b.example'", "mail.supervisor = “a@b.example”：应为列表"),
        ("[schedule]\nscan_time = '02:00'", "schedule.scan_time = “02:00”：应为时刻"),
        # Values.
        ("keep_snapshots = 0", "keep_snapshots = 0：至少为 1"),
        ("keep_days = 0", "keep_days = 0：至少为 1"),
        ("keep_days = '90'", "keep_days = “90”：应为整数"),
        ("[rules]\noff = ['W999']", "rules.off 中的“W999”：没有这条规则"),
        ("[rules]\noff = ['w101']", "rules.off 中的“w101”：没有这条规则"),
        ("[rules]\non = ['W99']", "rules.on 中的“W99”：没有这条规则"),
        ("[rules]\noff = ['W101']\non = ['W101']", "rules 中的“W101”：不能既开又关"),
        ("[mail]\nsecurity = 'tls'", "mail.security = “tls”：应为 plain、starttls、ssl 之一"),
        ("[mail]\nambiguous = 'no'", "mail.ambiguous = “no”：应为 resend、hold 之一"),
        ("[mail]\nport = 0", "mail.port = 0：应在 1 和 65535 之间"),
        ("[mail]\nport = 70000", "mail.port = 70000：应在 1 和 65535 之间"),
        ("[mail]\nrate = -1", "mail.rate = -1.0：不能小于 0"),
        ("[mail]\nsender = 'xxgk'", "“xxgk”：不是邮箱地址"),
        ("[mail]\nsender = 'a@b.example\\nBcc: c@d.example'", "不是邮箱地址"),
        ("[mail]\nsupervisor = ['a@b.example; c@d.example']", "不是邮箱地址"),
        ("[mail]\nreply_to = '王科长 <a@b.example>'", "不是邮箱地址"),
        ("[mail]\npassword_env = 'NO_SUCH_VARIABLE'", "“NO_SUCH_VARIABLE”：没有设置这个环境变量"),
        ("[schedule]\nscan_day = '星期一'", "schedule.scan_day = “星期一”：应为 周一"),
        ("[schedule]\ntimezone = 'Asia/Qinghe'", "schedule.timezone = “Asia/Qinghe”：没有这个时区"),
        ("[schedule]\ntimezone = '../zone'", "schedule.timezone = “../zone”：没有这个时区"),
        ("[schedule]\ntimezone = 'Asia'", "schedule.timezone = “Asia”：没有这个时区"),
        ("[schedule]\ncatch_up_hours = -1", "schedule.catch_up_hours = -1：不能小于 0"),
        # [probe]
        ("[probe]\nevry = 30", "probe.evry = 30：没有这个配置项"),
        ("[probe]\nenabled = 'no'", "probe.enabled = “no”：应为 true 或 false"),
        ("[probe]\nevery = 0.5", "probe.every = 0.5：应为整数"),
        ("[probe]\nevery = 4", "probe.every = 4：应在 5 和 72 分钟之间，每天才够 20 次"),
        ("[probe]\nevery = 73", "probe.every = 73：应在 5 和 72 分钟之间"),
        ("[probe]\ntimeout = 0", "probe.timeout = 0.0：应大于 0，不超过 15 秒"),
        ("[probe]\ntimeout = 16", "probe.timeout = 16.0：应大于 0，不超过 15 秒"),
        ("[probe]\nkeep_days = 7", "probe.keep_days = 7：至少为 14"),
        ("[probe]\nreferences = ['www.gov.cn']", "probe.references 中的“www.gov.cn”：不是 http"),
        ("[probe]\nreferences = 'https://www.gov.cn/'", "应为列表（方括号）"),
        ("probe = 'on'", "probe = “on”：应为一组配置项（表）"),
        ("ledger = ", "不是有效的 TOML"),
    ],
)
def test_a_fault_in_the_main_file_names_file_key_and_value(
    tmp_path: Path, main: str, told: str
) -> None:
    (fault,) = faults_of(written(tmp_path, main))
    assert fault.startswith(f"{tmp_path / 'xunjian.toml'}：")
    assert told in fault


@pytest.mark.parametrize(
    ("site", "told"),
    [
        ("id = 'a'\nname = '甲'", "缺少 start_url"),
        (SITE + "scop = []", "scop = []：没有这个配置项"),
        (SITE + "[rules]\noff = ['W999']", "rules.off 中的“W999”：没有这条规则"),
        (SITE + "id_code = 4400", "id_code = 4400：应为文字（加引号）"),
        (SITE + "columns = 3", "columns = 3：应为文字（加引号）或列表（方括号）"),
        (SITE.replace("https", "ftp"), "start_url = “ftp://www.qinghe.example/”：不是 http"),
        (SITE.replace("https://", ""), "start_url = “www.qinghe.example/”：不是 http"),
        (SITE.replace('"qinghe"', '"../qinghe"'), "id = “../qinghe”：只能用"),
        (SITE.replace('"qinghe"', '""'), "id = “”：只能用"),
        (SITE + "platform = 'trss'", "platform = “trss”：应为 auto"),
        # [crawl]
        (SITE + "[crawl]\nspeed = 1", "crawl.speed = 1：没有这个配置项"),
        (SITE + "[crawl]\nrobots = 'no'", "crawl.robots = “no”：应为 true 或 false"),
        (SITE + "[crawl]\npages = 1.5", "crawl.pages = 1.5：应为整数"),
        (SITE + "[crawl]\nconcurrency = 0", "crawl.concurrency = 0：应大于 0"),
        (SITE + "[crawl]\ndelay = -1", "crawl.delay = -1.0：不能小于 0"),
        # [files]
        (SITE + "[files]\nlevel = 1", "files.level = 1：没有这个配置项"),
        (SITE + "[files]\nocr = 'yes'", "files.ocr = “yes”：应为 true 或 false"),
        (SITE + "[files]\nmembers = 0", "files.members = 0：应大于 0"),
        (SITE + "[files]\nseconds = -1", "files.seconds = -1.0：应大于 0"),
        (SITE + "[files]\nmemory = 1000", "files.memory = 1000：至少为 536870912"),
        (SITE + "[files]\nlevels = 99", "files.levels = 99：最多为 10"),
        # [[maintenance]]
        (SITE + CLOSED + "end = 2026-11-23T20:00:00", "maintenance[1].end = 2026-11-23 20:00:00"),
        (SITE + CLOSED, "缺少 maintenance[1].end"),
        (SITE + CLOSED + "end = 2026-11-24", "maintenance[1].end = 2026-11-24：应为日期和时刻"),
        (SITE + CLOSED + "end = '明天'", "maintenance[1].end = “明天”：应为日期和时刻"),
        (
            SITE + CLOSED + "end = 2026-11-24T08:00:00\nwhy = '升级'",
            "maintenance[1].why = “升级”：没有这个配置项",
        ),
        # [[columns]]
        (SITE + COLUMN + "kind = '通告'", "columns[1]：类别“通告”：应为 动态要闻"),
        (SITE + COLUMN + "unit = '区政府办'", "columns[1]：责任单位“区政府办”：单位表里没有"),
        (SITE + COLUMN + "max_age = 0", "columns[1]：更新期限“0”：应在 1 和"),
        (SITE + COLUMN + "max_age = -3", "columns[1]：更新期限“-3”：应在 1 和"),
        (SITE + COLUMN + "max_age = 999999999999", "columns[1]：更新期限“999999999999”：应在"),
        (SITE + COLUMN + "max_age = '不定期'", "columns[1]：更新期限“不定期”应为天数"),
        (SITE + COLUMN + "max_age = '半天'", "columns[1]：更新期限“半天”：应在 1 和"),
        (SITE + COLUMN + "max_age = 1.5", "columns[1].max_age = 1.5：应为整数或文字"),
        (SITE + COLUMN + "warn_days = -1", "columns[1]：预警天数“-1”：应在 0 和"),
        (SITE + COLUMN + "due = '03-31'", "columns[1].due = “03-31”：应为列表"),
        (SITE + COLUMN + "due = ['3月底']", "columns[1]：每年应发布日“3月底”：应如“03-31”"),
        (SITE + COLUMN + "due = ['02-30']", "columns[1]：每年应发布日“02-30”：应如“03-31”"),
        (SITE + COLUMN + "due = ['13-01 预算']", "columns[1]：每年应发布日“13-01 预算”：应如"),
        # [kinds]
        (SITE + "[kinds.'通告']\nmax_age = 7", "kinds 中的类别“通告”：应为 动态要闻"),
        (SITE + "[kinds]\n'动态要闻' = 7", "kinds.动态要闻：应为一组配置项（表）"),
        (SITE + "[kinds.'动态要闻']\nmax = 7", "kinds.动态要闻.max = 7：没有这个配置项"),
        (SITE + "[kinds.'动态要闻']\nmax_age = 0", "kinds.动态要闻：更新期限“0”：应在 1 和"),
        (SITE + COLUMN + "owner = '甲'", "columns[1].owner = “甲”：没有这个配置项"),
        (SITE + COLUMN + COLUMN, "columns[2]：栏目编号“tzgg”重复"),
        (SITE + COLUMN.replace('"tzgg"', '"site"'), "columns[1]：栏目编号“site”指全站"),
        (SITE + COLUMN.replace('"tzgg"', '""'), "columns[1].id = “”：不能为空"),
        (SITE + COLUMN.replace("https://www", "www"), "columns[1]：网址“www.qinghe.example/tzgg/”"),
        # [[units]]
        (SITE + UNIT + UNIT.replace("区政府办公室", "甲"), "单位编号“zfb”重复"),
        (SITE + UNIT + UNIT.replace("zfb", "jyj"), "单位名称“区政府办公室”重复"),
        (SITE + UNIT + "emails = ['zfb']", "单位“区政府办公室”的邮箱“zfb”：不是邮箱地址"),
        (SITE + UNIT + "email = 'a@b.example'", "units[1].email = “a@b.example”：没有这个配置项"),
        (SITE + UNIT + "emails = 'a@b.example'", "units[1].emails = “a@b.example”：应为列表"),
    ],
)
def test_a_fault_in_a_site_file_names_file_key_and_value(
    tmp_path: Path, site: str, told: str
) -> None:
    (fault,) = faults_of(written(tmp_path, site=site))
    assert fault.startswith(f"{tmp_path / 'sites/qinghe.toml'}：")
    assert told in fault


def test_a_unit_that_is_faulty_itself_is_not_called_unknown_as_well(tmp_path: Path) -> None:
    site = SITE + COLUMN + "unit = 'zfb'" + UNIT + "phone = 1"
    (fault,) = faults_of(written(tmp_path, site=site))
    assert "units[1].phone" in fault


def test_all_faults_of_all_files_come_together(tmp_path: Path) -> None:
    written(tmp_path, "[rules]\noff = ['W999']\n[mail]\nport = 'x'", SITE + "scop = 1")
    (tmp_path / "sites/broken.toml").write_text("id = [", encoding="utf-8")
    (tmp_path / "sites/columns.toml").write_text(
        SITE.replace("https", "ftp").replace('"qinghe"', '"two"')
        + COLUMN.replace("https", "ftp")
        + "kind = '通告'\nunit = '甲'",
        encoding="utf-8",
    )
    text = "\n".join(faults_of(tmp_path))
    for told in ("W999", "mail.port", "scop", "broken.toml：不是有效的 TOML", "start_url", "类别"):
        assert told in text
    assert "网址“ftp://" in text
    assert "责任单位“甲”" in text


def test_two_sites_of_one_id_are_refused(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "sites/copy.toml").write_text(SITE, encoding="utf-8")
    (fault,) = faults_of(tmp_path)
    assert "id = “qinghe”：与另一个站点文件重复" in fault


def test_a_folder_without_configuration_says_what_to_do(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path)
    assert "xunjian init" in fault
    (tmp_path / "xunjian.toml").write_text("")
    (fault,) = faults_of(tmp_path)
    assert "没有站点配置文件" in fault


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path, encoding: str) -> None:
    written(tmp_path)
    path = tmp_path / "sites/qinghe.toml"
    path.write_text(SITE, encoding=encoding)
    assert faults_of(tmp_path) == [f"{path}：文件编码不是 UTF-8，请另存为 UTF-8"]


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    written(tmp_path)
    for path in (tmp_path / "xunjian.toml", tmp_path / "sites/qinghe.toml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load(tmp_path).sites[0].name == "青禾区人民政府"


@pytest.mark.parametrize("called", ["zfb", "区政府办公室"])
def test_a_unit_may_be_called_by_id_or_by_name(tmp_path: Path, called: str) -> None:
    site = (
        SITE + COLUMN + f"unit = '{called}'\nkind = '通知公告'" + UNIT + "emails = ['a@b.example']"
    )
    (loaded,) = load(written(tmp_path, site=site)).sites
    (column,) = loaded.columns
    assert (column.unit, column.kind) == ("zfb", ColumnKind.NOTICE)
    assert (column.max_age, column.max_months) == (None, 6)
    assert loaded.units[0].emails == ("a@b.example",)


def test_a_limit_of_its_own_goes_before_the_limit_of_the_kind(tmp_path: Path) -> None:
    config = load(written(tmp_path, site=SITE + COLUMN + "kind = '通知公告'\nmax_age = 30"))
    assert config.sites[0].columns[0].max_age == timedelta(days=30)


@pytest.mark.parametrize(
    ("written_as", "limit"),
    [
        ("7", "7 天"),
        ("'30天'", "30 天"),
        ("'两周'", "14 天"),
        ("'2个星期'", "14 天"),
        ("'6个月'", "6 个月"),
        ("'半年'", "6 个月"),
        ("'半个月'", ""),
        ("'一年'", "12 个月"),
        ("'1年'", "12 个月"),
    ],
)
def test_a_limit_may_be_written_in_days_weeks_months_or_years(
    tmp_path: Path, written_as: str, limit: str
) -> None:
    folder = written(tmp_path, site=f"{SITE}{COLUMN}max_age = {written_as}")
    if limit:
        assert load(folder).sites[0].columns[0].limit == limit
    else:
        assert "更新期限" in faults_of(folder)[0]


def test_a_kind_may_have_limits_of_its_own_on_one_site(tmp_path: Path) -> None:
    kinds = "[kinds.'通知公告']\nmax_age = '3个月'\nwarn_days = 20\n"
    columns = COLUMN + "kind = '通知公告'" + COLUMN.replace("tzgg", "gs") + "kind = '通知公告'\n"
    site = SITE + columns + "max_age = 30\nwarn_days = 5\n" + kinds
    first, second = load(written(tmp_path, site=site)).sites[0].columns
    assert (first.limit, first.ahead.days) == ("3 个月", 20)
    assert (second.limit, second.ahead.days) == ("30 天", 5)


@pytest.mark.parametrize(
    ("unit", "name", "kind", "own", "due"),
    [
        # By law: departments by 31 January, governments by 31 March (条例 49).
        ("教育局", "政府信息公开年报", "信息公开年报", "", ["01-31"]),
        ("区政府办公室", "政府信息公开年报", "信息公开年报", "", ["03-31"]),
        ("安宁镇人民政府", "信息公开年度报告", "其他", "", ["03-31"]),
        ("司法局", "法治政府建设年度报告", "信息公开年报", "", ["03-31"]),
        ("区政府办公室", "网站工作年度报表", "其他", "", ["01-31"]),
        # No law names a day for these.
        ("财政局", "财政预决算", "财政信息", "", []),
        ("统计局", "统计公报", "其他", "", []),
        # What the office says goes before the law.
        ("教育局", "政府信息公开年报", "信息公开年报", "due = ['03-15']", ["03-15"]),
        ("教育局", "政府信息公开年报", "信息公开年报", "due = []", []),
        ("财政局", "财政预决算", "财政信息", "due = ['3月15日 预算', '9-30 决算']", ["03-15预算", "09-30决算"]),
    ],
)  # fmt: skip
def test_a_yearly_column_has_a_calendar(
    tmp_path: Path, unit: str, name: str, kind: str, own: str, due: list[str]
) -> None:
    column = COLUMN.replace("通知公告", name) + f"unit = '{unit}'\nkind = '{kind}'\n{own}"
    site = SITE + column + UNIT.replace("区政府办公室", unit)
    (loaded,) = load(written(tmp_path, site=site)).sites[0].columns
    assert [f"{each.month:02}-{each.day:02}{each.topic}" for each in loaded.due] == due
    assert all(bool(each.basis) is not bool(own) for each in loaded.due)


def test_the_secret_is_made_once_and_for_the_owner_alone(tmp_path: Path) -> None:
    first = load(written(tmp_path)).secret
    path = tmp_path / "xunjian.key"
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR
    assert load(tmp_path).secret == first
    assert len(first) >= 32
    assert first.decode() not in repr(load(tmp_path))


def test_no_secret_is_made_for_a_faulty_configuration(tmp_path: Path) -> None:
    faults_of(written(tmp_path, "colour = 1"))
    assert not (tmp_path / "xunjian.key").exists()


def test_a_secret_that_is_too_short_is_refused(tmp_path: Path) -> None:
    (written(tmp_path) / "xunjian.key").write_text("short")
    (fault,) = faults_of(tmp_path)
    assert fault == f"{tmp_path / 'xunjian.key'}：密钥文件太短，至少 32 个字符"


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("sqlite:///books/a.sqlite3", "sqlite:///{}/books/a.sqlite3"),
        ("sqlite:////var/a.sqlite3", "sqlite:////var/a.sqlite3"),
        ("postgresql://db/xunjian", "postgresql://db/xunjian"),
    ],
)
def test_a_relative_ledger_lies_beside_the_configuration(
    tmp_path: Path, url: str, opened: str
) -> None:
    assert load(written(tmp_path, f"ledger = '{url}'")).ledger == opened.format(tmp_path)


class _Counting(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.seen.append(self.path)  # type: ignore[attr-defined]
        self.send_error(404)

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def _counting() -> Iterator[tuple[int, Sequence[str]]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Counting)
    server.seen = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server.server_address[1], server.seen  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize("command", ["scan", "recheck", "notify", "report"])
def test_a_faulty_configuration_ends_with_code_2_before_any_request(
    tmp_path: Path, command: str
) -> None:
    with _counting() as (port, seen):
        site = SITE.replace("https://www.qinghe.example", f"http://127.0.0.1:{port}")
        written(tmp_path, site=site + "private_hosts = ['127.0.0.1']\n[crawl]\npages = 'x'")
        ran = xunjian(command, "-c", tmp_path)
        assert not seen
    assert ran.code == 2
    assert "crawl.pages = “x”：应为整数" in ran.err
    assert not ran.out


def test_a_site_that_is_not_configured_is_named_with_those_that_are(tmp_path: Path) -> None:
    config: Config = load(written(tmp_path))
    with pytest.raises(ConfigError, match="没有编号为“baihe”的站点（已配置：qinghe）"):
        config.site("baihe")


def test_a_wrong_key_at_the_top_does_not_hide_the_faults_below_it(tmp_path: Path) -> None:
    main = "keep_snapshot = 3\n[mail]\nport = 0\n[schedule]\nscan_day = '星期一'\n"
    text = "\n".join(faults_of(written(tmp_path, main + "[rules]\noff = ['W999']")))
    for told in ("keep_snapshot", "mail.port", "schedule.scan_day", "W999"):
        assert told in text


def test_broken_toml_is_told_in_chinese_with_its_place(tmp_path: Path) -> None:
    (fault,) = faults_of(written(tmp_path, "# a\nledger = x"))
    assert fault.endswith("不是有效的 TOML（第 2 行第 10 列附近）")


def test_trusted_and_blocked_hosts_are_read_in_one_spelling(tmp_path: Path) -> None:
    lists = "trust = ['*.CDN.example.cn', 'a.example']\nblock = ['bad.example']\n"
    (found,) = load(written(tmp_path, site=SITE + lists)).sites
    assert (found.trust, found.block) == (("cdn.example.cn", "a.example"), ("bad.example",))


def test_what_is_no_host_is_a_fault(tmp_path: Path) -> None:
    faults = faults_of(written(tmp_path, site=SITE + "block = ['http://a.example/']\n"))
    assert ["“http://a.example/”：应为域名" in fault for fault in faults] == [True]
