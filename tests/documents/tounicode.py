"""The text of every glyph of a PDF, a line each, as its ToUnicode maps give it.

In: the path of a PDF whose streams are deflated or plain. Out: lines of code points.
"""

import re
import sys
import zlib


def streams(data):
    for start in re.finditer(rb"stream\r?\n", data):
        raw = data[start.end() : data.find(b"endstream", start.end())]
        try:
            yield zlib.decompressobj().decompress(raw)
        except zlib.error:
            yield raw


def texts(data):
    for stream in streams(data):
        if b"begincmap" not in stream:
            continue
        # Typst writes each glyph by itself; a range would need counting.
        assert b"beginbfrange" not in stream, "a map with ranges"
        for block in re.findall(rb"beginbfchar(.*?)endbfchar", stream, re.S):
            for text in re.findall(rb"<[0-9A-Fa-f]+>\s*<([0-9A-Fa-f]*)>", block):
                yield bytes.fromhex(text.decode()).decode("utf-16-be")


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as file:
        for text in texts(file.read()):
            print(" ".join(f"U+{ord(character):04X}" for character in text))
