"""What a unit may answer; apart, because those who only read workbooks need no database."""

from enum import StrEnum


class Answer(StrEnum):
    """What a unit may say of an issue; it claims, and never closes. The values are stored."""

    MENDED = "已整改"
    AT_WORK = "整改中"
    EXTENSION = "申请延期"
    FALSE_ALARM = "疑似误报"
