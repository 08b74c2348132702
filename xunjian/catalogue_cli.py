"""The command `xunjian catalogue`: the normative documents that the last whole scan has seen."""

import sys
from datetime import date
from pathlib import Path

from xunjian import config as configuration
from xunjian.catalogue import told
from xunjian.catalogue_forms import as_form
from xunjian.commands import INCOMPLETE, require_folder
from xunjian.config import ConfigError
from xunjian.folders import last_whole
from xunjian.private import write_private


def run_catalogue(
    directory: Path, site_id: str | None, today: date, form: str, output: Path | None
) -> int:
    """Write the catalogue; 3 where no whole scan has been made yet."""
    config = configuration.load(directory)
    site = config.site(site_id)
    if output is not None:
        require_folder(output)
    elif form in ("xlsx", "docx") and sys.stdout.isatty():
        raise ConfigError([f"{form} 文件不能显示在屏幕上，请用 -o 写明文件名"])
    with last_whole(config.snapshots / site.id) as snapshot:
        if snapshot is None:
            sys.stderr.write("还没有完整的检测结果，请先运行 xunjian scan\n")
            return INCOMPLETE
        content = as_form(told(snapshot, today), form)
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        write_private(output, content)
    return 0
