// The column of pages: placeholders of the right size for all, pictures for those near the view,
// the place kept through a rebuild and a zoom, marks on the paper.

import { last, make, rescueClicks } from "./dom.js";
import { fetchWords, pageAddress } from "./api.js";

const PX_PER_PT = 96 / 72;
const STEPS = [0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4];
const MOST_LOADED = 40;
const RETRIES = 4;
const MARGIN = 48;

/** One page: its element, what it should show and what it shows. */
class Page {
  constructor(n) {
    this.n = n;
    this.sheet = make("div", { class: "sheet" });
    this.label = make("div", { class: "page-label", "aria-hidden": "true" });
    this.words = make("div", { class: "words unseen" });
    this.element = make("div", { class: "page", id: `page-${n}`, "data-page": n, role: "group" }, this.sheet, this.words, this.label);
    this.hash = null;
    this.doc = "";
    this.near = false;
    this.picture = null;
    this.coming = null;
    this.failures = 0;
  }

  /** Takes over what the state says of it; true where the paper changed. */
  describe(doc, page) {
    const changed = this.hash !== page.hash || this.doc !== doc;
    if (changed) this.failures = 0;
    if (this.width !== page.width) this.element.style.setProperty("--width", page.width);
    if (this.height !== page.height) this.element.style.setProperty("--height", page.height);
    if (this.printed !== page.label) this.name(page.label);
    Object.assign(this, { doc, hash: page.hash, width: page.width, height: page.height, printed: page.label });
    return changed;
  }

  /** Its name for a screen reader and under the paper: its place, and the number printed on it. */
  name(label) {
    const printed = label.replace(/^[—–\-－\s]+|[—–\-－\s]+$/g, "");
    this.element.setAttribute("aria-label", `第 ${this.n} 页${printed ? `，页码 ${printed}` : ""}`);
    this.label.textContent = `第 ${this.n} 页${printed ? ` · 页码 ${printed}` : ""}`;
  }

  rescale(scale) {
    if (this.scale === scale) return;
    this.scale = scale;
    this.element.style.setProperty("--scale", scale);
  }

  /** Fetches the picture; the former one stays until the new one can be shown. */
  load() {
    const wanted = pageAddress(this.doc, this.n, this.hash);
    if (this.picture?.dataset.from === wanted) return Promise.resolve();
    if (this.coming?.dataset.from === wanted) return this.coming.done;
    this.cancel();
    const image = make("img", { alt: "", draggable: "false", decoding: "async", "data-from": wanted, "data-hash": this.hash });
    // The picture's own paper: that of the page may already be another.
    image.paper = { doc: this.doc, width: this.width, height: this.height };
    this.coming = image;
    image.src = wanted;
    image.done = image.decode().then(() => this.arrived(image), () => this.failed(image));
    return image.done;
  }

  arrived(image) {
    if (this.coming !== image) return;
    this.coming = null;
    this.failures = 0;
    this.picture?.remove();
    this.picture = image;
    this.sheet.prepend(image);
    this.element.dataset.shown = image.dataset.hash;
    delete this.element.dataset.failed;
    this.read(image);
  }

  /** Puts the page's words beside its picture: a screen reader reads them. */
  async read(image) {
    try {
      const words = await fetchWords(this.doc, this.n, image.dataset.hash);
      if (this.picture === image) this.words.replaceChildren(...words.map(passage));
    } catch {
      // The page has changed meanwhile, or the server is gone: what comes next brings its words.
    }
  }

  failed(image) {
    if (this.coming !== image) return;
    this.coming = null;
    this.failures += 1;
    if (this.failures > RETRIES) this.element.dataset.failed = "";
    else if (this.near) setTimeout(() => this.near && this.load(), 300 * 2 ** this.failures);
  }

  cancel() {
    if (!this.coming) return;
    const image = this.coming;
    this.coming = null;
    image.removeAttribute("src");
  }

  unload() {
    this.cancel();
    this.picture?.remove();
    this.picture = null;
    this.words.replaceChildren();
    delete this.element.dataset.shown;
  }

  /** A bar beside the page; it fades once it has been in view. */
  markChanged(watcher) {
    this.element.querySelector(".changed")?.remove();
    const bar = make("div", { class: "changed", "aria-hidden": "true" });
    bar.addEventListener("animationend", () => bar.remove());
    this.element.append(bar);
    watcher.observe(bar);
  }
}

/** A passage as an element; the page's title is the heading of level 1. */
function passage({ heading, text, rows }) {
  if (!rows.length) return heading ? make(`h${heading + 1}`, {}, text) : make("p", {}, text);
  return make("table", {}, ...rows.map((row) => make("tr", {}, ...row.map((cell) => make("td", {}, cell)))));
}

/** The pages on which the contributions begin, in reading order. */
function startsOf(outline) {
  const all = outline.flatMap((section) => section.contributions).filter((one) => one.page !== null);
  return all.map(({ path, page }) => ({ path, page })).sort((a, b) => a.page - b.page);
}

/** The column; `on` is `{ current(n), zoom(value, fits), click(point, event) }`. */
export class Pages {
  constructor(view, holder, on) {
    Object.assign(this, { view, holder, on, pages: [], doc: "", current: 0, version: 0, instance: "" });
    this.fits = true;
    // While a print is prepared every picture is wanted, near or not.
    this.printing = false;
    this.room = 600;
    this.zoom = 1;
    this.marks = new Map();
    this.places = new Map();
    this.starts = [];
    this.lookout = new IntersectionObserver((seen) => this.approach(seen), { root: view, rootMargin: "120% 20%" });
    this.witness = new IntersectionObserver((seen) => {
      for (const { isIntersecting, target } of seen) if (isIntersecting) target.classList.add("seen");
    }, { root: view });
    new ResizeObserver(() => this.resize()).observe(view);
    let frame = 0;
    view.addEventListener("scroll", () => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        this.follow();
      });
    }, { passive: true });
    // The press counts: between it and the release the paper under the pointer may be replaced.
    const pressed = rescueClicks(view, (event) => this.pointAt(event), (point, event) => this.on.click(point, event));
    view.addEventListener("click", (event) => {
      const point = pressed(event) ?? this.pointAt(event);
      if (point) this.on.click(point, event);
    });
  }

  /** Shows a state; returns the numbers of the pages that changed since the one before. */
  update(state) {
    const other = state.document !== this.doc;
    if (this.pages.length) this.places.set(this.doc, this.anchor(0));
    const before = this.pages.map((page) => page.hash);
    const kept = other ? this.places.get(state.document) : this.moved(this.places.get(this.doc), before, state);
    if (other) this.clearMarks();
    while (this.pages.length > state.pages.length) this.drop(this.pages.pop());
    while (this.pages.length < state.pages.length) this.add(new Page(this.pages.length + 1));
    const changed = [];
    state.pages.forEach((described, at) => {
      const page = this.pages[at];
      const differs = page.describe(state.document, described);
      if (other) page.unload();
      if (!differs) return;
      if (page.near) page.load();
      if (!other && before.length && this.isNews(state, described)) changed.push(page.n);
    });
    this.doc = state.document;
    this.version = state.version;
    this.instance = state.instance;
    this.starts = startsOf(state.outline);
    this.resize(kept ?? null);
    if (other && !kept) this.view.scrollTop = 0;
    changed.forEach((n) => this.pages[n - 1].markChanged(this.witness));
    this.follow();
    return changed;
  }

  /** A restarted server counts its versions from 1: then the hash alone tells. */
  isNews(state, page) {
    const restarted = state.instance !== this.instance;
    return restarted || page.changed > this.version || page.changed === 0;
  }

  add(page) {
    this.pages.push(page);
    this.holder.append(page.element);
    this.lookout.observe(page.element);
  }

  drop(page) {
    this.lookout.unobserve(page.element);
    page.unload();
    page.element.remove();
  }

  /** Where the page that stood at `place` stands now: found again by its own or a neighbour's hash, else by its contribution. */
  moved(place, before, { pages: now, outline }) {
    if (!place || now[place.at]?.hash === before[place.at]) return place;
    const find = (hash) => now.findIndex((page) => page.hash === hash);
    for (let away = 0; away <= 3; away += 1) {
      for (const step of away ? [-away, away] : [0]) {
        const found = before[place.at + step] === undefined ? -1 : find(before[place.at + step]);
        if (found >= 0) return { ...place, at: Math.min(Math.max(found - step, 0), now.length - 1) };
      }
    }
    return this.movedAlong(place, startsOf(outline));
  }

  /** Where nothing but the outline tells (another profile): as far into the same contribution as before. */
  movedAlong(place, starts) {
    const at = this.starts.indexOf(last(this.starts, (start) => start.page <= place.at + 1));
    const now = at < 0 ? -1 : starts.findIndex((start) => start.path === this.starts[at].path);
    if (now < 0) return place;
    const length = (list, index) => Math.max(1, (list[index + 1]?.page ?? list[index].page + 1) - list[index].page);
    const part = (place.at + 1 - this.starts[at].page) / length(this.starts, at);
    return { ...place, at: starts[now].page - 1 + Math.floor(Math.min(part, 1) * length(starts, now)) };
  }

  approach(seen) {
    for (const { isIntersecting, target } of seen) {
      const page = this.pages[Number(target.dataset.page) - 1];
      if (!page) continue;
      page.near = isIntersecting;
      if (isIntersecting) page.load();
      else if (!this.printing) page.cancel();
    }
    this.forget();
  }

  /** Gives back the pictures farthest from the view. */
  forget() {
    if (this.printing) return;
    const loaded = this.pages.filter((page) => page.picture && !page.near);
    loaded.sort((a, b) => Math.abs(b.n - this.current) - Math.abs(a.n - this.current));
    loaded.slice(0, Math.max(0, loaded.length - MOST_LOADED)).forEach((page) => page.unload());
  }

  /** Asks again for pictures that failed, after the server has come back. */
  retry() {
    for (const page of this.pages) {
      page.failures = 0;
      if (page.near) page.load();
    }
  }

  /** Loads every page; `progress(done, all)`. */
  async loadAll(progress) {
    const waiting = [...this.pages];
    const all = waiting.length;
    let done = 0;
    const worker = async () => {
      for (let page = waiting.shift(); page; page = waiting.shift()) {
        await page.load();
        if (!page.picture) await page.load();
        progress((done += 1), all);
      }
    };
    await Promise.all([worker(), worker(), worker(), worker()]);
    return this.pages.every((page) => page.picture);
  }

  /** Pixels to a point of paper. While the width is fitted a wider page is made smaller than others. */
  scaleOf(page) {
    const scale = this.zoom * PX_PER_PT;
    return this.fits && page ? Math.min(scale, this.room / page.width) : scale;
  }

  /** The page and its point, in points, that lies `y` pixels below the upper edge of the view. */
  anchor(y) {
    const at = this.indexAt(this.view.scrollTop + y);
    const top = this.pages[at]?.element.offsetTop ?? 0;
    return { at, y, down: (this.view.scrollTop + y - top) / this.scaleOf(this.pages[at]) };
  }

  restore({ at, y, down }) {
    const page = this.pages[at];
    if (page) this.view.scrollTop = Math.round(page.element.offsetTop + down * this.scaleOf(page) - y);
  }

  /** Index of the page at a height of the column: the last that begins above it. */
  indexAt(height) {
    let low = 0;
    let high = this.pages.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.pages[middle].element.offsetTop <= height) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  follow() {
    if (!this.pages.length) return;
    const n = this.indexAt(this.view.scrollTop + this.view.clientHeight / 3) + 1;
    if (n === this.current) return;
    this.current = n;
    this.on.current(n);
  }

  /** Fits the width again, keeping `place` or what stands at the top. */
  resize(place = this.pages.length ? this.anchor(0) : null) {
    if (this.fits && this.pages.length) this.zoom = this.fittingZoom();
    for (const page of this.pages) page.rescale(this.scaleOf(page));
    if (place) this.restore(place);
    this.on.zoom(this.zoom, this.fits);
  }

  /** The zoom at which a page of the middle width fills the view. */
  fittingZoom() {
    const style = getComputedStyle(this.holder);
    const padding = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
    this.room = Math.max(40, this.view.clientWidth - padding);
    const widths = this.pages.map((page) => page.width).sort((a, b) => a - b);
    return Math.min(4, this.room / (widths[widths.length >> 1] * PX_PER_PT));
  }

  /** Sets the zoom, 1 for the paper's own size, null for the width of the view. */
  setZoom(zoom) {
    const place = this.anchor(this.view.clientHeight / 3);
    const across = (this.view.scrollLeft + this.view.clientWidth / 2) / this.view.scrollWidth;
    this.fits = zoom === null;
    if (zoom !== null) this.zoom = zoom;
    this.resize(place);
    this.view.scrollLeft = across * this.view.scrollWidth - this.view.clientWidth / 2;
  }

  /** One step nearer (1) or farther (-1). */
  stepZoom(direction) {
    const nearer = STEPS.find((step) => step > this.zoom + 0.01) ?? STEPS.at(-1);
    const farther = last(STEPS, (step) => step < this.zoom - 0.01) ?? STEPS[0];
    this.setZoom(direction > 0 ? nearer : farther);
  }

  /** Scrolls by what is in view, less a line or two. */
  turn(direction) {
    this.view.scrollTop += direction * Math.max(40, this.view.clientHeight - 60);
    this.follow();
  }

  /** Goes to the top of a page. */
  goto(n) {
    const page = this.pages[Math.min(Math.max(n, 1), this.pages.length) - 1];
    if (!page) return;
    this.view.scrollTop = page.element.offsetTop - 12;
    this.follow();
  }

  /** Brings a place into view where it isn't there yet; `covered` pixels at the top show nothing. */
  reveal(n, rect, covered = 0) {
    const page = this.pages[n - 1];
    if (!page) return;
    if (!rect) {
      if (this.current !== n) this.goto(n);
      return;
    }
    const scale = this.scaleOf(page);
    const [x, y, w, h] = rect.map((length) => length * scale);
    const { view } = this;
    const top = page.element.offsetTop + y;
    const below = view.scrollTop + view.clientHeight - MARGIN;
    if (top < view.scrollTop + covered + MARGIN || top + h > below) {
      view.scrollTop = top - covered - (view.clientHeight - covered) / 3;
    }
    const left = page.element.offsetLeft + x;
    if (left < view.scrollLeft + 8 || left + w > view.scrollLeft + view.clientWidth - 8) {
      view.scrollLeft = left + w / 2 - view.clientWidth / 2;
    }
    this.follow();
  }

  /** Replaces the marks of a kind; each is `{ page, rect }`, the whole page without `rect`. */
  mark(kind, entries) {
    this.unmark(kind);
    const marks = entries.map(({ page, rect }) => this.makeMark(kind, page, rect)).filter(Boolean);
    this.marks.set(kind, marks);
  }

  makeMark(kind, n, rect) {
    const page = this.pages[n - 1];
    if (!page) return null;
    const mark = make("div", { class: `mark ${kind}${rect ? "" : " whole"}`, "data-mark": kind, "aria-hidden": "true" });
    const [x, y, w, h] = rect ?? [0, 0, page.width, page.height];
    mark.style.setProperty("--x", x);
    mark.style.setProperty("--y", y);
    mark.style.setProperty("--w", w);
    mark.style.setProperty("--h", h);
    page.sheet.append(mark);
    return mark;
  }

  unmark(kind) {
    (this.marks.get(kind) ?? []).forEach((mark) => mark.remove());
    this.marks.delete(kind);
  }

  clearMarks() {
    [...this.marks.keys()].forEach((kind) => this.unmark(kind));
  }

  /** The picture under the pointer and the point on it: `{ doc, page, hash, x, y }`; `hash` is "" where none is shown. */
  pointAt(event) {
    const sheet = event.target.closest(".sheet");
    const page = this.pages[Number(sheet?.parentElement.dataset.page) - 1];
    if (!page) return null;
    const box = sheet.getBoundingClientRect();
    const { doc, width, height } = page.picture?.paper ?? page;
    const x = ((event.clientX - box.left) / box.width) * width;
    const y = ((event.clientY - box.top) / box.height) * height;
    return { doc, page: page.n, hash: page.picture?.dataset.hash ?? "", x, y };
  }

  /** The hash of the picture that a page shows, as soon as it shows one; "" where none comes. */
  async shownHash(n) {
    const page = this.pages[n - 1];
    await page?.load();
    // A picture that was replaced before it came is followed by the next.
    while (page?.coming) await page.coming.done;
    return page?.picture?.dataset.hash ?? "";
  }

  /** The page that looks like this, the one of this number before others; undefined where there is none. */
  withHash(hash, n) {
    const page = this.pages[n - 1];
    return page?.hash === hash ? page : this.pages.find((one) => one.hash === hash);
  }

  /** Whether a place of a page is so far in view that `reveal` moves nothing; `top` and `bottom` in points. */
  isInView(n, top, bottom) {
    const page = this.pages[n - 1];
    if (!page) return false;
    const down = (y) => page.element.offsetTop + y * this.scaleOf(page) - this.view.scrollTop;
    return down(top) >= MARGIN && down(bottom) <= this.view.clientHeight - MARGIN;
  }
}
