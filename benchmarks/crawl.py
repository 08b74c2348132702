"""Measures a scan beside a bare Scrapy crawl of the same generated site, in one run.

    python -m benchmarks.crawl [--pages 2000] [--rounds 3]

Prints for each: pages a second, CPU seconds and peak memory (MB) of the process that crawls,
medians of the rounds, and the ratio of the scan to bare Scrapy. Both fetch every page once from
a server process on loopback, without delay, obeying robots.txt, 8 requests at a time.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

TODAY = date(2026, 11, 23)
COLUMNS = 20
ROWS = 20
SENTENCE = (
    "为深入贯彻落实上级工作部署，区有关部门对照年度重点任务清单，逐项明确责任单位和完成时限，"
    "组织专题调度，及时协调解决推进中的困难和问题，确保各项工作按计划推进。"
)
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}-青禾区人民政府</title>
<meta name="SiteName" content="青禾区人民政府"><meta name="SiteDomain" content="www.qinghe.example">
<meta name="SiteIDCode" content="9901020001"><meta name="ColumnName" content="栏目">
<meta name="ColumnType" content="工作动态"><meta name="ArticleTitle" content="{title}">
<meta name="PubDate" content="{day} 09:00"><meta name="ContentSource" content="区政府办公室"></head>
<body><div class="header"><ul class="nav">{nav}</ul></div><div class="content"><h1>{title}</h1>
<p class="info">发布时间：{day} 来源：区政府办公室</p><div class="TRS_Editor">{body}</div></div>
<div class="footer">主办：青禾区人民政府办公室 联系电话：0990-5550010 网站标识码：9901020001
岭ICP备12003456号-1 岭公网安备 99010202000105号 党政机关</div></body></html>"""
BARE = """
import sys, time
from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.linkextractors import LinkExtractor


class Bare(Spider):
    name = "bare"
    start_urls = [sys.argv[1]]
    links = LinkExtractor(allow=sys.argv[1])

    def parse(self, response):
        for link in self.links.extract_links(response):
            yield response.follow(link)


process = AsyncCrawlerProcess({"LOG_LEVEL": "ERROR", "ROBOTSTXT_OBEY": True,
    "CONCURRENT_REQUESTS": 8, "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "DOWNLOAD_DELAY": 0,
    "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False})
process.crawl(Bare)
process.start()
"""


@dataclass(frozen=True, slots=True)
class Measure:
    """One run: wall and CPU seconds, peak resident memory in MB."""

    wall: float
    cpu: float
    memory: float


def generate(root: Path, pages: int) -> list[str]:
    """Write a site of about `pages` pages; return the addresses of its columns."""
    per_column = max(ROWS, pages // COLUMNS - 1)
    columns = [f"/c{number:02}/index.html" for number in range(COLUMNS)]
    nav = "".join(f'<li><a href="{path}">栏目{i}</a></li>' for i, path in enumerate(columns))
    for number in range(COLUMNS):
        _write_column(root, number, per_column, nav)
    links = "".join(f'<p><a href="{path}">栏目</a></p>' for path in columns)
    home = PAGE.format(title="首页", day=TODAY, nav=nav, body=links)
    (root / "index.html").write_text(home, encoding="utf-8")
    return columns


def _write_column(root: Path, number: int, articles: int, nav: str) -> None:
    folder = root / f"c{number:02}"
    folder.mkdir()
    rows = []
    for article in range(articles):
        day = TODAY - timedelta(days=article)
        name = f"t{day:%Y%m%d}_{number}{article:04}.html"
        title = f"青禾区第{number}批第{article}项重点工作推进情况"
        body = "".join(f"<p>{SENTENCE}</p>" for _ in range(20 + article % 40))
        (folder / name).write_text(
            PAGE.format(title=title, day=day, nav=nav, body=body), encoding="utf-8"
        )
        rows.append(f'<li><a href="{name}">{title}</a><span>{day}</span></li>')
    lists = [rows[start : start + ROWS] for start in range(0, len(rows), ROWS)]
    for index, part in enumerate(lists):
        pager = "".join(
            f'<a href="{_list_name(other)}">{other + 1}</a>' for other in range(len(lists))
        )
        html = PAGE.format(
            title="栏目", day=TODAY, nav=nav, body=f"<ul>{''.join(part)}</ul>{pager}"
        )
        (folder / _list_name(index)).write_text(html, encoding="utf-8")


def _list_name(index: int) -> str:
    return f"index_{index}.html" if index else "index.html"


@contextmanager
def served(root: Path, port: int) -> Iterator[str]:
    """Serve a folder from a process of its own."""
    script = (
        "import functools,http.server as h;H=functools.partial(h.SimpleHTTPRequestHandler,"
        f"directory={str(root)!r});h.SimpleHTTPRequestHandler.protocol_version='HTTP/1.1';"
        "h.SimpleHTTPRequestHandler.log_message=lambda *a:None;"
        f"h.ThreadingHTTPServer(('127.0.0.1',{port}),H).serve_forever()"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.DEVNULL)
    time.sleep(1)
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.kill()
        process.wait()


def run(command: list[str], folder: Path) -> Measure:
    """Run a command and measure it with its children."""
    began = time.perf_counter()
    script = (
        "import resource,subprocess,sys;"
        "code=subprocess.call(sys.argv[1:],stdout=subprocess.DEVNULL,stderr=subprocess.DEVNULL);"
        "u=resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(code,u.ru_utime+u.ru_stime,u.ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *command],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    code, cpu, memory = done.stdout.split()
    if code not in ("0", "1"):
        raise SystemExit(f"{command} ended with {code}")
    return Measure(time.perf_counter() - began, float(cpu), int(memory) / 1024)


def configure(folder: Path, url: str, columns: list[str]) -> None:
    """Write the configuration of the generated site."""
    (folder / "sites").mkdir()
    (folder / "xunjian.toml").write_text('[mail]\ndirectory = "outbox"\n', encoding="utf-8")
    lines = [
        'id = "bench"', 'name = "青禾区人民政府"', f'start_url = "{url}"',
        'private_hosts = ["127.0.0.1"]', "[crawl]", "delay = 0.0", "concurrency = 8",
    ]  # fmt: skip
    for number, path in enumerate(columns):
        address = url.rstrip("/") + path
        lines += [
            "[[columns]]",
            f'id = "c{number}"',
            f'name = "栏目{number}"',
            f'url = "{address}"',
        ]
    (folder / "sites/bench.toml").write_text("\n".join(lines), encoding="utf-8")


def median(measures: list[Measure]) -> Measure:
    """Return the medians."""
    return Measure(
        statistics.median(m.wall for m in measures),
        statistics.median(m.cpu for m in measures),
        statistics.median(m.memory for m in measures),
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--port", type=int, default=8977)
    options = parser.parse_args()
    cli = "from xunjian.cli import main; main()"
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "site"
        root.mkdir()
        columns = generate(root, options.pages)
        total = sum(1 for _ in root.rglob("*.html"))
        bare: list[Measure] = []
        scans: list[Measure] = []
        with served(root, options.port) as url:
            for number in range(options.rounds):
                folder = Path(name) / f"run{number}"
                folder.mkdir()
                configure(folder, url, columns)
                bare.append(run([sys.executable, "-c", BARE, url], folder))
                scans.append(run([sys.executable, "-c", cli, "scan", "-c", "."], folder))
    one, other = median(bare), median(scans)
    print(f"{total} pages, medians of {options.rounds} rounds, {os.cpu_count()} cores")
    print(f"{'':28}{'pages/s':>9}{'CPU s':>9}{'peak MB':>9}")
    for label, measure in (("bare Scrapy, links only", one), ("xunjian scan, all rules", other)):
        speed = total / measure.wall
        print(f"{label:28}{speed:9.0f}{measure.cpu:9.1f}{measure.memory:9.0f}")
    print(
        f"{'scan / bare':28}{one.wall / other.wall:9.2f}{other.cpu / one.cpu:9.2f}"
        f"{other.memory / one.memory:9.2f}"
    )


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
