"""What stands in one article under several addresses is one problem, and nothing is missed."""

from dataclasses import replace
from pathlib import Path

import pytest

from checks.words.w101_wrong_word import wrong_word
from crawler.snapshot import Snapshot, create
from crawler.urls import article_number
from tests.checks.builders import HOME, HOST, TODAY, Crawl, Visit, article

TYPO = "严禁露天焚烧秸杆。"
PATHS = ("/tzgg/t20261103_77.html", "/hbj/tzgg/t20261103_77.html", "/zcwj/t20261103_77.html")
MAIN, OTHER, THIRD = (f"{HOST}{path}" for path in PATHS)
NUMBERS = [
    ("https://www.x.gov.cn/tzgg/202611/t20261103_1234.html", "t_1234"),
    ("https://www.x.gov.cn/hbj/t20261104_1234.shtml", "t_1234"),
    ("https://www.x.gov.cn/tzgg/t20261103_1234_1.html", "t_1234_1"),
    ("https://www.x.gov.cn/art/2026/9/16/art_77278_11830771.html", "art_11830771"),
    ("https://www.x.gov.cn/gkmlpt/content/4/4458/post_4458330.html", "post_4458330"),
    ("https://www.x.gov.cn/zwgk/content_99.html", "content_99"),
    ("https://www.x.gov.cn/info/1015/4213.htm", "info_4213"),
    (f"https://www.x.gov.cn/zwgk/{'0a' * 16}.html", f"_{'0a' * 16}"),
    ("https://www.x.gov.cn/tzgg/index.html", ""),
    ("https://www.x.gov.cn/tzgg/index_1.html", ""),
    ("https://www.x.gov.cn/t20261103_1234.html/print", ""),
    ("https://www.x.gov.cn/?from=/t20261103_1234.html", ""),
]


@pytest.mark.parametrize(("url", "number"), NUMBERS)
def test_the_number_of_an_article_is_read_from_its_address(url: str, number: str) -> None:
    assert article_number(url) == number


def _visits(*texts: str) -> tuple[Visit, ...]:
    pages = zip(PATHS, texts, strict=False)
    return (HOME, *(Visit(path, article(text)) for path, text in pages))


def test_a_fault_of_one_article_under_two_addresses_is_reported_once(tmp_path: Path) -> None:
    result = Crawl(tmp_path, _visits(TYPO, TYPO)).judged((wrong_word,))
    (finding,) = result.findings
    assert finding.subject == MAIN
    assert finding.message.endswith(f"（同一文章另见 {OTHER}）")
    # The other address was seen as well, so that an issue of its own can come to its end.
    assert result.could_tell("W101", OTHER, finding.key)


def test_many_addresses_are_counted(tmp_path: Path) -> None:
    (finding,) = Crawl(tmp_path, _visits(TYPO, TYPO, TYPO)).judged((wrong_word,)).findings
    assert finding.message.endswith("等 2 个地址）")


def test_a_copy_that_was_not_mended_is_reported_by_itself(tmp_path: Path) -> None:
    result = Crawl(tmp_path, _visits("严禁露天焚烧秸秆。", TYPO)).judged((wrong_word,))
    assert [finding.subject for finding in result.findings] == [OTHER]


def test_equal_texts_with_other_numbers_are_other_articles(tmp_path: Path) -> None:
    other = Visit("/tzgg/t20261103_78.html", article(TYPO))
    result = Crawl(tmp_path, (*_visits(TYPO), other)).judged((wrong_word,))
    assert len(result.findings) == 2


def test_the_main_address_stays_from_scan_to_scan(tmp_path: Path) -> None:
    # `THIRD` is shorter than `OTHER`, and would be the main one if the two were new together.
    first = Crawl(tmp_path / "a", (HOME, _visits("", TYPO)[2]))
    first.snapshot().close()
    second = _after(first, tmp_path / "b", _visits("", TYPO, TYPO)[2:])
    assert second == {THIRD: OTHER}
    third = _after(replace(first, folder=tmp_path / "b"), tmp_path / "c", _visits(*[TYPO] * 3)[1:])
    assert third == {THIRD: OTHER, MAIN: OTHER}


def _after(past: Crawl, folder: Path, visits: tuple[Visit, ...]) -> dict[str, str]:
    crawl = Crawl(folder, (HOME, *visits))
    create(folder, crawl.site, crawl.target, TODAY, past.folder)
    snapshot: Snapshot = crawl.snapshot()
    twins = dict(snapshot.twins())
    snapshot.close()
    return twins
