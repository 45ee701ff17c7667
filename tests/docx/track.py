"""Edits a Word file in LibreOffice with tracking on.

In: the soffice program, a folder for its profile, a .docx without comments, where to save. Every
seventh paragraph of the text is edited in one of six ways, and cells of the first tables.
"""

import os
import signal
import subprocess
import sys
import threading
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def value(name, content):
    return PropertyValue(Name=name, Value=content)


def connect(pipe):
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", context
    )
    url = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
    for _ in range(240):
        try:
            return resolver.resolve(url)
        except NoConnectException:
            time.sleep(0.25)
    raise SystemExit("LibreOffice doesn't answer")


def edit(text, paragraph, kind):
    cursor = text.createTextCursorByRange(paragraph.Start)
    if kind == 0:
        text.insertString(cursor, "添在段首", False)
    elif kind == 1:
        cursor.goRight(4, True)
        cursor.String = ""
    elif kind == 2:
        cursor.goRight(6, False)
        cursor.goRight(3, True)
        cursor.String = "改写"
    elif kind == 3:
        cursor.goRight(8, False)
        text.insertControlCharacter(cursor, 0, False)
    elif kind == 4:
        end = text.createTextCursorByRange(paragraph.End)
        end.goRight(1, True)
        end.String = ""
    else:
        cursor.gotoRange(paragraph.End, True)
        cursor.goRight(1, True)
        cursor.String = ""


def change(document):
    text = document.Text
    paragraphs, tables = [], []
    enumeration = text.createEnumeration()
    while enumeration.hasMoreElements():
        element = enumeration.nextElement()
        if element.supportsService("com.sun.star.text.Paragraph"):
            if len(element.String) > 30 and not element.ParaStyleName.startswith(("Heading", "Contents")):
                paragraphs.append(element)
        elif element.supportsService("com.sun.star.text.TextTable"):
            tables.append(element)
    if len(paragraphs) < 42:
        raise SystemExit(f"only {len(paragraphs)} paragraphs to edit")
    for number, paragraph in enumerate(paragraphs[3::7]):
        edit(text, paragraph, number % 6)
    for table in tables[:3]:
        cell = table.getCellByName(table.CellNames[-1])
        cell.insertString(cell.createTextCursor(), "格", False)


def main():
    soffice, profile, source, target = sys.argv[1:]
    pipe = f"zishu{os.getpid()}"
    office = subprocess.Popen(
        [
            soffice,
            f"-env:UserInstallation=file://{profile}",
            "--headless",
            "--norestore",
            f"--accept=pipe,name={pipe};urp;",
        ],
        # Nobody waits for what the office keeps open, and it goes with its own children.
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    # An office that hangs is ended, which ends every call to it.
    limit = threading.Timer(300, os.killpg, (office.pid, signal.SIGKILL))
    limit.daemon = True
    limit.start()
    try:
        context = connect(pipe)
        desktop = context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", context
        )
        url = uno.systemPathToFileUrl
        document = desktop.loadComponentFromURL(url(source), "_blank", 0, (value("Hidden", True),))
        document.RecordChanges = True
        change(document)
        document.storeToURL(url(target), (value("FilterName", "MS Word 2007 XML"),))
        document.close(True)
        try:
            desktop.terminate()
        except Exception:
            pass
        office.wait(60)
    finally:
        try:
            os.killpg(office.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


main()
