// From the paper to the chapter: a click shows file and line, and opens the editor when asked.

import { byId, make, notice, refill, say } from "./dom.js";
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
    // Where was clicked, and what was found there.
    this.point = null;
    this.place = null;
    this.asked = 0;
    this.refreshed = 0;
    document.addEventListener("pointerdown", (event) => {
      if (this.tip && !event.target.closest("#locate, .sheet")) this.hide();
    });
  }

  /**
   * Looks up a point of a page's picture, `{ doc, page, hash, x, y }`; opens the editor at once when `open`. What
   * comes is shown whatever was built meanwhile: only a later click takes its place. A click before the page shows
   * its picture is answered when it does.
   */
  async look(clicked, open) {
    const asked = (this.asked += 1);
    this.hide();
    let point = clicked;
    if (!point.hash) {
      this.explain(point, "这一页还没有显示出来，请稍候");
      point = { ...point, hash: await this.pages.shownHash(point.page) };
      if (asked !== this.asked || !point.hash) return;
      this.hide();
    }

    const { version } = this.pages;
    let place = null;
    try {
      place = await locate(point);
    } catch (error) {
      if (asked === this.asked) this.explain(point, error.message);
      return;
    }
    if (asked !== this.asked) return;
    if (place === null) return this.explain(point, "这里的字不在文稿中");
    this.take(point, place);
    if (open) this.mark();
    else this.show(...this.content());
    if (!open) say(`${place.word} ${place.path}:${place.line}`);
    if (this.pages.version !== version) this.refresh();
    if (open) await openInEditor(place);
  }

  /** After a build: the same word's place as it is now. */
  async refresh() {
    if (this.tip && !this.place) this.show();
    if (!this.place) return;
    const { asked, point } = this;
    const turn = (this.refreshed += 1);
    const place = await locate(point).catch(() => null);
    // Of several builds the last answer counts. Where nothing is known any more, what was found stays.
    if (asked !== this.asked || turn !== this.refreshed || !this.place) return;
    if (place) this.take(point, place);
    if (this.tip) this.show(...this.content());
    else this.mark();
  }

  /** Keeps what was found; the next question goes by the newest page that shows it. */
  take(point, place) {
    const page = this.pages.withHash(place.hash, place.page);
    const { x, y, hash } = place;
    this.place = place;
    this.point = page ? { doc: point.doc, page: page.n, hash, x, y } : point;
  }

  /** The word's page and rectangle, where that page is among those shown; else the point that was clicked. */
  spot() {
    const { place, point, pages } = this;
    const page = place && pages.withHash(place.hash, place.page);
    if (page) return { page: page.n, rect: place.rect };
    return { page: Math.min(point.page, pages.pages.length), rect: [point.x, point.y, 0, 0] };
  }

  mark() {
    this.pages.mark("word", [this.spot()]);
  }

  /** Says at a point why there is no place. */
  explain(point, message) {
    this.point = point;
    this.show(make("p", {}, message));
    say(message);
  }

  content() {
    const { place } = this;
    const name = () => `${this.place.path}:${this.place.line}`;
    const open = make("button", { type: "button", id: "locate-open", "data-key": "locate-open", title: "Ctrl 或 ⌘ 加单击亦可" }, place.editor ? `在 ${place.editor} 中打开` : "在编辑器中打开");
    open.addEventListener("click", () => openInEditor(this.place));
    const copyIt = make("button", { type: "button", id: "locate-copy", "data-key": "locate-copy" }, "复制位置");
    copyIt.addEventListener("click", () => copy(name()));
    const at = make("p", { class: "path", id: "locate-place" }, name());
    const word = place.word ? make("p", { class: "word" }, `“${place.word}”`) : null;
    return [word, at, make("div", { class: "actions" }, open, copyIt)];
  }

  /** Shows the tooltip at its word; one that says the same stays, with its focus and its selected text. */
  show(...content) {
    const { page: n, rect } = this.spot();
    const page = this.pages.pages[n - 1];
    if (!page) return this.hide();
    if (this.place) this.mark();
    if (content.length) this.fill(content);
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

  fill(content) {
    const items = content.filter(Boolean);
    if (this.tip === null) {
      this.tip = make("div", { id: "locate", role: "group", "aria-label": "文稿中的位置" }, ...items);
      this.pages.holder.append(this.tip);
    } else refill(this.tip, items);
  }

  hide() {
    const within = this.tip?.contains(document.activeElement);
    this.tip?.remove();
    this.tip = null;
    this.place = null;
    this.point = null;
    this.pages.unmark("word");
    if (within) this.pages.view.focus({ preventScroll: true });
  }

  /** Takes the tooltip away, and what is still being asked for. */
  cancel() {
    this.asked += 1;
    this.hide();
  }

  /** Whether there was a tooltip to take away. */
  dismiss() {
    const had = this.tip !== null;
    this.cancel();
    if (had && document.activeElement === document.body) byId("view").focus({ preventScroll: true });
    return had;
  }
}
