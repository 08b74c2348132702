"""Opens workbooks that are encrypted with the password that Excel tries by itself."""

import struct
from io import BytesIO

from msoffcrypto import OfficeFile
from msoffcrypto.exceptions import DecryptionError, FileFormatError, ParseError

from crawler.extract.content import ExtractError
from crawler.extract.ole import SPOILT

# Excel encrypts with it when people only protect the structure, and everybody can open the file.
KNOWN_TO_ALL = "VelvetSweatshop"


def unlocked(body: bytes) -> bytes:
    """Return the workbook decrypted; an `ExtractError` if it needs a password of its own."""
    plain = BytesIO()
    try:
        file = OfficeFile(BytesIO(body))
        file.load_key(password=KNOWN_TO_ALL)
        file.decrypt(plain)
    except (DecryptionError, FileFormatError, ParseError, struct.error, *SPOILT) as error:
        raise ExtractError("文件已加密，需要密码才能打开") from error
    return plain.getvalue()
