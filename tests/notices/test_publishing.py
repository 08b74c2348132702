"""`xunjian issues publish` and `withhold` as a person runs them."""

from pathlib import Path

from ledger.ledger import Ledger
from tests.cli import xunjian
from tests.notices.office import Office, local
from tests.notices.test_commands import configured
from xunjian import config as configuration


def test_people_see_and_decide_what_is_made_public(tmp_path: Path) -> None:
    configured(tmp_path, 'directory = "outbox"')
    config = configuration.load(tmp_path)
    with Ledger.open(config.ledger, config.secret) as ledger:
        office = Office(config, ledger, {1: ("W101", "mzj"), 2: ("W101", "mzj")})
        office.scan(local(11, 9, 2))
        office.write(local(11, 9))
        office.write(local(11, 20))
        one, two = office.issue_id(1), office.issue_id(2)
    place = ("-c", tmp_path)
    listed = xunjian("issues", "publish", *place)
    assert listed.code == 0
    assert f"#{one} [一般] W101 错别字　“登陆”应为“登录”" in listed.out
    assert "期限 2026-11-12，2026-11-20 列入，最近一次看到 2026-11-09" in listed.out
    assert "共 2 个待确认" in listed.out
    confirmed = xunjian("issues", "publish", str(one), "--by", "李主任", *place)
    assert confirmed.out == f"#{one} 确认通报\n"
    withheld = xunjian("issues", "withhold", str(two), "--reason", "厂家故障", *place)
    assert withheld.out == f"#{two} 不予通报\n"
    assert "共 0 个待确认" in xunjian("issues", "publish", *place).out
    again = xunjian("issues", "publish", str(one), *place)
    assert again.code == 2
    assert "不在待确认的拟通报名单中" in again.err
