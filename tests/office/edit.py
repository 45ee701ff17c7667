"""Does in LibreOffice what a reviewer does in Word.

In: the soffice program, a folder for its profile; on standard input one action in each line, its
words parted by ` / `. What isn't found ends the run. Words: `¶` is a paragraph's end.
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

BREAK = 0


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


class Office:
    """The office with the file that is open."""

    def __init__(self, context):
        self.manager, self.context = context.ServiceManager, context
        self.desktop = self.make("com.sun.star.frame.Desktop")
        self.document = None

    def make(self, name, *arguments):
        create = self.manager.createInstanceWithArgumentsAndContext
        if arguments:
            return create(name, arguments, self.context)
        return self.manager.createInstanceWithContext(name, self.context)

    def author(self, name):
        provider = self.make("com.sun.star.configuration.ConfigurationProvider")
        path = value("nodepath", "/org.openoffice.UserProfile/Data")
        access = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationUpdateAccess", (path,)
        )
        access.sn, access.givenname = name, ""
        access.commitChanges()

    def open(self, path):
        url = uno.systemPathToFileUrl(os.path.abspath(path))
        self.document = self.desktop.loadComponentFromURL(url, "_blank", 0, (value("Hidden", True),))
        if self.document is None:
            raise SystemExit(f"{path} isn't opened")

    def track(self, state):
        self.document.RecordChanges = state == "on"

    def save(self, path):
        url = uno.systemPathToFileUrl(os.path.abspath(path))
        self.document.storeToURL(url, (value("FilterName", "MS Word 2007 XML"),))
        self.document.close(True)

    def find(self, words, fits=lambda found: True):
        """The first place outside the contents that says this."""
        search = self.document.createSearchDescriptor()
        search.SearchString, search.SearchCaseSensitive = words, True
        found = self.document.findFirst(search)
        contents = ("contents", "toc")
        while found and (found.ParaStyleName.lower().startswith(contents) or not fits(found)):
            found = self.document.findNext(found.End, search)
        if found is None:
            raise SystemExit(f"{words} isn't found")
        return found

    def put(self, place, words):
        """New text at a place; its paragraphs' ends become paragraphs' ends."""
        text = place.Text
        cursor = text.createTextCursorByRange(place)
        for number, words in enumerate(words.split("¶")):
            if number:
                text.insertControlCharacter(cursor, BREAK, False)
            text.insertString(cursor, words, False)

    def insert(self, after, words):
        self.put(self.find(after).End, words)

    def before(self, words, new):
        self.put(self.find(words).Start, new)

    def replace(self, old, new):
        self.find(old).String = new

    def delete(self, words):
        self.find(words).String = ""

    def between(self, first, last):
        """Deletes from the start of the first words to the end of the last."""
        start, end = self.find(first), self.find(last)
        cursor = start.Text.createTextCursorByRange(start.Start)
        cursor.gotoRange(end.End, True)
        cursor.String = ""

    def split(self, after):
        self.put(self.find(after).End, "¶")

    def end(self, words, new):
        """New text at the end of the paragraph that says this."""
        cursor = self.paragraph(words)
        cursor.collapseToEnd()
        self.put(cursor, new)

    def paragraph(self, words):
        found = self.find(words)
        cursor = found.Text.createTextCursorByRange(found)
        cursor.gotoStartOfParagraph(False)
        cursor.gotoEndOfParagraph(True)
        return cursor

    def join(self, words):
        """The paragraph that says this with the next."""
        cursor = self.paragraph(words)
        cursor.collapseToEnd()
        cursor.goRight(1, True)
        cursor.String = ""

    def gone(self, words):
        """The paragraph that says this, whole."""
        cursor = self.paragraph(words)
        cursor.goRight(1, True)
        cursor.String = ""

    def bold(self, words):
        found = self.find(words)
        for name in ("CharWeight", "CharWeightAsian"):
            found.setPropertyValue(name, 150.0)

    def tick(self, words):
        """The check box of the paragraph that says this, as a click leaves it."""
        paragraphs = self.document.Text.createEnumeration()
        while paragraphs.hasMoreElements():
            paragraph = paragraphs.nextElement()
            if not hasattr(paragraph, "createEnumeration") or words not in paragraph.String:
                continue
            parts = paragraph.createEnumeration()
            while parts.hasMoreElements():
                part = parts.nextElement()
                if part.TextPortionType == "ContentControl" and part.ContentControl.Checkbox:
                    box = part.ContentControl
                    shown = box.UncheckedState if box.Checked else box.CheckedState
                    box.createEnumeration().nextElement().String = shown
                    box.Checked = not box.Checked
                    return
        raise SystemExit(f"{words} has no box")

    def row(self, words):
        found = self.find(words, lambda found: found.Cell is not None)
        table = found.TextTable
        name = found.Cell.CellName
        return table, int("".join(c for c in name if c.isdigit())) - 1

    def below(self, words, cells):
        """A new row below the one that says this."""
        table, row = self.row(words)
        table.Rows.insertByIndex(row + 1, 1)
        for column, words in enumerate(cells.split("|")):
            cell = table.getCellByPosition(column, row + 1)
            cell.insertString(cell.createTextCursor(), words, False)

    def norow(self, words):
        table, row = self.row(words)
        table.Rows.removeByIndex(row, 1)


ACTIONS = (
    "author open track save insert before replace delete between split end join gone bold below norow tick"
).split()


def act(office, line):
    action, *words = line.split(" / ")
    if action not in ACTIONS:
        raise SystemExit(f"what is {action}?")
    getattr(office, action)(*words)


def main():
    soffice, profile = sys.argv[1:]
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
        at_work = Office(connect(pipe))
        for line in sys.stdin.read().splitlines():
            try:
                act(at_work, line)
            except Exception as problem:
                raise SystemExit(f"{line}: {problem}")
        try:
            at_work.desktop.terminate()
        except Exception:
            pass
        office.wait(60)
    finally:
        try:
            os.killpg(office.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


main()
