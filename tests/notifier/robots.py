"""A robot for the tests, what it is told, and the answers of its platform."""

from notifier.transports.platform import Platform, RobotMessage
from notifier.transports.post import Limits
from notifier.transports.robot import RobotTransport
from notifier.transports.secret import Secret
from notifier.transports.wecom import WECOM
from tests.notifier.robot_server import VARIABLE, Reply

TOLD = RobotMessage(
    "巡检：青禾区", ("新增 3 个问题", "超期 1 个"), "https://console.example/scan/47"
)
AT = 1_795_000_000.25


def a_robot(
    platform: Platform = WECOM, secret: Secret | None = None, **limits: object
) -> RobotTransport:
    """Return a robot whose address stands in the environment."""
    facts: dict[str, object] = {"may_be_plain": True}
    return RobotTransport(
        "值班群",
        platform,
        Secret(VARIABLE),
        secret or Secret(),
        Limits(**(facts | limits)),  # type: ignore[arg-type]
        lambda: AT,
    )


def json(text: str, **values: object) -> Reply:
    """Return an answer."""
    return Reply(text.encode(), **values)  # type: ignore[arg-type]
