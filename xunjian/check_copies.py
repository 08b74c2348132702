"""Writes the annotated copies of checked files, beside nothing and over nothing."""

from dataclasses import dataclass
from pathlib import Path, PurePath

from checks.mask import mask
from xunjian.annotate.child import Annotator
from xunjian.annotate.note import notes_of
from xunjian.check_sources import Source
from xunjian.prepublish import Basis, Checked, UnreadableError
from xunjian.reasons import reason


@dataclass(frozen=True, slots=True)
class Copy:
    """The annotated copy of a document: where it was written, or why there is none."""

    document: str
    path: Path | None = None
    refused: str = ""


class Copies:
    """Copies into one folder, the sub-folders of the checked ones kept."""

    def __init__(self, directory: Path, basis: Basis) -> None:
        if directory.exists() and not directory.is_dir():
            raise UnreadableError(f"{directory}：不是文件夹，标注副本无处可写")
        self._directory = directory
        self._basis = basis
        self._annotator = Annotator()
        self.made: list[Copy] = []

    def close(self) -> None:
        """End the process that makes the copies."""
        self._annotator.close()

    def add(self, source: Source, checked: Checked) -> None:
        """Write the copy of a document in which something was found."""
        if checked.result.findings:
            self.made.append(self._copy(source, checked))

    def _copy(self, source: Source, checked: Checked) -> Copy:
        name = mask(checked.document.name)
        if source.path is None:
            return Copy(name, refused="只有文件能做标注副本")
        try:
            body = source.path.read_bytes()
            notes = notes_of(checked.document, checked.result.findings, self._basis.rules)
            copied = self._annotator.annotated(body, source.path.name, checked.document, notes)
            if copied.refused:
                return Copy(name, refused=copied.refused)
            path = self._write(source.relative, copied.suffix, copied.body)
        except OSError as error:
            return Copy(name, refused=f"写不了：{reason(error)}")
        return Copy(name, path)

    def _write(self, relative: PurePath, suffix: str, body: bytes) -> Path:
        """Write to the first name that is free, so that nothing is ever overwritten."""
        ending = relative.suffix
        if suffix and not ending.lower().endswith(("html", "htm")):
            ending += suffix
        folder = self._directory / relative.parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        number = 1
        while True:
            mark = "（标注）" if number == 1 else f"（标注 {number}）"
            path = folder / f"{relative.stem}{mark}{ending}"
            try:
                with path.open("xb") as file:
                    file.write(body)
            except FileExistsError:
                number += 1
                continue
            return path
