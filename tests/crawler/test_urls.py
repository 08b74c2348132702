"""One spelling per address."""

from random import Random
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.forms import as_post, split_post
from crawler.urls import (
    article_mark,
    canonical,
    identity,
    is_file,
    is_in_scope,
    join,
    scope_of,
    suffix_of,
)

SPELLINGS = [
    # Host, port, fragment.
    ("HTTP://WWW.Example.GOV.cn", "http://www.example.gov.cn/"),
    ("http://www.example.gov.cn.:80/a", "http://www.example.gov.cn/a"),
    ("https://a.cn:443/a", "https://a.cn/a"),
    ("https://a.cn:80/a", "https://a.cn:80/a"),
    ("http://user:secret@a.cn/a#top", "http://a.cn/a"),
    ("http://[::1]:8080/a", "http://[::1]:8080/a"),
    ("http://中文.cn/", "http://xn--fiq228c.cn/"),
    ("http://①②⑦.0.0.1/", "http://127.0.0.1/"),
    # Dots and slashes.
    ("http://a.cn/a/./b/../c", "http://a.cn/a/c"),
    ("http://a.cn/../../a", "http://a.cn/a"),
    ("http://a.cn//a///b/", "http://a.cn/a/b/"),
    ("http://a.cn/a/..", "http://a.cn/"),
    ("http://a.cn/a/%2e%2e/b", "http://a.cn/b"),
    # Session ids and tracking keys go.
    ("http://a.cn/a.jsp;jsessionid=0A1B?id=1", "http://a.cn/a.jsp?id=1"),
    ("http://a.cn/a;JSESSIONID=0A1B", "http://a.cn/a"),
    ("http://a.cn/a?PHPSESSID=1&id=2&utm_source=x", "http://a.cn/a?id=2"),
    ("http://a.cn/a?spm=1.2&_t=1700000000", "http://a.cn/a"),
    ("http://a.cn/a?sid=0123456789abcdef0123&id=3", "http://a.cn/a?id=3"),
    # What chooses the page stays, in its order.
    ("http://a.cn/a?page=2&id=1", "http://a.cn/a?page=2&id=1"),
    ("http://a.cn/list?id=&page=2", "http://a.cn/list?id=&page=2"),
    ("http://a.cn/api/all/12?page=1&sid=756001", "http://a.cn/api/all/12?page=1&sid=756001"),
    ("http://a.cn/a?4213", "http://a.cn/a?4213"),
    ("http://a.cn/a?%E4%BD%A0", "http://a.cn/a?%E4%BD%A0"),
    ("http://a.cn/a?b+c=d%2Be%26f", "http://a.cn/a?b+c=d%2Be%26f"),
    ("http://a.cn/a?b=1;c=2&d=%e4%bd%a0", "http://a.cn/a?b=1;c=2&d=%E4%BD%A0"),
    ("http://a.cn/a?u=http://b.cn/?x", "http://a.cn/a?u=http://b.cn/?x"),
    # Escapes: one spelling, bytes of any encoding kept.
    ("http://a.cn/通知", "http://a.cn/%E9%80%9A%E7%9F%A5"),
    ("http://a.cn/%e9%80%9a知", "http://a.cn/%E9%80%9A%E7%9F%A5"),
    ("http://a.cn/%cd%a8%d6%aa.html", "http://a.cn/%CD%A8%D6%AA.html"),
    ("http://a.cn/s?q=%cd%a8%d6%aa", "http://a.cn/s?q=%CD%A8%D6%AA"),
    ("http://a.cn/s?q=通知 1", "http://a.cn/s?q=%E9%80%9A%E7%9F%A5%201"),
    ("http://a.cn/%7Ea%2Db", "http://a.cn/~a-b"),
    ("http://a.cn/a%2Fb%3Fc%25", "http://a.cn/a%2Fb%3Fc%25"),
    ("http://a.cn/100%", "http://a.cn/100%25"),
    ("http://a.cn/a b", "http://a.cn/a%20b"),
]
NO_ADDRESS = [
    "",
    "a.cn/x",
    "ftp://a.cn/",
    "http://",
    "http:///a",
    "http://a.cn:99999/",
    "http://a.cn:x/",
    "http://[::1/",
    "http://a..cn/",
    f"http://{'a' * 64}.cn/",
    "mailto:a@b.cn",
]


@pytest.mark.parametrize(("spelled", "address"), SPELLINGS)
def test_an_address_has_one_spelling(spelled: str, address: str) -> None:
    assert canonical(spelled) == address
    assert canonical(address) == address


@pytest.mark.parametrize("text", NO_ADDRESS)
def test_what_is_no_web_address_is_empty(text: str) -> None:
    assert canonical(text) == ""


WORDS = r"/ // . .. % %2e %2F %3B ;jsessionid=1 %25 %zz & ? = sid=1 id=2 + 通 %CD \ # : @ a"
PIECES = st.lists(
    st.sampled_from([*WORDS.split(), " ", "\t", "\udcff"]),
    max_size=12,
).map("".join)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=40), PIECES))
def test_the_one_spelling_is_its_own_spelling(tail: str) -> None:
    once = canonical(f"http://A.cn/{tail}")
    assert canonical(once) == once
    assert once.isascii()


ROUTES = st.lists(
    st.sampled_from(
        ["#", "#/", "#!/", "/list", "?id=3", "&", "%e9", "%zz", "通", " ", "3155", "a"]
    ),
    max_size=8,
).map(lambda pieces: "#" + "".join(pieces))
KEYS = st.sampled_from(["id", "page", "unit", "columnid", "q", "_t", "sid", "PHPSESSID", "spm"])
QUERIES = st.lists(st.tuples(KEYS, st.sampled_from(["", "1", "通知", "a=b", "%CD%A8", "+"])))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["", "gkmlpt/index", "gkmlpt/index/", "a.html?b=1"]), ROUTES)
def test_the_route_of_a_script_is_kept_in_one_spelling(path: str, route: str) -> None:
    once = canonical(f"http://a.cn/{path}{route}")
    assert canonical(once) == once
    assert once.isascii()
    assert once.partition("#")[0] == canonical(f"http://a.cn/{path}")


@settings(max_examples=200, deadline=None)
@given(QUERIES, st.randoms(use_true_random=False))
def test_where_a_session_id_stands_in_the_query_makes_no_difference(
    query: list[tuple[str, str]], chance: Random
) -> None:
    kept = [f"{key}={value}" for key, value in query if key in ("id", "page", "unit", "q")]
    tracking = ["_t=17", "PHPSESSID=1", "spm=1.2", "utm_source=x", "JSESSIONID=A"]
    mixed = list(kept)
    for each in tracking:
        mixed.insert(chance.randrange(len(mixed) + 1), each)
    once = canonical(f"http://a.cn/a?{'&'.join(kept)}")
    assert canonical(f"http://a.cn/a?{'&'.join(mixed)}") == once


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["http://a.cn/d.jsp", "http://a.cn/d.jsp?unit=3", "http://a.cn/d.jsp?"]),
    st.dictionaries(st.sampled_from(["page", "id", "名称", "a&b", "x"]), st.text(max_size=9)),
)
def test_a_form_survives_its_spelling_as_an_address(url: str, form: dict[str, str]) -> None:
    try:
        sent = {key: value.encode().decode() for key, value in form.items()}
    except UnicodeEncodeError:
        return
    address = as_post(url, sent)
    assert canonical(address) == address
    asked, body = split_post(address)
    assert body is not None
    assert asked == canonical(url)
    assert dict(parse_qsl(body.decode(), keep_blank_values=True)) == sent


@pytest.mark.parametrize(
    "url",
    [
        "http://a.cn/a?__wb_method=POSTED",
        "http://a.cn/__wb_method=POST",
        "http://a.cn/a?x__wb_method=POST&a=1",
        "http://a.cn/a?x=__wb_method=POST&a=1",
    ],
)
def test_an_address_that_only_looks_like_a_form_is_asked_as_it_is(url: str) -> None:
    assert split_post(url) == (url, None)


@pytest.mark.parametrize(
    ("spelled", "address"),
    [
        ("http://a.cn/#/x", "http://a.cn/#/x"),
        ("http://a.cn#/x", "http://a.cn/#/x"),
        ("http://a.cn/#!/x", "http://a.cn/#!/x"),
        ("http://a.cn/#/", "http://a.cn/"),
        ("http://a.cn/#top", "http://a.cn/"),
        ("http://a.cn/#3155", "http://a.cn/"),
        ("http://a.cn/gkmlpt/index#3155", "http://a.cn/gkmlpt/index#3155"),
        ("http://a.cn/gkmlpt/index#top", "http://a.cn/gkmlpt/index"),
        ("http://a.cn/gkmlpt/index?a=1&_t=3#3155", "http://a.cn/gkmlpt/index?a=1#3155"),
        ("http://a.cn/#/a%2fb%7e", "http://a.cn/#/a%2Fb~"),
    ],
)
def test_only_the_fragment_that_a_script_reads_is_part_of_an_address(
    spelled: str, address: str
) -> None:
    assert canonical(spelled) == address
    assert join("http://a.cn/b/", spelled) == address


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30))
def test_no_link_text_makes_the_parser_fail(reference: str) -> None:
    found = join("http://a.cn/b/", reference)
    assert found == "" or found.startswith(("http://", "https://"))


@pytest.mark.parametrize(
    "reference",
    [
        "javascript:void(0)",
        " JavaScript:;",
        "java\nscript:alert(1)",
        "mailto:a@b.cn",
        "tel:12345",
        "data:text/html,<p>",
        "file:///etc/hostname",
        "ftp://a.cn/x",
        "about:blank",
        "http://[",
    ],
)
def test_a_link_that_is_no_web_address_joins_to_nothing(reference: str) -> None:
    assert join("http://a.cn/b/", reference) == ""


@pytest.mark.parametrize(
    ("reference", "address"),
    [
        ("./c.html", "http://a.cn/b/c.html"),
        ("../c.html", "http://a.cn/c.html"),
        ("?page=2", "http://a.cn/b/?page=2"),
        ("//d.cn/c", "http://d.cn/c"),
        ("\\files\\a.pdf", "http://a.cn/files/a.pdf"),
        ("\n c.html\t", "http://a.cn/b/c.html"),
        ("#top", "http://a.cn/b/"),
    ],
)
def test_a_link_is_resolved_as_browsers_do(reference: str, address: str) -> None:
    assert join("http://a.cn/b/", reference) == address


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        ("http://a.cn/", True),
        ("https://a.cn/zwgk/1.html", True),
        ("http://b.cn/zwgk/", True),
        ("http://b.cn/zwgk", True),
        # The prefix ends at a slash, not within a name.
        ("http://a.cn.evil.cn/", False),
        ("http://b.cn/zwgk2/", False),
        ("http://b.cn/", False),
        ("http://a.cn:8080/", False),
        ("http://c.cn/?u=http://a.cn/", False),
    ],
)
def test_scope_is_a_matter_of_whole_names(url: str, inside: bool) -> None:
    assert is_in_scope(url, ("a.cn", "b.cn/zwgk/")) is inside


def test_a_site_without_scope_is_the_host_of_its_start() -> None:
    assert scope_of("http://A.cn:80/x/", ()) == ("a.cn",)
    assert scope_of("http://a.cn:8080/", ()) == ("a.cn:8080",)


def test_a_file_is_known_by_its_suffix() -> None:
    assert is_file("http://a.cn/x/P020.PDF?download=1")
    assert not is_file("http://a.cn/x.html?f=a.pdf")
    assert suffix_of("http://a.cn/a.b/c") == ""


PAGE = "https://a.cn/tzgg/t20261103_77.html"
# What is the same page whatever stands in its address, and what is not.
SAME = [
    "http://a.cn/tzgg/t20261103_77.html",
    "http://A.cn:80//tzgg/./t20261103_77.html#top",
    "https://a.cn/tzgg/t20261103_77.html;jsessionid=0A1B",
    "https://a.cn/tzgg/t20261103_77.html?from=timeline&isappinstalled=0",
    "https://a.cn/tzgg/t20261103_77.html?t=1763856000&v=2&_=1&token=x&utm_id=3&SPM=1",
    "https://a.cn/tzgg/t20261103_77.html?sid=0123456789abcdef",
]


@pytest.mark.parametrize("spelled", SAME)
def test_spellings_of_one_page_have_one_identity(spelled: str) -> None:
    assert identity(spelled) == PAGE


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("http://a.cn/x/index.html", "https://a.cn/x/", True),
        ("http://a.cn/x/Default.aspx", "https://a.cn/x/", True),
        ("http://a.cn/x/index_1.html", "https://a.cn/x/", False),
        ("http://a.cn/x", "http://a.cn/x/", False),
        ("http://a.cn/x?b=1&a=2", "http://a.cn/x?a=2&b=1", True),
        ("http://a.cn/x?id=1", "http://a.cn/x?id=2", False),
        ("http://a.cn/x?sid=3", "http://a.cn/x?sid=4", False),
        ("http://a.cn/x?pageNum=1", "http://a.cn/x", False),
        ("http://a.cn:8080/x", "http://a.cn/x", False),
        ("http://a.cn/gkmlpt/index#3155", "http://a.cn/gkmlpt/index#3156", False),
        ("http://a.cn/%e4%b8%ad", "https://a.cn/中", True),
    ],
)
def test_pages_have_one_identity_or_two(one: str, other: str, is_same: bool) -> None:
    assert (identity(one) == identity(other)) is is_same


def test_a_site_may_have_its_articles_told_apart_by_what_mostly_is_a_time() -> None:
    assert identity("http://a.cn/x?T=1&v=2", frozenset({"t"})) == "https://a.cn/x?T=1"
    assert identity("tzgg") == ""


@given(st.text(alphabet="abt=&?;/%.", max_size=20))
def test_an_identity_is_its_own(tail: str) -> None:
    once = identity(f"http://a.cn/{tail}")
    assert identity(once) == once


@pytest.mark.parametrize(
    ("url", "mark"),
    [
        (PAGE, "t_77"),
        ("http://a.cn/show.jsp?Id=AB&x=1", "id=ab"),
        ("http://a.cn/show.jsp?id=", ""),
        ("http://a.cn/show.jsp?page=1", ""),
    ],
)
def test_an_article_is_named_in_path_or_query(url: str, mark: str) -> None:
    assert article_mark(url) == mark
