// The text of a PDF, page by page, as pdf.js reads it.
//
// In: the folder with pdfjs-dist, the path of a PDF. Out: its text.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, file] = process.argv.slice(2);
const library = pathToFileURL(`${folder}/pdfjs-dist/legacy/build/pdf.mjs`);
const { getDocument } = await import(library);
const data = new Uint8Array(readFileSync(file));
const pages = await getDocument({ data, verbosity: 0, useSystemFonts: false }).promise;
for (let number = 1; number <= pages.numPages; number++) {
    const content = await (await pages.getPage(number)).getTextContent();
    const texts = content.items.map((item) => item.str + (item.hasEOL ? "\n" : ""));
    process.stdout.write(`${texts.join("")}\n`);
}
