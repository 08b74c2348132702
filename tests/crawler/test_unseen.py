"""Long numbers that a page carries and does not show are kept, each at its place."""

from datetime import UTC, date, datetime

import pytest

from crawler.extract.files import read_file
from crawler.extract.html import parse_page
from crawler.extract.unseen import MOST, unseen_of
from crawler.page import Fetch, Outcome, Role, Unseen

# The check digit is wrong, the length is what matters.
NUMBER = "110101190001010000"
OTHER = "110101190001010001"


@pytest.mark.parametrize(
    ("html", "told"),
    [
        (f"<!-- <td>张某</td><td>{NUMBER}</td> -->", Unseen("网页注释", f"张某 {NUMBER}")),
        (f"<!-- {NUMBER}", Unseen("网页注释", NUMBER)),
        (f"<input type=hidden name='sfzh' value='{NUMBER}'>", Unseen("隐藏域“sfzh”", NUMBER)),
        (f'<img src="a.png" alt="张某 {NUMBER}">', Unseen("图片说明", f"张某 {NUMBER}")),
        (f'<a title="证件 {NUMBER}">详情</a>', Unseen("提示文字", f"证件 {NUMBER}")),
        (f'<tr data-id-card="{NUMBER}">', Unseen("隐藏属性“data-id-card”", NUMBER)),
        (f'<meta name="description" content="张某{NUMBER}">', Unseen("网页标签“description”", f"张某{NUMBER}")),
        (f'<script>var a={{"n":"\\u5f20","i":"{NUMBER}"}}</script>', Unseen("网页脚本", f'var a={{"n":"张","i":"{NUMBER}"}}')),
        (f"<template>{NUMBER}</template>", Unseen("网页隐藏内容", NUMBER)),
        ("<!-- 6222 0200 0000 0000 000 -->", Unseen("网页注释", "6222 0200 0000 0000 000")),
        ("<!-- 11010119000101001X -->", Unseen("网页注释", "11010119000101001X")),
        # Two that stand near each other are one text, as the rows of a table are.
        (f"<!-- 张某 {NUMBER}，李某 {OTHER} -->", Unseen("网页注释", f"张某 {NUMBER}，李某 {OTHER}")),
    ],
)  # fmt: skip
def test_a_long_number_is_told_with_its_place(html: str, told: Unseen) -> None:
    assert unseen_of(f"<html><body><p>正文</p>{html}</body></html>", "正文") == (told,)


@pytest.mark.parametrize(
    "html",
    [
        # Shown: the rules see it in the text.
        f"<p>{NUMBER}</p>",
        # Addresses and names of the markup's own.
        f'<a href="/art/{NUMBER}.html" id="c{NUMBER}" class="{NUMBER}">文</a>',
        f'<img src="/images/{NUMBER}.jpg">',
        # Instants and days, versions, parts of longer words.
        '<script>var t=1719216000000,d="20240312093000";</script>',
        "<script src='a.js?v=1.12345678901'></script><!-- a12345678901 123456789012b -->",
        "<!-- 0371 -->",
    ],
)
def test_what_is_shown_or_is_no_number_of_a_person_is_left_out(html: str) -> None:
    shown = f"正文 {NUMBER}" if "<p>" in html else "正文"
    assert unseen_of(f"<body>{html}</body>", shown) == ()


def test_the_surroundings_never_cut_another_number() -> None:
    html = f"<script>{NUMBER}{'字' * 35}{OTHER}</script>"
    (unseen,) = unseen_of(html, "")
    assert NUMBER in unseen.text
    assert OTHER in unseen.text


def test_no_more_than_so_many_are_kept() -> None:
    html = "".join(f"<img alt='1101011900{n:08d}'>" for n in range(1, 200))
    assert len(unseen_of(html, "")) == MOST


def test_a_page_and_an_exported_table_carry_what_is_unseen() -> None:
    html = f"<html><body><p>正文</p><!-- {NUMBER} --></body></html>"
    fetch = Fetch("http://a.example/b.html", Outcome.OK, datetime(2026, 3, 2, tzinfo=UTC), 200)
    page = parse_page(fetch, html, Role.PAGE, date(2026, 3, 2))
    assert page.unseen == (Unseen("网页注释", NUMBER),)
    content = read_file(html.encode(), ".xls")
    assert content.text == f"正文\n{NUMBER}"
    assert content.places[-1].name == "网页注释"
