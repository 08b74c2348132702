"""Saves a list through LibreOffice in every format that units send, in one start of the program."""

import subprocess
from pathlib import Path

# Two spellings of text: what we would choose, and what a Chinese Excel writes.
FORMATS = {
    "xlsx": ("Calc MS Excel 2007 XML", ""),
    "xls": ("MS Excel 97", ""),
    "ods": ("calc8", ""),
    "utf8.csv": ("Text - txt - csv (StarCalc)", "44,34,76,1"),
    "gbk.csv": ("Text - txt - csv (StarCalc)", "44,34,GBK,1"),
}
SECONDS = 90
LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
<library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/>
</library:libraries>"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">
<library:element library:name="Module1"/></library:library>"""
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub SaveAll(folder As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  doc = StarDesktop.loadComponentFromURL(ConvertToURL(folder &amp; "/list.xlsx"), "_blank", 0, hidden())
  Dim how(1) As New com.sun.star.beans.PropertyValue
  how(0).Name = "FilterName"
  how(1).Name = "FilterOptions"
  {saves}
  doc.close(True)
End Sub
</script:module>"""
SAVE = """how(0).Value = "{filter}"
  how(1).Value = "{options}"
  doc.storeToURL(ConvertToURL(folder &amp; "/saved.{suffix}"), how())"""
# A profile that says so is not filled with the program's own examples first.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/Office">
<prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value></prop></item></oor:items>"""


def saved_copies(folder: Path, body: bytes) -> dict[str, bytes]:
    """Return the list as LibreOffice saves it, by the endings of `FORMATS`."""
    user = folder / "profile" / "user"
    basic = user / "basic" / "Standard"
    basic.mkdir(parents=True)
    saves = "\n  ".join(
        SAVE.format(filter=name, options=options, suffix=suffix)
        for suffix, (name, options) in FORMATS.items()
    )
    for path, text in (
        (user / "registrymodifications.xcu", SETTINGS),
        (user / "basic" / "script.xlc", LIBRARIES),
        (basic / "script.xlb", LIBRARY),
        (basic / "Module1.xba", MODULE.format(saves=saves)),
    ):
        path.write_text(text, encoding="utf-8")
    (folder / "list.xlsx").write_bytes(body)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            f'macro:///Standard.Module1.SaveAll("{folder}")',
        ],
        check=True,
        capture_output=True,
        timeout=SECONDS,
    )
    return {suffix: (folder / f"saved.{suffix}").read_bytes() for suffix in FORMATS}
