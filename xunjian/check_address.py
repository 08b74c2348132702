"""Fetches the page or file at an address that is to be checked."""

from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from crawler.extract.sandbox import Sandbox
from xunjian.prepublish import MAX_BYTES, Draft, UnreadableError, read_bytes

TIMEOUT = 30.0
# By name, the special before the general: importing httpx takes time that files do not need.
FAULTS = {
    "ConnectTimeout": "连接超时",
    "TimeoutException": "超时，服务器没有应答",
    "ConnectError": "连接失败",
    "NetworkError": "连接中断",
    "UnsupportedProtocol": "不是 http 或 https 网址",
    "InvalidURL": "网址不正确",
    "TooManyRedirects": "跳转次数过多",
    "ProtocolError": "服务器的应答不正确",
    "DecodingError": "服务器的应答不正确",
}


def read_address(url: str, today: date, sandbox: Sandbox) -> Draft:
    """Fetch and read a page or file; `UnreadableError` when it cannot be opened."""
    import httpx

    try:
        with httpx.stream("GET", url, timeout=TIMEOUT, follow_redirects=True) as response:
            if response.is_error:
                raise UnreadableError(f"{url}：打不开（HTTP {response.status_code}）")
            body = bytearray()
            for part in response.iter_bytes():
                body += part
                if len(body) > MAX_BYTES:
                    raise UnreadableError(f"{url}：文件超过 {MAX_BYTES // 1024 // 1024} MB")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise UnreadableError(f"{url}：打不开（{_why(error)}）") from error
    is_html = "html" in response.headers.get("content-type", "html")
    suffix = ".html" if is_html else Path(urlsplit(url).path).suffix.lower()
    return read_bytes(bytes(body), suffix, today, sandbox, name=url)


def _why(error: Exception) -> str:
    """Say in Chinese why an address cannot be opened."""
    names = {kind.__name__ for kind in type(error).__mro__}
    if "CERTIFICATE" in str(error):
        return "证书无效"
    return next((said for name, said in FAULTS.items() if name in names), "传输出错")
