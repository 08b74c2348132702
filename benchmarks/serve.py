"""Serves the generated site with nginx on loopback and reads back what was asked of it."""

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MISSING = "nginx is not installed: apt-get install nginx-light (Debian) or the like"
START_SECONDS = 10.0
# linkinator keeps a connection open per request: short of them, nginx would drop its requests and
# the server would be measured. The header LinkChecker lifts that program's cap of ten requests a second.
CONFIG = """daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
{user}
worker_rlimit_nofile 32768;
events {{ worker_connections 16384; }}
http {{
    types {{
        text/html html; text/css css; application/javascript js; text/plain txt; image/png png;
        application/pdf pdf;
        application/vnd.openxmlformats-officedocument.wordprocessingml.document docx;
        application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx;
    }}
    log_format short '$status $bytes_sent $request_uri';
    access_log {folder}/access.log short;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    sendfile on; tcp_nopush on; keepalive_requests 100000; etag on; gzip {gzip};
    gzip_types text/css application/javascript;
    absolute_redirect off;
    server {{
        listen 127.0.0.1:{port};
        root {root};
        index index.html;
        add_header LinkChecker 1 always;
        {redirects}
    }}
}}
"""


class NginxError(RuntimeError):
    """nginx is missing or does not start."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """What was served: requests, bytes with their headers, and answers 304."""

    requests: int
    bytes: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Server:
    """A running nginx: its address and its access log."""

    url: str
    log: Path

    def mark(self) -> int:
        """Return the place in the log from which `traffic` is to count."""
        return self.log.stat().st_size

    def traffic(self, mark: int) -> Traffic:
        """Return what was served since the mark."""
        with self.log.open(encoding="utf-8", errors="replace") as lines:
            lines.seek(mark)
            rows = [line.split(" ", 2) for line in lines]
        unchanged = sum(status == "304" for status, *_ in rows)
        return Traffic(len(rows), sum(int(row[1]) for row in rows), unchanged)


@contextmanager
def served(
    root: Path, folder: Path, redirects: dict[str, str], *, gzip: bool = False
) -> Iterator[Server]:
    """Serve `root`, with nginx's own files in `folder`, and stop it at the end."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        raise NginxError(MISSING)
    folder.mkdir()
    port = _free_port()
    config = folder / "nginx.conf"
    lines = (f"location = {path} {{ return 302 {to}; }}" for path, to in redirects.items())
    # Started by root, nginx would serve as a user who may not read a temporary folder.
    user = f"user {pwd.getpwuid(os.geteuid()).pw_name};" if os.geteuid() == 0 else ""
    text = CONFIG.format(
        folder=folder,
        root=root,
        port=port,
        user=user,
        gzip="on" if gzip else "off",
        redirects="\n        ".join(lines),
    )
    config.write_text(text, encoding="utf-8")
    command = [program, "-c", str(config), "-e", str(folder / "error.log")]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        _await(process, port, folder / "error.log")
        yield Server(f"http://127.0.0.1:{port}/", folder / "access.log")
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.05)
    said = log.read_text(encoding="utf-8") if log.exists() else ""
    raise NginxError(f"nginx does not start: {said.strip()}")
