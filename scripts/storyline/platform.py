"""A small disclosure platform of twelve units, which the story changes while time goes on."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SITE_NAME = "青禾区人民政府"


@dataclass(frozen=True, slots=True)
class StoryUnit:
    """A unit with its column; `plays` is what kind of unit it is in the story."""

    id: str
    name: str
    column: str
    plays: str
    has_mail: bool = True
    max_age: int = 30

    @property
    def email(self) -> str:
        """Its mailbox, "" where it has none."""
        return f"{self.id}@qinghe.example" if self.has_mail else ""

    @property
    def leader(self) -> str:
        """The mailbox of the leader in charge."""
        return f"{self.id}-juzhang@qinghe.example"


UNITS = (
    StoryUnit("jyj", "区教育局", "教育公开", "改得快，填表答复；一个月后被改回去"),
    StoryUnit("mzj", "区民政局", "社会救助", "没改就反馈已改，退回后才真改"),
    StoryUnit("cgj", "区城管局", "城市管理", "一概不理", max_age=14),
    StoryUnit("zjj", "区住建局", "住房保障", "申请延期"),
    StoryUnit("wlj", "区文旅局", "文化旅游", "认为是误报，全站认定"),
    StoryUnit("nyj", "区农业农村局", "惠农补贴", "撤下页面"),
    StoryUnit("wsj", "区卫健局", "医疗卫生", "改好又坏，两次复发"),
    StoryUnit("scj", "区市监局", "市场监管", "页面换了地址"),
    StoryUnit("rsj", "区人社局", "人事信息", "两次泄露个人信息"),
    StoryUnit("swj", "区水务局", "水务管理", "用邮件里的链接答复"),
    StoryUnit("sfj", "区司法局", "法治政府", "豁免到期"),
    StoryUnit("tjj", "区统计局", "统计数据", "没有邮箱", has_mail=False),
)


@dataclass(slots=True)
class Article:
    """A page of a column; `lists` is False for one that no list leads to."""

    column: str
    name: str
    title: str
    day: date
    text: str
    links: tuple[tuple[str, str], ...] = ()
    lists: bool = True

    @property
    def path(self) -> str:
        """Its address on the platform."""
        return f"/{self.column}/{self.name}.html"


@dataclass(slots=True)
class Platform:
    """What stands on the platform now; `down` are the columns whose pages answer 503."""

    articles: dict[str, Article] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    is_down: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def publish(
        self,
        column: str,
        name: str,
        title: str,
        day: date,
        text: str,
        links: tuple[tuple[str, str], ...] = (),
    ) -> Article:
        """Put up an article."""
        article = Article(column, name, title, day, text, links)
        with self.lock:
            self.articles[article.path] = article
        return article

    def edit(self, path: str, old: str, new: str) -> None:
        """Change the words of an article, which has to have them."""
        article = self.articles[path]
        if old not in article.text:
            raise ValueError(f"{path}: no “{old}”")
        article.text = article.text.replace(old, new)

    def take_down(self, path: str) -> None:
        """Take an article down, and out of its list."""
        with self.lock:
            del self.articles[path]

    def move(self, path: str, name: str) -> Article:
        """Give an article another address."""
        with self.lock:
            article = self.articles.pop(path)
            article.name = name
            self.articles[article.path] = article
        return article

    def answer(self, path: str) -> tuple[int, str, bytes]:
        """Return status, media type and body of an address."""
        if path == "/":
            return 200, "text/html", self._home().encode()
        if self.is_down:
            return 503, "text/html", "<p>系统维护</p>".encode()
        if path in self.files:
            return 200, "application/octet-stream", self.files[path]
        with self.lock:
            article = self.articles.get(path)
            if article is not None:
                return 200, "text/html", _article(article).encode()
            unit = next((one for one in UNITS if path == f"/{one.id}/"), None)
            if unit is not None:
                return 200, "text/html", self._column(unit).encode()
        return 404, "text/html", "<h1>404</h1><p>您访问的页面不存在</p>".encode()

    def _home(self) -> str:
        columns = "".join(f'<li><a href="/{one.id}/">{one.column}</a></li>' for one in UNITS)
        about = f"{SITE_NAME}信息公开平台公开各部门的政府信息，欢迎监督。"
        return _page(SITE_NAME, f"<p>{about}</p><ul>{columns}</ul>")

    def _column(self, unit: StoryUnit) -> str:
        own = [one for one in self.articles.values() if one.column == unit.id and one.lists]
        rows = "".join(
            f'<li><a href="{one.path}">{one.title}</a><span>{one.day}</span></li>'
            for one in sorted(own, key=lambda one: one.day, reverse=True)
        )
        body = f'<h2>{unit.column}</h2><ul class="list">{rows}</ul>'
        return _page(f"{unit.column}_{SITE_NAME}", body)


def _article(one: Article) -> str:
    unit = next(unit for unit in UNITS if unit.id == one.column)
    paragraphs = "".join(f"<p>{part}</p>" for part in one.text.split("\n"))
    files = "".join(f'<p><a href="{url}">{text}</a></p>' for text, url in one.links)
    head = f"<h1>{one.title}</h1><div>发布时间：{one.day}　来源：{unit.name}</div>"
    body = f'{head}<div class="content">{paragraphs}{files}</div>'
    return _page(f"{one.title}_{SITE_NAME}", body)


def _page(title: str, body: str) -> str:
    nav = "".join(f'<a href="/{one.id}/">{one.column}</a> ' for one in UNITS)
    return (
        '<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8">'
        f'<title>{title}</title></head><body><header><a href="/">首页</a> {nav}</header>'
        f"<main>{body}</main><footer><p>主办单位：{SITE_NAME}办公室</p></footer></body></html>"
    )


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, platform: Platform) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.platform = platform

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: crawlers hang up when they have seen enough."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        status, media, body = self.server.platform.answer(self.path)
        self.send_response(status)
        self.send_header("Content-Type", f"{media}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(platform: Platform) -> Iterator[str]:
    """Serve the platform and yield its address."""
    server = _Server(platform)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
