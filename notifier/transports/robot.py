"""Delivery to a group by its robot: one POST, whose answer is read and not only its status."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus

import msgspec

from notifier.transports.platform import Key, Platform, RobotMessage, Said
from notifier.transports.post import Answer, Limits, post
from notifier.transports.reasons import one_line
from notifier.transports.secret import Secret
from notifier.transports.transport import TransportError, UnknownDelivery

# At least so long is a robot left alone that was told to slow down.
PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
SECONDS = re.compile(r"[0-9]{1,5}")


@dataclass(frozen=True, slots=True)
class RobotTransport:
    """A robot in a group; its address is a key to the group and is read only to send."""

    name: str
    platform: Platform
    address: Secret
    secret: Secret = field(default_factory=Secret)
    limits: Limits = field(default_factory=Limits)
    clock: Callable[[], float] = field(default=time.time, repr=False)

    def send(self, message: bytes, recipient: str, on_commit: Callable[[], None]) -> None:
        """Deliver to the group; raise TransportError or UnknownDelivery, naming the robot."""
        try:
            key = Key(self.address.read(), self.secret.read(), self.clock())
            said = self._said_by(key, message, on_commit)
        except TransportError as error:
            raise error.at(f"机器人“{self.name}”") from None
        except UnknownDelivery as error:
            raise UnknownDelivery(f"机器人“{self.name}”：{error}") from None
        if said.code:
            raise self._refusal(said, key)

    def _said_by(self, key: Key, message: bytes, on_commit: Callable[[], None]) -> Said:
        """Return what the platform answered; what is no answer of its was not delivered."""
        told = msgspec.json.decode(message, type=RobotMessage)
        answer = post(self.platform.compose(told, key), on_commit, self.limits)
        said = self.platform.read(answer.body)
        is_ok = HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES
        if said is None or (said.code == 0 and not is_ok):
            raise _unexpected(answer)
        return said

    def _refusal(self, said: Said, key: Key) -> TransportError:
        words = one_line(key.hidden_in(said.text))
        answer = f"{self.platform.title}机器人“{self.name}”"
        if said.code in self.platform.busy:
            text = f"{answer}要求放慢发送（答复 {said.code} {words}），稍后重试"
            return TransportError(text, permanent=False, code=said.code, after=self.platform.pause)
        if cause := self.platform.refused.get(said.code):
            text = f"{answer}没有接受：{cause}（答复 {said.code} {words}）"
            return TransportError(text, permanent=True, code=said.code)
        text = f"{answer}没有接受（答复 {said.code} {words}）"
        return TransportError(text, permanent=False, code=said.code)


def _unexpected(answer: Answer) -> TransportError | UnknownDelivery:
    """Return what an answer means that is not the platform's own."""
    status, code = f"HTTP {answer.status}", answer.status
    if answer.status == HTTPStatus.GATEWAY_TIMEOUT:
        return UnknownDelivery(f"中间的网关没有等到答复（{status}），可能已送达")
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        wait = SECONDS.fullmatch(answer.retry_after)
        after = timedelta(seconds=int(wait[0])) if wait else PAUSE
        text = f"对方要求放慢发送（{status}），稍后重试"
        return TransportError(
            text, permanent=False, code=code, after=min(max(after, PAUSE), LONGEST_PAUSE)
        )
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        text = f"对方的服务器出错（{status}），没有发送"
    elif HTTPStatus.MULTIPLE_CHOICES <= answer.status < HTTPStatus.BAD_REQUEST:
        text = f"对方要求转到别的地址（{status}），可能是上网登录页面，没有发送"
    else:
        text = f"答复不是机器人接口的答复（{status}），可能是上网登录页面或地址有误，没有发送"
    return TransportError(text, permanent=False, code=code, is_closed=True)
