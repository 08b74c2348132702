"""A mail server on a socket of its own that goes wrong where it is told to."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum, auto


class Stage(Enum):
    """Where a conversation can go wrong; SIZE is what the server announces."""

    GREETING = auto()
    EHLO = auto()
    SIZE = auto()
    MAIL = auto()
    RCPT = auto()
    DATA = auto()
    DOT = auto()
    QUIT = auto()


class Act(Enum):
    """What a server does instead of answering."""

    DROP = auto()
    RESET = auto()
    HANG = auto()
    DRIP = auto()
    HALF_CLOSE = auto()


@dataclass(frozen=True)
class Fault:
    """What happens at a stage of the first conversation; `accepts` where the letter arrived."""

    stage: Stage
    act: Act | str | bytes
    accepts: bool = False


GOOD = {
    Stage.GREETING: b"220 test",
    Stage.EHLO: b"250-test\r\n250-8BITMIME\r\n250 SIZE 1000000",
    Stage.MAIL: b"250 OK",
    Stage.RCPT: b"250 OK",
    Stage.DATA: b"354 go on",
    Stage.DOT: b"250 OK",
    Stage.QUIT: b"221 bye",
}
VERBS = {
    b"EHLO": Stage.EHLO,
    b"HELO": Stage.EHLO,
    b"MAIL": Stage.MAIL,
    b"RCPT": Stage.RCPT,
    b"DATA": Stage.DATA,
    b"QUIT": Stage.QUIT,
}


@dataclass
class FaultServer:
    """Serves one conversation after the other; the first goes as `faults` say, the others well."""

    faults: list[Fault] = field(default_factory=list)
    arrived: list[tuple[str, bytes]] = field(default_factory=list)
    conversations: int = 0
    port: int = 0
    held: list[socket.socket] = field(default_factory=list)
    # The answer to STARTTLS, after which nothing is encrypted, and the commands of all clients.
    starttls: str = ""
    seen: list[bytes] = field(default_factory=list)

    def serve(self, listener: socket.socket) -> None:
        """Take connections until the listener is closed."""
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            self.conversations += 1
            fault = self.faults.pop(0) if self.faults else None
            with suppress(OSError):
                self._talk(connection, fault)
            if connection not in self.held:
                connection.close()

    def _talk(self, connection: socket.socket, fault: Fault | None) -> None:
        recipient = ""
        with connection.makefile("rb") as lines:
            if not self._answer(connection, Stage.GREETING, fault):
                return
            for line in lines:
                self.seen.append(line[:4].upper())
                stage = VERBS.get(line[:4].upper())
                if stage is None:
                    is_tls = self.starttls and line.upper().startswith(b"STARTTLS")
                    answer = self.starttls if is_tls else "502 what?"
                    connection.sendall(f"{answer}\r\n".encode())
                    continue
                if stage is Stage.RCPT:
                    recipient = line.decode().partition("<")[2].partition(">")[0]
                if not self._answer(connection, stage, fault) or stage is Stage.QUIT:
                    return
                if stage is Stage.DATA and not is_at(fault, Stage.DATA):
                    content = b"".join(iter(lines.readline, b".\r\n"))
                    if not is_at(fault, Stage.DOT) or (fault is not None and fault.accepts):
                        self.arrived.append((recipient, content))
                    if not self._answer(connection, Stage.DOT, fault):
                        return

    def _answer(self, connection: socket.socket, stage: Stage, fault: Fault | None) -> bool:
        """Answer at a stage; whether the conversation goes on."""
        answer: Act | bytes = GOOD[stage]
        if fault is not None and fault.stage is Stage.SIZE and stage is Stage.EHLO:
            assert isinstance(fault.act, str)
            answer = f"250-test\r\n250 SIZE {fault.act}".encode()
        elif fault is not None and fault.stage is stage:
            answer = fault.act.encode() if isinstance(fault.act, str) else fault.act
        if isinstance(answer, bytes):
            connection.sendall(answer + b"\r\n")
            return True
        self._misbehave(connection, answer)
        return False

    def _misbehave(self, connection: socket.socket, act: Act) -> None:
        match act:
            case Act.HANG:
                self.held.append(connection)
            case Act.RESET:
                reset(connection)
            case Act.HALF_CLOSE:
                connection.shutdown(socket.SHUT_WR)
                self.held.append(connection)
            case Act.DRIP:
                drip(connection, b"250-" + b"x" * 10_000)


def is_at(fault: Fault | None, stage: Stage) -> bool:
    """Whether the fault happens at this stage."""
    return fault is not None and fault.stage is stage


def reset(connection: socket.socket) -> None:
    """End a connection as a crash does, without taking leave."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def drip(connection: socket.socket, content: bytes) -> None:
    """Send a byte at a time until the other side has had enough."""
    pause = threading.Event()
    for at in range(len(content)):
        connection.sendall(content[at : at + 1])
        pause.wait(0.02)


@contextmanager
def running(server: FaultServer) -> Iterator[FaultServer]:
    """Run the server while the block runs."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server.port = listener.getsockname()[1]
        thread = threading.Thread(target=server.serve, args=(listener,))
        thread.start()
        try:
            yield server
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
            for connection in server.held:
                connection.close()
