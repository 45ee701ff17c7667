// From the paper to the chapter: a click shows file and line, and opens the editor when asked.

import { byId, make, notice, say } from "./dom.js";
import { locate, openPlace } from "./api.js";

// Addresses the page may follow: editors' own, never a web page or a script.
const EDITORS = /^(vscode|vscode-insiders|vscodium|cursor|zed|idea):\/\//;

/** Opens a chapter's place in the editor and says how that went. */
export async function openInEditor(place) {
  const name = `${place.path}:${place.line}`;
  try {
    const { opened, url, message } = await openPlace(place);
    if (opened) notice(`已在编辑器中打开 ${name}`);
    else if (EDITORS.test(url)) {
      make("a", { href: url }).click();
      notice(message ? `${message}：${name}` : `已请编辑器打开 ${name}`, copying(name));
    } else notice(message || `没有设置编辑器：${name}`, copying(name));
  } catch (error) {
    notice(`没有打开 ${name}：${error.message}`, copying(name));
  }
}

const copying = (name) => ({ label: "复制位置", run: () => copy(name) });

async function copy(name) {
  try {
    await navigator.clipboard.writeText(name);
    notice(`已复制 ${name}`);
  } catch {
    notice(`浏览器不许复制：${name}`);
  }
}

/** The tooltip that shows a word's place in its chapter. */
export class Source {
  constructor(pages) {
    this.pages = pages;
    this.tip = null;
    this.place = null;
    this.asked = 0;
    document.addEventListener("pointerdown", (event) => {
      if (this.tip && !event.target.closest("#locate, .sheet")) this.hide();
    });
  }

  /** Looks up a point of a page; opens the editor at once when `open`. */
  async look(n, x, y, open) {
    const asked = (this.asked += 1);
    this.hide();
    let place = null;
    try {
      place = await locate(this.pages.doc, n, x, y);
    } catch (error) {
      if (asked === this.asked) this.show(n, [x, y, 0, 0], make("p", {}, error.status === 404 ? "这里的字不在文稿中" : error.message));
      return;
    }
    if (asked !== this.asked) return;
    this.place = place;
    this.pages.mark("word", [{ page: n, rect: place.rect ?? [x, y, 0, 0] }]);
    if (open) await openInEditor(place);
    else this.show(n, place.rect ?? [x, y, 0, 0], ...this.content(place));
  }

  content(place) {
    const name = `${place.path}:${place.line}`;
    const open = make("button", { type: "button", id: "locate-open", title: "Ctrl 或 ⌘ 加单击亦可" }, place.editor ? `在 ${place.editor} 中打开` : "在编辑器中打开");
    open.addEventListener("click", () => openInEditor(place));
    const copyIt = make("button", { type: "button", id: "locate-copy" }, "复制位置");
    copyIt.addEventListener("click", () => copy(name));
    say(`${place.word} ${name}`);
    const at = make("p", { class: "path", id: "locate-place" }, name);
    const word = place.word ? make("p", { class: "word" }, `“${place.word}”`) : null;
    return [word, at, make("div", { class: "actions" }, open, copyIt)];
  }

  show(n, rect, ...content) {
    const page = this.pages.pages[n - 1];
    if (!page) return;
    this.tip = make("div", { id: "locate", role: "group", "aria-label": "文稿中的位置" }, ...content);
    this.pages.holder.append(this.tip);
    const { view } = this.pages;
    const scale = this.pages.scaleOf(page);
    const [x, y, w, h] = rect.map((length) => length * scale);
    const sheet = page.sheet;
    const middle = sheet.offsetLeft + x + Math.min(w, 240) / 2 - this.tip.offsetWidth / 2;
    const right = view.scrollLeft + view.clientWidth - this.tip.offsetWidth - 8;
    this.tip.style.left = `${Math.max(view.scrollLeft + 8, Math.min(middle, right))}px`;
    const under = page.element.offsetTop + y + h + 8;
    const fits = under + this.tip.offsetHeight < view.scrollTop + view.clientHeight;
    this.tip.style.top = `${fits ? under : page.element.offsetTop + y - this.tip.offsetHeight - 8}px`;
  }

  hide() {
    this.tip?.remove();
    this.tip = null;
    this.place = null;
    this.pages.unmark("word");
  }

  /** Whether there was a tooltip to take away. */
  dismiss() {
    const had = this.tip !== null;
    this.hide();
    if (had && document.activeElement === document.body) byId("view").focus({ preventScroll: true });
    return had;
  }
}
