"""Files that hold no text for us by their first bytes: films, sound, drawings, programs, fonts."""

VIDEO, SOUND, DRAWING, PROGRAM = "视频", "音频", "工程图纸", "程序"
FONT, DATABASE, DISK = "字体", "数据库", "磁盘映像"
# Where each mark stands, the mark, and what it tells.
MARKS = (
    (0, b"\x1aE\xdf\xa3", VIDEO),
    (0, b"FLV\x01", VIDEO),
    (0, b"\x00\x00\x01\xba", VIDEO),
    (0, b"\x00\x00\x01\xb3", VIDEO),
    (0, b"0&\xb2u\x8ef\xcf\x11", "音视频"),
    (0, b".RMF", "音视频"),
    (8, b"AVI ", VIDEO),
    (8, b"WAVE", SOUND),
    (0, b"ID3", SOUND),
    (0, b"\xff\xfb", SOUND),
    (0, b"\xff\xf3", SOUND),
    (0, b"OggS", SOUND),
    (0, b"fLaC", SOUND),
    (0, b"#!AMR", SOUND),
    (0, b"AC10", DRAWING),
    (0, b"MZ", PROGRAM),
    (0, b"\x7fELF", PROGRAM),
    (0, b"\xca\xfe\xba\xbe", PROGRAM),
    (0, b"\x00\x01\x00\x00\x00", FONT),
    (0, b"OTTO\x00", FONT),
    (0, b"wOFF", FONT),
    (0, b"wOF2", FONT),
    (4, b"Standard Jet DB", DATABASE),
    (4, b"Standard ACE DB", DATABASE),
    (0, b"SQLite format 3\x00", DATABASE),
    (0, b"8BPS", "Photoshop 图像"),
    (0, b"CWS", "Flash 动画"),
    (0, b"FWS", "Flash 动画"),
    (32769, b"CD001", DISK),
)
# ISO media files name their brand behind their length.
BRANDED = b"ftyp"
PICTURES = (b"heic", b"heix", b"mif1", b"avif")


def kind_of(body: bytes) -> str:
    """Say in Chinese what a file is that we cannot read, "" if nothing tells."""
    if body.startswith(BRANDED, 4):
        return "HEIC 图片" if body.startswith(PICTURES, 8) else VIDEO
    return next((told for at, mark, told in MARKS if body.startswith(mark, at)), "")
