"""`xunjian serve`: console and scheduler in one process, until a signal ends it."""

import ipaddress
import logging
import signal
import socket
from types import FrameType

import uvicorn

from ledger.ledger import Ledger
from xunjian.config import Config, ConfigError
from xunjian.opened import open_ledger
from xunjian.reasons import reason
from xunjian.schedule import Jobs, Scheduler
from xunjian.web.app import create_app

logger = logging.getLogger(__name__)
HOST = "127.0.0.1"
PORT = 8610
# Open connections of browsers must not hold up the end.
GRACE_SECONDS = 3


def serve(config: Config, jobs: Jobs, *, host: str = HOST, port: int = PORT) -> None:
    """Serve the console and run the schedules until SIGTERM or Ctrl-C; port 0 takes a free one."""

    def opened() -> Ledger:
        return open_ledger(config)

    with _listen(host, port) as listener, opened() as ledger:
        scheduler = Scheduler(config, jobs, ledger)
        options = uvicorn.Config(
            create_app(config, opened),
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        # Every tick would be a line.
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
        before = signal.signal(signal.SIGTERM, _interrupt)
        try:
            scheduler.start()
            logger.info("网页控制台：%s", _address(listener))
            uvicorn.Server(options).run(sockets=[listener])
        except KeyboardInterrupt:
            # uvicorn has ended in good order and raises the signal once more.
            logger.info("服务停止")
        finally:
            scheduler.stop()
            signal.signal(signal.SIGTERM, before)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        why = reason(error) if isinstance(error, OSError) else "端口应在 0 和 65535 之间"
        fault = f"不能在 {host}:{port} 上提供网页（{why}）。请换一个端口，或停止占用它的程序。"
        raise ConfigError([fault]) from error
    if not ipaddress.ip_address(listener.getsockname()[0]).is_loopback:
        logger.warning("控制台没有登录：能访问 %s 的人都能看到问题清单。", _address(listener))
    return listener


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
