"""What xunjian.toml says of robots, and what is wrong with it; no fault shows an address."""

from pathlib import Path
from typing import Any

import pytest

from notifier.transports.robot import RobotTransport
from notifier.transports.secret import Secret
from xunjian.robots import RobotConfig, read_robots, robot_transport

PATH = Path("xunjian.toml")
ADDRESS = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=geheim"
GOOD = {"name": "值班群", "kind": "wecom", "url_env": "XUNJIAN_ROBOT"}


def read(*tables: dict[str, Any]) -> tuple[tuple[RobotConfig, ...], list[str]]:
    faults: list[str] = []
    return read_robots(PATH, tables, faults), faults


def test_robots_are_read_in_order() -> None:
    signed = {
        "name": "民政局群",
        "kind": "dingtalk",
        "url_file": "robots/mzj",
        "secret_file": "robots/mzj-secret",
        "units": ["mzj"],
    }
    robots, faults = read(GOOD, signed)
    assert faults == []
    assert robots == (
        RobotConfig("值班群", "wecom", url_env="XUNJIAN_ROBOT"),
        RobotConfig(
            "民政局群",
            "dingtalk",
            url_file="robots/mzj",
            secret_file="robots/mzj-secret",
            units=("mzj",),
        ),
    )


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"kind": "qq"}, "robots[1].kind = “qq”：应为 wecom、dingtalk、feishu 之一"),
        ({"name": ""}, "robots[1].name = “”：只能用文字"),
        ({"name": "a:b"}, "robots[1].name = “a:b”：只能用文字"),
        ({"name": 3}, "robots[1].name = 3：应为文字（加引号）"),
        ({"units": "mzj"}, "robots[1].units = “mzj”：应为列表（方括号）"),
        ({"url_env": ""}, "robots[1].url_env、url_file：应填其中一个"),
        ({"url_file": "x"}, "robots[1].url_env、url_file：应填其中一个"),
        ({"secret_env": "X"}, "robots[1].secret_env、secret_file：企业微信的机器人没有加签密钥"),
        (
            {"kind": "feishu", "secret_env": "X", "secret_file": "x"},
            "robots[1].secret_env、secret_file：只能填其中一个",
        ),
        # The address itself, wherever somebody put it.
        ({"url": ADDRESS}, "robots[1].url：没有这个配置项（值未显示）"),
        ({"url_env": ADDRESS}, "robots[1].url_env：应为环境变量的名称（值未显示）"),
        ({"url_env": [ADDRESS]}, "robots[1].url_env：应为文字（加引号，值未显示）"),
        ({"url_env": "", "url_file": ADDRESS}, "robots[1].url_file：应为文件名，不能是地址本身"),
    ],
)
def test_a_fault_names_file_key_and_value_but_no_address(
    change: dict[str, Any], fault: str
) -> None:
    _, faults = read(GOOD | change)
    assert any(each.startswith(f"xunjian.toml：{fault}") for each in faults), faults
    assert "geheim" not in "".join(faults)


def test_two_robots_cannot_have_one_name() -> None:
    _, faults = read(GOOD, GOOD)
    assert faults == ["xunjian.toml：robots[2].name = “值班群”：与另一个机器人重复"]


def test_what_is_missing_is_named() -> None:
    robots, faults = read({"url_env": "X"})
    assert robots == ()
    assert faults == [f"xunjian.toml：缺少 robots[1].{key}" for key in ("name", "kind")]


@pytest.mark.parametrize(
    ("kind", "title"), [("wecom", "企业微信"), ("dingtalk", "钉钉"), ("feishu", "飞书")]
)
def test_a_robot_becomes_a_way_of_delivery(kind: str, title: str, tmp_path: Path) -> None:
    config = RobotConfig("值班群", kind, url_file="robots/a", secret_env="S")
    way = robot_transport(config, tmp_path)
    assert isinstance(way, RobotTransport)
    assert (way.name, way.platform.title) == ("值班群", title)
    assert way.address == Secret(file=tmp_path / "robots/a")
    assert way.secret == Secret(env="S")
