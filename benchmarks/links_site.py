"""Generates the site on which link checkers meet: the site of the crawl, with more dead ends and traps."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from benchmarks.prose import paragraphs, title
from benchmarks.site import LOOPS, BenchSite, generate
from tests.links import behaviours as does
from tests.links.wire import Behave, Host, wired

OUTSIDE = "127.0.0.2"
HUBS = 12
HUB = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title></head>
<body><h1>{title}</h1><div class="content">{body}</div></body></html>
"""
GUIDE = "遇到“您访问的页面不存在或已被删除”的提示时，请核对网址是否完整，或者从首页重新查找。"
# LinkChecker asks a host ten times a second unless the host sends this.
UNCAPPED = "LinkChecker: 1"
WELL = does.answer(200, does.page(), UNCAPPED)
# What the outside host does, by the folder of the address, and how many addresses it does it to.
TRAPS: Mapping[str, tuple[Behave, int]] = {
    "well": (WELL, 20),
    "forbidden": (does.answer(403, "", UNCAPPED), 5),
    "challenge": (does.answer(412, "", UNCAPPED), 5),
    "busy": (does.answer(429, "", UNCAPPED), 5),
    "refused": (does.answer(999, "", UNCAPPED), 5),
    "flapping": (
        does.first(does.answer(500, "", UNCAPPED), does.answer(502, "", UNCAPPED), WELL),
        10,
    ),
    "no-head": (does.unless(does.is_head, does.answer(405, "", UNCAPPED), WELL), 10),
    "false-head": (does.unless(does.is_head, does.answer(404, "", UNCAPPED), WELL), 10),
    "slow": (does.after(0.5, WELL), 5),
}
GONE, IMAGES, HOME, GUIDES = 20, 20, 20, 5


@dataclass(frozen=True, slots=True)
class LinkSite:
    """The site with its redirects, and the addresses that must be reported, by kind.

    Loops may be reported and need not; all others that are reported are false alarms.
    """

    site: BenchSite
    redirects: dict[str, str]
    outside: tuple[str, ...]
    home: tuple[str, ...]
    images: tuple[str, ...]

    def planted(self, url: str, outside: str) -> dict[str, frozenset[str]]:
        """Return the addresses that must be reported; `url` and `outside` are the hosts' own."""
        inside = url.rstrip("/")
        plants = self.site.plants
        paths = {
            "dead pages and files": plants.dead,
            "dead pictures": self.images,
            "dead parts (#…)": plants.anchors,
            "soft 404": plants.soft,
            "sent to the home page": self.home,
        }
        found = {kind: frozenset(inside + path for path in each) for kind, each in paths.items()}
        return found | {"dead outside": frozenset(outside + path for path in self.outside)}

    def allowed(self, url: str) -> frozenset[str]:
        """Return what is neither asked for nor wrong: the loops."""
        return frozenset(url.rstrip("/") + path for path in LOOPS)


def plant(root: Path, pages: int, today: date, outside: str) -> LinkSite:
    """Write the site; `outside` is the address of the host beside it."""
    site = generate(root, pages, today)
    gone = tuple(f"/gone/{number:03}.html" for number in range(GONE))
    images = tuple(f"/images/gone/{number:03}.png" for number in range(IMAGES))
    home = tuple(f"/old/{today:%Y}/t{number:05}.html" for number in range(HOME))
    guides = tuple(f"/help/{number:03}.html" for number in range(GUIDES))
    for number, path in enumerate(guides):
        text = f"<p>{GUIDE}</p>" * 3 + "".join(
            f"<p>{each}</p>" for each in paragraphs(Random(number), today.year, 600)
        )
        _write(root, path, "常见问题", text)
    traps = [f"/{name}/{n:03}.html" for name, (_, count) in TRAPS.items() for n in range(count)]
    links = [f'<a href="{outside}{path}">相关链接</a>' for path in (*gone, *traps)]
    links += [
        f'<a href="{path}">{title(Random(path), number)}</a>'
        for number, path in enumerate((*home, *guides), 1)
    ]
    links += [f'<img src="{path}" alt="图">' for path in images]
    _write_hubs(root, links)
    return LinkSite(site, site.redirects | dict.fromkeys(home, "/"), gone, home, images)


def _write_hubs(root: Path, links: list[str]) -> None:
    hubs = [f"/links/{number:02}.html" for number in range(HUBS)]
    for number, path in enumerate(hubs):
        rows = "".join(f"<p>参考{link}。</p>" for link in links[number::HUBS])
        _write(root, path, f"参考链接（{number + 1}）", rows)
    index = root / "index.html"
    menu = "".join(f'<p><a href="{path}">参考链接</a></p>' for path in hubs)
    text = index.read_text(encoding="utf-8").replace("</body>", f"{menu}</body>")
    index.write_text(text, encoding="utf-8")


def _write(root: Path, path: str, name: str, body: str) -> None:
    target = root / path[1:]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(HUB.format(title=name, body=body), encoding="utf-8")


@contextmanager
def outside_host() -> Iterator[Host]:
    """Serve the host beside the site."""
    behaviours = {
        f"/{name}/{number:03}.html": behave
        for name, (behave, count) in TRAPS.items()
        for number in range(count)
    }
    with wired(Host(OUTSIDE, does.answer(404, "", UNCAPPED), behaviours)) as host:
        yield host
