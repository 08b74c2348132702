"""Reads `[[robots]]`: robots of WeCom, DingTalk and Feishu, and where their keys are kept."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xunjian.tables import fill

if TYPE_CHECKING:
    from notifier.transports.transport import Transport

KINDS = ("wecom", "dingtalk", "feishu")
SIGNING = ("dingtalk", "feishu")
PLACES = ("url_env", "url_file", "secret_env", "secret_file")
NAME = re.compile(r"[\w（）()·-]{1,40}")
VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class RobotConfig:
    """`[[robots]]`: a robot in a group; without `units` it tells the supervisors' summary.

    Its address is a key to the group: it stands in the environment or in a file.
    """

    name: str
    kind: str
    url_env: str = ""
    url_file: str = ""
    secret_env: str = ""
    secret_file: str = ""
    units: tuple[str, ...] = ()


def read_robots(
    path: Path, tables: Sequence[Mapping[str, Any]], faults: list[str]
) -> tuple[RobotConfig, ...]:
    """Read the robots of xunjian.toml; whether their units exist, only the sites know."""
    robots: dict[str, RobotConfig] = {}
    for number, table in enumerate(tables, 1):
        prefix = f"robots[{number}]."
        robot = fill(RobotConfig, _shown(path, prefix, table, faults), str(path), prefix, faults)
        if robot is None:
            continue
        _check(f"{path}：{prefix}", robot, faults)
        if robot.name in robots:
            faults.append(f"{path}：{prefix}name = “{robot.name}”：与另一个机器人重复")
        robots[robot.name] = robot
    return tuple(robots.values())


def robot_transport(robot: RobotConfig, directory: Path) -> "Transport":
    """Return the way of delivery; files are looked for from the folder of the configuration."""
    # Loading the HTTP client takes a third of a second, which reading a configuration must not.
    from notifier.transports.dingtalk import DINGTALK
    from notifier.transports.feishu import FEISHU
    from notifier.transports.robot import RobotTransport
    from notifier.transports.secret import Secret
    from notifier.transports.wecom import WECOM

    platform = {"wecom": WECOM, "dingtalk": DINGTALK, "feishu": FEISHU}[robot.kind]

    def kept(env: str, file: str) -> Secret:
        return Secret(env, directory / file if file else None)

    return RobotTransport(
        robot.name,
        platform,
        kept(robot.url_env, robot.url_file),
        kept(robot.secret_env, robot.secret_file),
    )


def robot_preview(robot: RobotConfig, folder: Path) -> "Transport":
    """Return what writes the robot's messages to the folder where a trial writes its letters."""
    from notifier.transports.robot_directory import RobotDirectory

    return RobotDirectory(folder, robot.name)


def _shown(
    path: Path, prefix: str, table: Mapping[str, Any], faults: list[str]
) -> Mapping[str, Any]:
    """Return what is known of the table; a fault must not show an address that stands there."""
    known = {item.name for item in fields(RobotConfig)}
    fit = {}
    for key, value in table.items():
        if key in PLACES and not isinstance(value, str):
            faults.append(f"{path}：{prefix}{key}：应为文字（加引号，值未显示）")
        elif key in known:
            fit[key] = value
        else:
            faults.append(
                f"{path}：{prefix}{key}：没有这个配置项（值未显示）。"
                "机器人的地址和密钥不能写在这里，请用 url_env 或 url_file、secret_env 或 secret_file"
            )
    return fit


def _check(place: str, robot: RobotConfig, faults: list[str]) -> None:
    if not NAME.fullmatch(robot.name):
        faults.append(f"{place}name = “{robot.name}”：只能用文字、数字、“-”和括号，不超过 40 个字")
    if robot.kind not in KINDS:
        faults.append(f"{place}kind = “{robot.kind}”：应为 {'、'.join(KINDS)} 之一")
    if bool(robot.url_env) == bool(robot.url_file):
        faults.append(f"{place}url_env、url_file：应填其中一个，指明机器人地址保存在哪里")
    if robot.secret_env and robot.secret_file:
        faults.append(f"{place}secret_env、secret_file：只能填其中一个")
    if (robot.secret_env or robot.secret_file) and robot.kind not in SIGNING:
        faults.append(f"{place}secret_env、secret_file：企业微信的机器人没有加签密钥，请去掉")
    for key in ("url_env", "secret_env"):
        value = getattr(robot, key)
        # Not shown: somebody may have put the address itself here.
        if value and not VARIABLE.fullmatch(value):
            faults.append(f"{place}{key}：应为环境变量的名称（值未显示）")
    for key in ("url_file", "secret_file"):
        if "://" in getattr(robot, key):
            faults.append(f"{place}{key}：应为文件名，不能是地址本身（值未显示）")
