"""What a platform published in a year is counted by column, unit, month and form."""

from datetime import UTC, date, datetime

import pytest

from crawler.page import DateSource, Fetch, Link, Outcome, Page, Published, Role
from crawler.site import Column, ColumnKind, Site, Unit
from xunjian.disclosure import Disclosure, Form, disclosure, form_of
from xunjian.disclosure_tables import told

HOME = "http://a.example/"
SITE = Site(
    "a",
    "示例",
    HOME,
    columns=(
        Column("news", "政务要闻", f"{HOME}news/", "zfb", ColumnKind.NEWS),
        Column("policy", "政策文件", f"{HOME}policy/", "zfb", ColumnKind.POLICY),
        Column("school", "教育信息", f"{HOME}school/", "jyj"),
    ),
    units=(Unit("zfb", "区政府办公室"), Unit("jyj", "区教育局")),
)
NOW = datetime(2026, 11, 30, tzinfo=UTC)


def page(
    name: str,
    day: str | None = "2026-03-02",
    column: str = "news",
    *,
    title: str = "",
    text: str = "",
    role: Role = Role.PAGE,
    links: tuple[Link, ...] = (),
    outcome: Outcome = Outcome.OK,
) -> Page:
    return Page(
        Fetch(f"{HOME}{name}", outcome, NOW, 200),
        role,
        title or f"关于{name}的公告",
        text or f"{name}的全文。",
        column_id=column,
        published=Published(date.fromisoformat(day), DateSource.ROW) if day else None,
        links=links,
    )


def counted(*pages: Page, rows: dict[str, str] | None = None, year: int = 2026) -> Disclosure:
    return disclosure(pages, rows or {}, SITE, year)


@pytest.mark.parametrize(
    ("title", "form"),
    [
        ("一图读懂《清河县城镇体系规划》", Form.PICTURES),
        ("图解：2026年政府工作报告", Form.PICTURES),
        ("H5 | 十件民生实事", Form.PICTURES),
        ("一张图看懂医保报销", Form.PICTURES),
        ("【视频】区长解读营商环境新政", Form.VIDEO),
        ("视频解读：城乡居民养老保险", Form.VIDEO),
        ("动漫解读|烟花爆竹管理办法", Form.VIDEO),
        ("微视频：春耕正当时", Form.VIDEO),
        ("音频解读：居住证办理", Form.AUDIO),
        ("青禾区举行“稳就业”新闻发布会", Form.CONFERENCE),
        ("优化营商环境新闻发布会实录", Form.CONFERENCE),
        # Words that only look like it.
        ("区政府召开全区安全生产视频会议", Form.TEXT),
        ("公共安全视频监控系统采购公告", Form.TEXT),
        ("H5N1 高致病性禽流感防控方案", Form.TEXT),
        ("关于扶持动漫产业发展的意见", Form.TEXT),
        ("区政府新闻发布会管理办法", Form.TEXT),
        ("关于印发图解法教学方案的通知", Form.TEXT),
        ("政府工作报告", Form.TEXT),
    ],
)
def test_the_form_is_told_by_what_the_title_says_outright(title: str, form: Form) -> None:
    assert form_of(title) is form


def test_a_film_that_the_text_links_to_makes_a_video_and_one_of_the_template_does_not() -> None:
    film = "http://a.example/v/1.MP4?x=1"
    assert form_of("区长访谈", page("a", links=(Link(film, "播放"),))) is Form.VIDEO
    assert form_of("区长访谈", page("a", links=(Link(film, "宣传片", is_frame=True),))) is Form.TEXT
    sound = Link("http://a.example/v/1.mp3", "收听")
    assert form_of("区长访谈", page("a", links=(sound,))) is Form.AUDIO


def test_documents_are_counted_by_column_unit_month_and_form() -> None:
    found = counted(
        page("1", "2026-01-05"),
        page("2", "2026-03-02", title="一图读懂2号文件"),
        page("3", "2026-03-09", "policy"),
        page("4", "2026-12-31", "school"),
        page("5", "2025-12-31"),
        page("6", "2027-01-01"),
    )
    assert found.total == 4
    assert [(c.name, c.unit, c.total) for c in found.by_column] == [
        ("政务要闻", "区政府办公室", 2),
        ("政策文件", "区政府办公室", 1),
        ("教育信息", "区教育局", 1),
    ]
    assert [(c.name, c.total) for c in found.by_unit] == [("区政府办公室", 3), ("区教育局", 1)]
    assert [c.total for c in found.by_month] == [1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    assert found.by_form is not None
    assert (found.by_form[Form.TEXT], found.by_form[Form.PICTURES]) == (3, 1)


def test_a_reposted_article_counts_once_where_it_stood_first() -> None:
    same = {"title": "关于清明放假的通知", "text": "现将 清明节放假安排通知如下。"}
    found = counted(
        page("b", "2026-03-10", "school", **same),
        page("a", "2026-03-09", "news", **same),
        page("c", "2026-03-10", "policy", title=same["title"], text="另一年的安排。"),
    )
    assert (found.total, found.reposts) == (2, 1)
    assert [c.total for c in found.by_column] == [1, 1, 0]


def test_pages_without_text_are_not_taken_for_one_another() -> None:
    found = counted(page("a", text=" ", title="图解"), page("b", text=" ", title="图解"))
    assert (found.total, found.reposts) == (2, 0)


def test_what_has_no_date_is_in_no_year_and_said() -> None:
    rows = {f"{HOME}a": "关于a的公告"}
    found = counted(page("a", None), page("about", None), page("b"), rows=rows)
    assert (found.total, found.undated) == (1, 1)
    assert any("1 篇没有发布日期" in line for line in told(found).lines)


def test_a_file_counts_where_a_list_leads_to_it_and_attachments_do_not() -> None:
    listed = page("plan.pdf", column="policy", role=Role.FILE)
    attached = page("form.doc", column="policy", role=Role.FILE)
    found = counted(listed, attached, rows={listed.url: "规划"})
    assert found.total == 1


@pytest.mark.parametrize(
    "left_out",
    [
        page("gone", outcome=Outcome.GONE),
        page("list", role=Role.COLUMN),
        page("home", role=Role.HOME),
        page("map", column=""),
    ],
)
def test_what_is_no_document_is_not_counted(left_out: Page) -> None:
    assert counted(left_out).total == 0


def test_a_column_that_is_not_on_the_list_is_named_as_such() -> None:
    stray = page("x", column="")
    found = counted(stray, rows={stray.url: "x"})
    assert [(c.name, c.total) for c in found.by_column][-1] == ("（栏目表以外）", 1)


def test_the_words_say_what_was_counted_and_what_was_not() -> None:
    same = {"title": "关于清明放假的通知", "text": "现将清明节放假安排通知如下。"}
    found = disclosure([page("a", **same), page("b", **same)], {}, SITE, 2026, cut="页数达到上限。")
    said = "".join(told(found).lines)
    assert "本年公开 1 篇：文字 1 篇。" in said
    assert "另有 1 处转发" in said and "检测没有看全：页数达到上限" in said
    tables = {table.title: table for table in told(found).tables}
    assert tables["按栏目"].heads == ("栏目", "单位", "文字", "合计")
    assert tables["按栏目"].rows[0] == ("政务要闻", "区政府办公室", 1, 1)
