"""Title and publication dates of articles."""

from datetime import date

import pytest

from crawler.extract.article import source_of
from crawler.page import DateSource, Page, Published
from tests.crawler.builders import page
from tests.crawler.labelled import articles, heldout
from tests.crawler.labelled.case import ArticlePage

TITLE = "关于做好2026年政府信息公开工作的通知"
OTHER_TITLE = "公共头部"


def _article(
    *, head: str = "", before: str = "", line: str = "", url: str = "http://a.cn/1.html"
) -> Page:
    html = f"""<html><head><title>{TITLE}_某区人民政府</title>{head}</head><body>
    <div class="header"><h1>某区人民政府</h1></div>{before}
    <div class="main"><h2 class="title">{TITLE}</h2><div class="info">{line}</div>
    <div class="TRS_Editor"><p>各镇人民政府：</p><p>现就有关事项于2020年1月1日通知如下。</p></div></div>
    </body></html>"""
    return page(html, url=url)


def _meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{content}">'


# Where the title stands: the tag, a heading that <title> repeats, the first part of <title>.
@pytest.mark.parametrize(
    ("html", "title"),
    [
        (f"<head>{_meta('ArticleTitle', TITLE)}<title>某区</title></head><h2>别的</h2>", TITLE),
        (
            f"<head><title>{TITLE}-某区人民政府</title></head><h1>某区人民政府门户</h1><h3>{TITLE}</h3>",
            TITLE,
        ),
        (f"<head><title>某区人民政府</title></head><h1>{TITLE}</h1><p>正文</p>", TITLE),
        (f"<head><title>{TITLE}_某区人民政府</title></head><p>正文</p>", TITLE),
        (f"<head><title>{TITLE} - 通知公告 - 某区</title></head><p>正文</p>", TITLE),
        ("<head><title></title></head><p>正文</p>", ""),
    ],
)
def test_the_title_is_found(html: str, title: str) -> None:
    assert page(f"<html>{html}</html>").title == title


def test_the_first_of_two_meta_blocks_counts() -> None:
    found = _article(
        head=_meta("ArticleTitle", TITLE) + _meta("PubDate", "2026-01-05 10:00"),
        before=_meta("ArticleTitle", OTHER_TITLE) + _meta("PubDate", "2011-01-01 10:00"),
    )
    assert (found.title, found.meta["pubdate"]) == (TITLE, "2026-01-05 10:00")
    assert found.published == Published(date(2026, 1, 5), DateSource.META)


def test_meta_names_are_read_whatever_their_case() -> None:
    assert _article(head=_meta("ARTICLETITLE", TITLE)).meta["articletitle"] == TITLE


# The line under the title.
@pytest.mark.parametrize(
    "line",
    [
        "发布时间：2026-02-03 10:20 来源：办公室 浏览次数：12",
        "来源：办公室 发布日期：2026年2月3日",
        "日期: 2026/02/03",
        "<span>发布时间：</span><span>2026-02-03</span>",
        "发表时间：2026.2.3",
        "2026-02-03 10:20　来源：办公室",
        "来源：办公室　时间：2026-02-03 字体：[大 中 小]",
    ],
)
def test_the_visible_date_is_read(line: str) -> None:
    assert _article(line=line).published == Published(date(2026, 2, 3), DateSource.TEXT)


def test_a_date_in_the_text_is_no_publication_date() -> None:
    assert _article().published is None


def test_a_date_that_only_a_script_writes_is_read() -> None:
    found = _article(line="<script>var pubdata='2017年12月01日';document.write(pubdata)</script>")
    assert found.published == Published(date(2017, 12, 1), DateSource.SCRIPT)


@pytest.mark.parametrize("content", ["2020年08月02日", "2020-08-02 10:00:05", "2020-08-02"])
def test_the_date_tag_is_read_in_any_spelling(content: str) -> None:
    found = _article(head=_meta("PubDate", content))
    assert found.published == Published(date(2020, 8, 2), DateSource.META)


def test_the_address_goes_before_the_text_and_the_text_before_the_tag() -> None:
    head, line = _meta("PubDate", "2020-09-26"), "发布时间：2019-05-06"
    assert _article(head=head, line=line).published == Published(date(2019, 5, 6), DateSource.TEXT)
    dated = _article(head=head, line=line, url="http://a.cn/201905/t20190507_1.html")
    assert dated.published == Published(date(2019, 5, 7), DateSource.URL)


def test_dates_that_contradict_each_other_are_all_kept() -> None:
    found = _article(head=_meta("PubDate", "2020-09-26"), line="发布时间：2019-05-06")
    assert found.shown_dates == (
        Published(date(2019, 5, 6), DateSource.TEXT),
        Published(date(2020, 9, 26), DateSource.META),
    )


LABELLED = (*articles.SEEN, *articles.UNSEEN, *heldout.ARTICLES)


@pytest.mark.parametrize("labelled", LABELLED, ids=lambda labelled: labelled.name)
def test_title_and_date_of_a_labelled_article_are_read(labelled: ArticlePage) -> None:
    found = page(labelled.html, url="http://a.cn/1.html")
    day = found.published.day if found.published else None
    assert (found.title, day) == (labelled.title, labelled.day)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("来源：区政府办公室 浏览次数：12", "区政府办公室"),
        ("信息来源:区政府办公室发布时间：2026-02-03", "区政府办公室"),
        ("来　源： 区政府办公室|作者：某某", "区政府办公室"),
        ("（来源：区政府办公室）", "区政府办公室"),
        ("来源： 浏览次数：12", ""),
        ("水的来源于山中", ""),
    ],
)
def test_the_source_is_read_from_the_line_that_names_it(text: str, source: str) -> None:
    assert source_of({}, text) == source


def test_the_tag_of_the_source_goes_before_the_line() -> None:
    assert source_of({"contentsource": "区财政局"}, "来源：区政府办公室") == "区财政局"


# A time with another label is not when the page was published.
@pytest.mark.parametrize(
    "label", ["会议时间", "报名时间", "截止日期", "本页最后更新时间", "施行日期"]
)
def test_another_label_is_not_the_publications(label: str) -> None:
    assert _article(line=f"{label}：2026-02-03").published is None


def test_the_publications_label_goes_before_that_of_the_signing() -> None:
    found = _article(line="成文日期：2026-01-30 发布日期：2026-02-03")
    assert found.published == Published(date(2026, 2, 3), DateSource.TEXT)


def test_a_list_that_names_the_title_again_does_not_date_the_article() -> None:
    row = f'<ul><li><a href="a.html">{TITLE}</a><span>2025-12-31</span></li></ul>'
    found = page(f"<html><title>{TITLE}</title><h2>{TITLE}</h2><p>2026-02-03 来源：办公室</p>{row}")
    assert found.published == Published(date(2026, 2, 3), DateSource.TEXT)
