"""Pages in whatever encoding, whatever header and meta tag claim."""

import pytest

from crawler.extract.encoding import decode

# 㐂 and 𠮷 are in GB18030 alone, neither in GB2312 nor in GBK.
COMMON = "关于做好政府信息公开工作的通知，请各单位遵照执行。" * 8
RARE = COMMON + "㐂𠮷"
TRADITIONAL = "政府資訊公開專欄，請各單位遵照辦理。" * 8


def _page(text: str, encoding: str, meta: str = "", *, filler: int = 0) -> bytes:
    tag = f'<meta http-equiv="Content-Type" content="text/html; charset={meta}">' if meta else ""
    space = f"<!--{'x' * filler}-->" if filler else ""
    html = f"<html><head>{space}{tag}<title>通知</title></head><body>{text}</body></html>"
    return html.encode(encoding)


CASES = {
    # What is declared is a subset of what the bytes hold.
    "meta gb2312, bytes gb18030": (_page(RARE, "gb18030", "gb2312"), ""),
    "meta gbk, bytes gb18030": (_page(RARE, "gb18030", "gbk"), ""),
    "meta x-gbk, bytes gb18030": (_page(RARE, "gb18030", "x-gbk"), ""),
    "header gb2312, no meta": (_page(RARE, "gb18030"), "text/html; charset=gb2312"),
    # Nothing is declared.
    "nothing declared, bytes gb18030": (_page(RARE, "gb18030"), "text/html"),
    "nothing declared, bytes utf-8": (_page(RARE, "utf-8"), ""),
    # Header, meta tag and bytes contradict each other.
    "meta gb2312, bytes utf-8": (_page(RARE, "utf-8", "gb2312"), ""),
    "header utf-8, meta gbk, bytes gbk": (
        _page(RARE, "gb18030", "gbk"),
        "text/html; charset=utf-8",
    ),
    "header gbk, meta utf-8, bytes utf-8": (
        _page(RARE, "utf-8", "utf-8"),
        "text/html;charset=GBK",
    ),
    "header ISO-8859-1, meta gb2312": (
        _page(RARE, "gb18030", "gb2312"),
        "text/html;charset=ISO-8859-1",
    ),
    "header with an unknown name": (_page(RARE, "gb18030"), "text/html; charset=utf8mb4-nothing"),
    # Byte order marks win.
    "mark of utf-8, meta gb2312": (b"\xef\xbb\xbf" + _page(RARE, "utf-8", "gb2312"), ""),
    "mark of utf-16": (_page(RARE, "utf-16"), "text/html; charset=gb2312"),
    # The meta tag stands late.
    "meta after 1 KB": (_page(RARE, "gb18030", "gb2312", filler=1024), ""),
    "meta after 6 KB": (_page(RARE, "gb18030", "gb2312", filler=6 * 1024), ""),
    # A page is not lost for one bad byte.
    "utf-8 cut within a character": (
        _page(RARE, "utf-8", "utf-8").replace(b"</body>", b"\xe4\xbd</body>"),
        "",
    ),
    "utf-8 cut, nothing declared": (_page(RARE, "utf-8") + b"\xe4\xbd", ""),
    "utf-8 cut, declared gb2312": (_page(RARE, "utf-8", "gb2312") + b"\xe4\xbd", ""),
    "gbk with one bad byte": (
        _page(RARE, "gb18030", "gbk").replace(b"</body>", b"\xff</body>"),
        "",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_whole_text_survives(case: str) -> None:
    body, header = CASES[case]
    assert RARE in decode(body, header).text


def test_big5_is_read_as_declared() -> None:
    decoded = decode(_page(TRADITIONAL, "big5", "big5"))
    assert (TRADITIONAL in decoded.text, decoded.encoding) == (True, "big5")


def test_what_was_declared_is_kept_for_the_conflict_report() -> None:
    decoded = decode(_page(COMMON, "utf-8", "gb2312"), "text/html; charset=big5")
    assert (decoded.encoding, decoded.header, decoded.meta) == ("utf-8", "big5", "gb2312")


def test_a_short_page_of_broken_utf_8_is_not_taken_for_gbk() -> None:
    text = "首页 机构职能 政策文件"
    assert text in decode(_page(text, "utf-8", "gb2312") + b"\xe4\xbd").text


def test_a_short_gbk_page_is_not_taken_for_utf_8() -> None:
    text = "首页 机构"
    assert text in decode(_page(text, "gbk")).text


def test_an_empty_body_is_empty_text() -> None:
    assert decode(b"", "text/html; charset=gbk").text == ""


# A charset of this kind is no text encoding and must not be looked up as one.
@pytest.mark.parametrize("name", ["hex", "base64", "rot13", "zlib", "idna", "unicode_escape"])
def test_a_declared_codec_that_is_no_charset_is_ignored(name: str) -> None:
    body = _page(COMMON, "gb18030")
    assert COMMON in decode(body, f"text/html; charset={name}").text
