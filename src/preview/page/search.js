// Search in the text of the pages: a box, a list of hits with their context, marks on the paper.

import { byId, make, setText } from "./dom.js";
import { searchText } from "./api.js";

const PAUSE = 150;
/** So many hits are listed; the others are reached step by step. */
const MOST_LISTED = 300;
/** So many the server gives. */
const MOST_FOUND = 5000;

/** The search box; `on` is `{ document(), show(hit), marks(hits), leave() }`. */
export class Search {
  constructor(on) {
    this.on = on;
    this.input = byId("search");
    this.results = byId("search-results");
    this.hits = [];
    this.at = -1;
    this.found = "";
    this.asked = null;
    this.timer = 0;
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.run(), PAUSE);
    });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("focus", () => this.open());
    byId("search-box").addEventListener("focusout", (event) => {
      if (!byId("search-box").contains(event.relatedTarget)) this.close();
    });
    byId("search-previous").addEventListener("click", () => this.step(-1));
    byId("search-next").addEventListener("click", () => this.step(1));
    byId("search-clear").addEventListener("click", () => this.clear());
    // A press on a hit would take the focus from the box before the click arrives.
    this.results.addEventListener("mousedown", (event) => event.preventDefault());
  }

  key(event) {
    if (event.isComposing) return;
    const move = { ArrowDown: 1, ArrowUp: -1, Enter: event.shiftKey ? -1 : 1 }[event.key];
    if (move) {
      event.preventDefault();
      if (event.key === "Enter" && this.stale) this.run().then(() => this.step(move));
      else this.step(move);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      if (this.results.hidden) this.leave();
      else this.close();
    }
  }

  get stale() {
    return this.input.value.trim() !== this.found;
  }

  focus() {
    this.input.focus();
    this.input.select();
  }

  leave() {
    this.clear();
    this.on.leave();
  }

  clear() {
    this.input.value = "";
    clearTimeout(this.timer);
    this.asked?.abort();
    this.take("", []);
    this.close();
  }

  /** Asks the server; `again` after a rebuild keeps the chosen hit and the list as it is. */
  async run(again = false) {
    const wanted = this.input.value.trim();
    if (again && !wanted) return;
    clearTimeout(this.timer);
    this.asked?.abort();
    const asked = new AbortController();
    this.asked = asked;
    let hits = [];
    let failure = "";
    try {
      hits = wanted ? await searchText(this.on.document(), wanted, asked.signal) : [];
    } catch (error) {
      if (asked.signal.aborted) return;
      failure = error.message || "没有查成，请再试一次";
    }
    if (asked.signal.aborted) return;
    this.take(wanted, hits, again ? this.at : -1, failure);
    if (!again) this.open();
  }

  take(wanted, hits, at = -1, failure = "") {
    this.found = wanted;
    this.hits = hits;
    this.at = Math.min(at, hits.length - 1);
    for (const id of ["search-previous", "search-next"]) byId(id).hidden = !hits.length;
    byId("search-clear").hidden = !wanted;
    this.results.replaceChildren(...hits.slice(0, MOST_LISTED).map((hit, index) => this.option(hit, index)));
    this.choose(false);
    if (failure) setText(byId("search-count"), failure);
    this.on.marks(hits, this.at);
  }

  option(hit, index) {
    const text = make("span", { class: "context" }, hit.before, make("mark", {}, hit.match), hit.after);
    const page = make("span", { class: "page-column" }, `第 ${hit.page} 页`);
    const option = make("li", { role: "option", id: `hit-${index}`, "aria-selected": "false", "data-page": hit.page }, text, page);
    option.addEventListener("click", () => {
      this.at = this.indexNow(hit, index);
      this.choose(true);
    });
    return option;
  }

  /** Where a hit stands among the present ones: the nearest with the same words around it, else its old place. */
  indexNow(hit, index) {
    const words = ({ before, match, after }) => `${before}\u0000${match}\u0000${after}`;
    const same = this.hits.map((one, at) => [Math.abs(at - index), at, one]).filter(([, , one]) => words(one) === words(hit));
    const [nearest] = same.sort(([a], [b]) => a - b);
    return nearest ? nearest[1] : Math.min(index, this.hits.length - 1);
  }

  /** Goes to the next (1) or the former (-1) hit, round the ends. */
  step(direction) {
    if (!this.hits.length) return;
    const start = this.at < 0 && direction < 0 ? 0 : this.at;
    this.at = (start + direction + this.hits.length) % this.hits.length;
    this.choose(true);
  }

  choose(go) {
    this.results.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
    const option = this.results.children[this.at];
    option?.setAttribute("aria-selected", "true");
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
    setText(byId("search-count"), this.label());
    if (!go || this.at < 0) return;
    if (option) this.uncover(option);
    else this.close();
    this.on.show(this.hits[this.at], this.hits, this.at);
  }

  uncover(option) {
    const { results } = this;
    if (option.offsetTop < results.scrollTop) results.scrollTop = option.offsetTop;
    const beyond = option.offsetTop + option.offsetHeight - results.clientHeight;
    if (beyond > results.scrollTop) results.scrollTop = beyond;
  }

  label() {
    if (!this.found) return "";
    if (!this.hits.length) return "没有找到";
    const of = this.hits.length >= MOST_FOUND ? `${MOST_FOUND}+` : String(this.hits.length);
    return this.at < 0 ? `${of} 处` : `${this.at + 1}/${of}`;
  }

  open() {
    const show = this.hits.length > 0 && byId("search-box").contains(document.activeElement);
    this.results.hidden = !show;
    this.input.setAttribute("aria-expanded", String(show));
  }

  close() {
    this.results.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }

  /** The hit now chosen, or null. */
  get current() {
    return this.hits[this.at] ?? null;
  }
}
