"""From when to when a document is in force, by its own words; and what its number is."""

from datetime import date

import pytest

from checks.norms.number import Number, number_of, numbers_in
from checks.norms.paper import area_of, own_name, plain_name
from checks.norms.term import term_of
from crawler.site import Site

ISSUED = date(2021, 1, 10)

ENDS = [
    # Counted from the day that is named; the last day is the one before the anniversary.
    ("本办法自2021年2月1日起施行，有效期五年。", date(2026, 1, 31)),
    ("本办法自2021年2月1日起施行，有效期5年。", date(2026, 1, 31)),
    ("本办法自 2021 年 2 月 1 日 起施行，有效期为3年", date(2024, 1, 31)),
    ("本细则自2021年2月1日起施行，试行期两年。", date(2023, 1, 31)),
    ("本办法自2021年2月1日起试行，试行期限6个月。", date(2021, 7, 31)),
    # From its own date.
    ("本措施自印发之日起施行，有效期三年。", date(2024, 1, 9)),
    ("本规定自公布之日起30日后施行，有效期两年。", date(2023, 2, 8)),
    # The last day itself.
    ("本办法自2021年2月1日起施行，有效期至2025年12月31日。", date(2025, 12, 31)),
    ("本办法有效期自2021年2月1日起至2024年1月31日止。", date(2024, 1, 31)),
    ("本通知自2021年2月1日至2022年1月31日施行，有效期一年", date(2022, 1, 31)),
    # Leap days.
    ("本办法自2024年2月29日起施行，有效期一年。", date(2025, 2, 28)),
    ("本办法自2020年2月29日起施行，有效期四年。", date(2024, 2, 28)),
    ("本办法自2023年12月31日起施行，有效期2个月。", date(2024, 2, 29)),
]


@pytest.mark.parametrize(("text", "end"), ENDS)
def test_a_term_ends_on_its_last_day(text: str, end: date) -> None:
    term = term_of(f"第一条 制定本办法。\n{text}", ISSUED)
    assert (term.end if term else None) == end


@pytest.mark.parametrize(
    "text",
    [
        "许可证有效期五年，自发证之日起计算。",
        "公示期自2021年2月1日起至2月7日止。",
        "合同有效期为三年。",
        "《某某办法》有效期延长至2027年12月31日。",
        "本办法自发布之日起施行。",
        "项目施工期两年。",
        "身份证件应当在有效期内。",
    ],
)
def test_what_is_no_term_of_the_document_ends_nothing(text: str) -> None:
    term = term_of(text, ISSUED)
    assert term is None or term.end is None


def test_without_its_own_date_a_term_from_the_day_of_issue_has_no_end() -> None:
    term = term_of("本措施自印发之日起施行，有效期三年。", None)
    assert term is not None
    assert (term.start, term.end) == (None, None)


def test_a_notice_speaks_of_its_annex_before_the_annex_speaks_for_itself() -> None:
    text = "本通知自2021年2月1日起施行。\n附件\n本办法自2021年3月1日起施行，有效期两年。"
    term = term_of(text, ISSUED)
    assert term is not None
    assert (term.start, term.end) == (date(2021, 3, 1), date(2023, 2, 28))


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("青府办发〔2024〕3号", Number("青府办发", 2024, 3)),
        ("发文字号：青府规〔2024〕 12 号", Number("青府规", 2024, 12)),
        ("青府规[2024]003号", Number("青府规", 2024, 3)),
        ("青政规字（2024）第5号", Number("青政规字", 2024, 5)),
        ("青府办发〔2024〕3号文件", None),
        ("按照青府办发〔2024〕3号、青府办发〔2024〕4号", None),
        ("（2024）岭07民终1号", None),
    ],
)
def test_a_line_is_a_number_or_is_none(line: str, number: Number | None) -> None:
    assert number_of(line) == number


def test_numbers_stand_apart_in_lists_and_not_in_sentences() -> None:
    text = "《甲》（青府规〔2024〕1号）、《乙》青府规〔2024〕2号"
    assert [str(spot.number) for spot in numbers_in(text)] == [
        "青府规〔2024〕1号",
        "青府规〔2024〕2号",
    ]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("关于印发《青禾区停车办法（试行）》的通知", "青禾区停车办法（试行）"),
        ("青禾区人民政府办公室关于印发《青禾区停车办法》的通知", "青禾区停车办法"),
        ("【已废止】关于印发《青禾区停车办法》的通知", "青禾区停车办法"),
        (
            "青禾区人民政府关于加强禁烧工作的通告（青府规〔2024〕1号）",
            "青禾区人民政府关于加强禁烧工作的通告",
        ),
    ],
)
def test_a_title_gives_the_name_of_what_is_issued(title: str, name: str) -> None:
    assert own_name(title) == name


def test_names_are_compared_without_issuer_and_signs() -> None:
    assert plain_name("青禾区人民政府关于加强“禁烧”工作的通告") == plain_name(
        "关于加强禁烧工作的通告"
    )


@pytest.mark.parametrize(
    ("name", "region", "area"),
    [
        ("青禾区人民政府", "", "青禾区"),
        ("云岭市青禾区人民政府门户网站", "", "青禾区"),
        ("清河县民政局", "", "清河县"),
        ("政务公开平台", "岭南省青禾市清河县", "清河县"),
        ("苏州市吴中区人民政府", "", "吴中区"),
        ("景德镇市人民政府", "", "景德镇市"),
        ("示例", "", ""),
    ],
)
def test_the_place_is_told_by_the_site(name: str, region: str, area: str) -> None:
    assert area_of(Site("a", name, "http://a.example/", region=region)) == area
