"""Build the sample platform on disk: an invented district's site, dated relative to a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xunjian.demo.addresses import all_paths, years_of
from xunjian.demo.configuration import write_configuration
from xunjian.demo.content import Article, load
from xunjian.demo.expand import Places
from xunjian.demo.files import attachment_bytes
from xunjian.demo.press import Press, SiteFacts, environment
from xunjian.demo.shapes import write_article, write_column
from xunjian.demo.special import write_assets, write_home, write_outside, write_special

SITE = SiteFacts(name="青禾区人民政府", domain="www.qinghe.example", id_code="9901020001")


@dataclass(frozen=True, slots=True)
class Platform:
    """A built platform: where it stands, its address and where each article, column and file is."""

    directory: Path
    base_url: str
    today: date
    paths: Mapping[str, str]


def build(directory: Path, *, today: date, port: int, outside_port: int) -> Platform:
    """Write the platform, the outside host's site and the site configuration under `directory`."""
    content = load(today)
    paths = all_paths(content)
    press = Press(
        root=directory / "platform",
        content=content,
        places=Places(paths, f"http://localhost:{outside_port}", years_of(content)),
        today=today,
        site=SITE,
        templates=environment(),
    )
    for column in content.columns:
        if column.shape in {"trs", "ucap", "hanweb", "letters"}:
            write_column(press, column)
        else:
            write_special(press, column)
    for article in content.articles:
        write_article(press, article)
        _write_attachments(press, article)
    write_home(press)
    write_assets(press)
    write_outside(directory / "platform-outside", press)
    base_url = f"http://127.0.0.1:{port}"
    write_configuration(directory / "sites", content, SITE, base_url)
    return Platform(directory, base_url, today, paths)


def _write_attachments(press: Press, article: Article) -> None:
    for part in article.attachments:
        data = attachment_bytes(part, press.places)
        if data is not None:
            press.file(press.url(f"attachment:{part.name}"), data)
