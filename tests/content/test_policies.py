"""A document and its interpretation are known by title and number; what is doubtful is no pair."""

from collections.abc import Iterable
from datetime import date

import pytest

from checks.content.c611_uninterpreted_document import uninterpreted_document
from checks.content.examples import HOME, fetch_of, site_of
from checks.content.examples_of_policies import COLUMNS
from checks.content.policies import Paper, core, is_linked, policies
from checks.finding import Hit
from checks.rule import Context
from checks.views import SiteView
from crawler.page import DateSource, Link, Page, Published
from wordlists.lists import load

PLACE = "岭南省青禾市清河县"


def written(
    path: str, title: str, text: str = "", links: Iterable[Link] = (), year: int = 2026
) -> Page:
    return Page(
        fetch_of(f"{HOME}{path}"),
        title=title,
        text=text,
        column_id=path.partition("/")[0],
        links=tuple(links),
        published=Published(date(year, 2, 1), DateSource.ROW),
    )


def site(*pages: Page) -> SiteView:
    return site_of(*pages, columns=COLUMNS, region=PLACE)


PAPER = written(
    "zcwj/1.html", "清河县人民政府关于印发《清河县临时救助办法》的通知", "清府规〔2026〕1号\n各镇："
)
OTHER = written(
    "zcwj/2.html", "清河县人民政府关于印发清河县停车管理办法的通知", "清府规〔2026〕2号\n各镇："
)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("清河县人民政府关于印发《清河县临时救助办法》的通知", "清河县临时救助办法"),
        ("清河县人民政府办公室关于印发清河县停车管理办法（试行）的通知", "清河县停车管理办法试行"),
        ("关于公布《清河县古树名录》的公告", "清河县古树名录"),
        ("清河县临时救助办法", "清河县临时救助办法"),
        ("关于加强防汛工作的通知", "关于加强防汛工作的通知"),
    ],
)
def test_the_name_of_a_document_is_that_of_what_it_issues(title: str, name: str) -> None:
    assert core(title) == name


@pytest.mark.parametrize(
    ("title", "text", "paper"),
    [
        ("《清河县临时救助办法》政策解读", "", PAPER),
        ("一图读懂《清河县临时救助办法》", "", PAPER),
        ("《清河县人民政府关于印发〈清河县临时救助办法〉的通知》解读", "", PAPER),
        ("《清河县停车管理办法》热点问答", "", OTHER),
        ("关于停车新规的政策解读", "近日印发《办法》（清府规〔2026〕2号），解读如下。", OTHER),
        # Another document, a draft, several at once, one that is not here, no interpretation.
        ("《清河县医疗救助办法》政策解读", "", None),
        ("《清河县临时救助办法（征求意见稿）》解读", "", None),
        ("《清河县临时救助办法》《清河县停车管理办法》解读", "", None),
        ("关于停车新规的政策解读", "（清府规〔2026〕1号）（清府规〔2026〕2号）", None),
        ("全县救助工作会议召开", "清府规〔2026〕1号", None),
    ],
)
def test_an_interpretation_finds_its_document(title: str, text: str, paper: Page | None) -> None:
    found = policies(site(PAPER, OTHER, written("zcjd/1.html", title, text)))
    assert [pair.paper.url for pair in found.pairs] == ([paper.url] if paper else [])


def test_two_documents_of_one_name_are_told_apart_by_number_or_not_at_all() -> None:
    again = written("zcwj/3.html", PAPER.title, "清府规〔2027〕9号\n各镇：")
    reading = "《清河县临时救助办法》政策解读"
    doubtful = policies(site(PAPER, again, written("zcjd/1.html", reading)))
    assert doubtful.pairs == []
    sure = policies(site(PAPER, again, written("zcjd/1.html", reading, "清府规〔2027〕9号")))
    assert [pair.paper.url for pair in sure.pairs] == [again.url]


def test_copies_of_one_article_are_one_document() -> None:
    copies = [
        written(f"zcwj/{folder}/t20260201_77.html", PAPER.title, PAPER.text) for folder in "ab"
    ]
    found = policies(site(*copies, written("zcjd/1.html", "《清河县临时救助办法》政策解读")))
    assert len(found.pairs) == 1


@pytest.mark.parametrize(
    ("link", "is_there"),
    [
        (Link(f"{HOME}zcwj/1.html", "原文"), True),
        (Link("https://gkmlpt.example/9.html", "清河县临时救助办法"), True),
        (Link("https://gkmlpt.example/9.html", "关于印发《清河县临时救助办法》的通知"), True),
        (Link("https://gkmlpt.example/9.html", "清河县停车管理办法"), False),
        (Link(f"{HOME}zcwj/", "政策文件", is_frame=True), False),
        (Link(f"{HOME}zcjd/1.html", "《清河县临时救助办法》政策解读"), False),
    ],
)
def test_a_link_is_known_by_address_or_name(link: Link, is_there: bool) -> None:
    reading = written("zcjd/1.html", "《清河县临时救助办法》政策解读", links=[link])
    view = site(PAPER, reading)
    target = Paper(PAPER.url, PAPER.title)
    source = Paper(reading.url, reading.title)
    assert is_linked(view, source, target, "清河县临时救助办法") is is_there


def test_only_recent_documents_of_the_place_itself_need_an_interpretation() -> None:
    view = site(
        PAPER,
        OTHER,
        written("zcwj/3.html", "清河县人民政府转发省政府关于防汛工作的通知", "清河县"),
        written("zcwj/4.html", "国务院关于养老服务的意见", "国发〔2026〕3号"),
        written("zcwj/5.html", "清河县古树保护办法", year=2024),
        written("zcjd/1.html", "《清河县临时救助办法》政策解读"),
    )
    (hit,) = uninterpreted_document.check(view, Context(date(2026, 3, 2), load()))
    assert isinstance(hit, Hit)
    assert "2 份本级政策文件中，1 份" in hit.message
    assert OTHER.title in hit.evidence
