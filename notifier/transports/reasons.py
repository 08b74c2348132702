"""Why a connection failed, in words for the person who looks after it."""

import re
import smtplib
import socket
import ssl
from collections.abc import Iterator

REASONS: dict[type[BaseException], str] = {
    TimeoutError: "超时，对方没有应答",
    ConnectionRefusedError: "连接被拒绝",
    ConnectionResetError: "连接中断",
    BrokenPipeError: "连接中断",
    ssl.SSLEOFError: "连接中断",
    smtplib.SMTPServerDisconnected: "连接中断",
    socket.gaierror: "找不到这台服务器",
    ssl.SSLError: "对方没有按加密连接应答，请检查端口和加密方式",
}
# OpenSSL's numbers for what is wrong with a certificate.
EXPIRED, NOT_YET, OTHER_HOST = 10, 9, (62, 64)
NO_AUTHORITY = (18, 19, 20, 21)
MOST_WORDS = 200
# What the codes of RFC 3463 say of a mailbox, in the order in which mail goes wrong.
ENHANCED = re.compile(r"\b[45]\.(\d{1,3}\.\d{1,3})\b")
MEANINGS = {
    "1.1": "没有这个邮箱",
    "1.2": "邮箱的域名不存在",
    "1.3": "邮箱地址的写法不对",
    "1.10": "对方不收邮件",
    "2.1": "邮箱已停用",
    "2.2": "邮箱已满",
    "2.3": "邮件超过对方邮箱允许的大小",
    "3.1": "对方的服务器磁盘已满",
    "3.4": "邮件太大",
    "4.1": "对方的服务器没有应答",
    "7.1": "对方拒收，可能当作了垃圾邮件",
}
PASSING = ("2.2", "3.1", "4.1")
FIRST_PERMANENT = 500


def reason(error: BaseException) -> str:
    """Say in Chinese what became of the connection; the rest stays as the system words it."""
    for each in _chain(error):
        if isinstance(each, ssl.SSLCertVerificationError):
            return _certificate(each)
        # smtplib hides the time-out in its sentence.
        if isinstance(each, smtplib.SMTPServerDisconnected) and "timed out" in str(each):
            return REASONS[TimeoutError]
    for each in _chain(error):
        for kind, said in REASONS.items():
            if isinstance(each, kind):
                return said
    return one_line(str(error)) or type(error).__name__


def meaning(code: int, said: str) -> str:
    """Say in Chinese what a refusal of a mail server means, as far as it tells."""
    found = ENHANCED.search(said)
    detail = found[1] if found else ""
    if code >= FIRST_PERMANENT:
        return MEANINGS.get(detail, "对方拒收")
    # Who puts letters off for other reasons often does not mean what the code says.
    return MEANINGS[detail] if detail in PASSING else "对方暂时不收"


def one_line(text: str) -> str:
    """Return what a server said, without line breaks and not without end."""
    plain = re.sub(r"[\s\x00-\x1f\x7f]+", " ", text).strip()
    return plain if len(plain) <= MOST_WORDS else f"{plain[:MOST_WORDS]}…"


def decoded(said: bytes) -> str:
    """Return what a server said; some write Chinese as Windows does."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return said.decode(encoding)
        except UnicodeDecodeError:
            continue
    return said.decode("ascii", "replace")


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and what led to it: libraries wrap what the system said."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def _certificate(error: ssl.SSLCertVerificationError) -> str:
    if error.verify_code == EXPIRED:
        return "对方的证书已过期"
    if error.verify_code == NOT_YET:
        return "对方的证书还没有生效，请核对本机时间"
    if error.verify_code in OTHER_HOST:
        return "对方的证书不是发给这个地址的"
    if error.verify_code in NO_AUTHORITY:
        return "对方的证书不是受信任的机构签发的"
    return f"对方的证书无效（{error.verify_message}）"
