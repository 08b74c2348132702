"""Where every page of the sample platform stands, in the manner of its content system."""

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from urllib.parse import quote

from xunjian.demo.content import Article, Attachment, Column, Content

_SIGNED = re.compile(r"\{date([+-]\d+)\}")


def column_address(column: Column) -> str:
    """Return the address of a column's first page."""
    names = {"trs": "index.html", "ucap": "xlist.shtml", "hanweb": "index.html"}
    return column.path + names.get(column.shape, "index.html")


def article_address(article: Article, column: Column) -> str:
    """Return the address of an article page."""
    day = article.published
    number = serial(article.id)
    match column.shape:
        case "trs":
            return f"{column.path}{day:%Y%m}/t{day:%Y%m%d}_{number}.html"
        case "letters":
            return f"{column.path}{number}.html"
        case "hanweb":
            return (
                f"/art/{day.year}/{day.month}/{day.day}/art_{column_number(column)}_{number}.html"
            )
        case _:
            return f"{column.path}{day:%Y%m}/{digest(article.id)}.shtml"


def attachment_address(attachment: Attachment, article: Article, column: Column) -> str:
    """Return the address of a file that belongs to an article."""
    page = article_address(article, column)
    if column.shape == "hanweb":
        return f"/attach/0/{quote(attachment.name)}"
    folder = page.rsplit("/", 1)[0]
    if column.shape == "ucap":
        return f"{page.removesuffix('.shtml')}/files/{quote(attachment.name)}"
    return f"{folder}/{quote(attachment.name)}"


def all_paths(content: Content) -> Mapping[str, str]:
    """Return every page's and file's address under its name in truth.toml."""
    paths = {f"column:{column.id}": column_address(column) for column in content.columns}
    for article in content.articles:
        column = content.column(article.column)
        paths[f"article:{article.id}"] = article_address(article, column)
        for part in article.attachments:
            paths[f"attachment:{part.name}"] = attachment_address(part, article, column)
    if len(set(paths.values())) != len(paths):
        raise ValueError("two pages have the same address")
    return paths


def years_of(content: Content) -> Mapping[str, int]:
    """Return the year of each article's document number, for what cites it.

    It is the year of the day that stands alone under the signature, else of the publication.
    """
    return {article.id: _numbered_in(article) for article in content.articles}


def _numbered_in(article: Article) -> int:
    for line in article.body:
        signed = _SIGNED.fullmatch(line)
        if signed is not None:
            return (article.clock.base + timedelta(days=int(signed[1]))).year
    return article.published.year


def column_number(column: Column) -> str:
    """Return the number in a Hanweb column's address."""
    return column.path.strip("/").rsplit("/", 1)[-1].removeprefix("col")


def published_at(article: Article) -> datetime:
    """Return the minute of publication, in office hours and the same at every build."""
    number = int(digest(article.id)[:6], 16)
    at = time(8 + number % 10, number // 10 % 60)
    return datetime.combine(article.published, at)


def digest(text: str) -> str:
    """Return thirty-two hexadecimal digits that stand for `text`."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def serial(text: str) -> int:
    """Return a seven-digit number that stands for `text`."""
    return 1_000_000 + int(digest(text)[:10], 16) % 9_000_000
