// What lies around the paper: the two panels (columns, or drawers on a narrow screen), the dark
// surround, the tools, and printing.

import { byId, notice, settings, setText } from "./dom.js";

const NARROW = window.matchMedia("(max-width: 999px)");
const DARK = window.matchMedia("(prefers-color-scheme: dark)");
const PANELS = ["outline", "problems"];

/** Panels, theme and tools. */
export class Layout {
  constructor() {
    this.root = document.documentElement;
    this.opened = null;
    for (const name of PANELS) {
      byId(`${name}-toggle`).addEventListener("click", () => this.toggle(name));
      document.querySelector(`[data-close=${name}]`).addEventListener("click", () => this.close(name));
      document.querySelector(`[data-skip=${name}]`).addEventListener("click", (event) => {
        event.preventDefault();
        this.open(name);
      });
    }
    document.querySelector(".skip").addEventListener("click", (event) => {
      event.preventDefault();
      byId("view").focus();
    });
    byId("scrim").addEventListener("click", () => this.closeDrawers());
    byId("more").addEventListener("click", () => this.tools(byId("more").getAttribute("aria-expanded") !== "true"));
    document.addEventListener("pointerdown", (event) => {
      if (!event.target.closest("#tools, #more")) this.tools(false);
    });
    byId("dark").addEventListener("click", () => this.toggleDark());
    byId("notice-close").addEventListener("click", () => (byId("notice").hidden = true));
    byId("single-keys").checked = settings.get("keys", "on") === "on";
    byId("single-keys").addEventListener("change", (event) => settings.set("keys", event.target.checked ? "on" : "off"));
    NARROW.addEventListener("change", () => this.arrange());
    DARK.addEventListener("change", () => this.paint());
    this.arrange();
    this.paint();
  }

  get singleKeys() {
    return byId("single-keys").checked;
  }

  /** Gives the panels their places: as the reader left them, or closed where they would cover the paper. */
  arrange() {
    for (const name of PANELS) this.set(name, !NARROW.matches && settings.get(name, "open") === "open");
    this.tools(false);
  }

  set(name, open) {
    this.root.dataset[name] = open ? "open" : "closed";
    byId(`${name}-toggle`).setAttribute("aria-expanded", String(open));
    const drawer = NARROW.matches && PANELS.some((one) => this.root.dataset[one] === "open");
    byId("scrim").hidden = !drawer;
    byId("stage").inert = drawer;
    byId("bar").inert = drawer;
  }

  open(name) {
    if (NARROW.matches) PANELS.filter((one) => one !== name).forEach((one) => this.set(one, false));
    else settings.set(name, "open");
    this.set(name, true);
    const list = byId(`${name}-list`);
    const current = list.querySelector("[aria-current], [aria-expanded=true]");
    const first = current ?? list.querySelector("button:not(:disabled)");
    (first ?? list).focus();
  }

  close(name) {
    const inside = byId(name).contains(document.activeElement);
    if (!NARROW.matches) settings.set(name, "closed");
    this.set(name, false);
    if (inside) byId(NARROW.matches ? `${name}-toggle` : "view").focus({ preventScroll: true });
  }

  toggle(name) {
    if (this.root.dataset[name] === "open") this.close(name);
    else this.open(name);
  }

  closeDrawers() {
    if (NARROW.matches) PANELS.filter((name) => this.root.dataset[name] === "open").forEach((name) => this.close(name));
  }

  /** Escape closes the topmost thing that covers the paper. */
  escape() {
    const within = byId("tools").contains(document.activeElement);
    if (byId("more").getAttribute("aria-expanded") === "true") {
      this.tools(false);
      if (within) byId("more").focus();
    } else if (!byId("notice").hidden) byId("notice").hidden = true;
    else this.closeDrawers();
  }

  tools(open) {
    byId("more").setAttribute("aria-expanded", String(open));
    byId("tools").toggleAttribute("data-open", open);
  }

  get dark() {
    const chosen = settings.get("dark", "");
    return chosen ? chosen === "on" : DARK.matches;
  }

  toggleDark() {
    settings.set("dark", this.dark ? "off" : "on");
    this.paint();
  }

  paint() {
    this.root.dataset.theme = this.dark ? "dark" : "light";
    byId("dark").setAttribute("aria-pressed", String(this.dark));
  }
}

/** Prints the pages alone, each on paper of its own size. */
export class Printer {
  constructor(pages) {
    this.pages = pages;
    this.sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet];
    window.addEventListener("beforeprint", () => this.prepare());
    window.addEventListener("afterprint", () => this.finish());
  }

  /** Loads every page, then opens the browser's dialog. */
  async print() {
    if (this.pages.printing) return;
    this.pages.printing = true;
    const button = byId("print");
    button.disabled = true;
    notice(`正在装入 ${this.pages.pages.length} 页以便打印…`);
    const complete = await this.pages.loadAll((done, all) => setText(byId("notice-text"), `正在装入页面 ${done}/${all}`));
    button.disabled = false;
    byId("notice").hidden = true;
    if (complete) window.print();
    else notice("有的页面没有装入，没有打印");
    this.pages.printing = false;
    this.pages.forget();
  }

  prepare() {
    this.pages.pages.forEach((page) => page.load());
    const sizes = new Map();
    for (const page of this.pages.pages) {
      const name = `paper-${Math.round(page.width)}-${Math.round(page.height)}`;
      page.element.style.setProperty("page", name);
      sizes.set(name, `@page ${name} { size: ${page.width}pt ${page.height}pt; margin: 0; }`);
    }
    this.sheet.replaceSync([...sizes.values()].join("\n"));
  }

  finish() {
    this.pages.resize();
  }
}
