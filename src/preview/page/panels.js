// The outline on the left and the problems on the right.

import { byId, icon, last, make, notice, refill, setText } from "./dom.js";

const SEVERITY_NAMES = { error: "错误", warning: "提醒", hint: "建议" };
const FIRST_SHOWN = 200;

/** Scrolls a list, and nothing around it, until the item is in view. */
function uncover(list, item) {
  const box = list.getBoundingClientRect();
  const its = item.getBoundingClientRect();
  if (its.top < box.top) list.scrollTop -= box.top - its.top + 8;
  else if (its.bottom > box.bottom) list.scrollTop += Math.min(its.bottom - box.bottom + 8, its.top - box.top);
}

/** The outline; `on` is `{ goto(page), open(place) }`. */
export class Outline {
  constructor(on) {
    this.on = on;
    this.list = byId("outline-list");
    this.shown = "";
    this.sections = [];
  }

  update(version, sections) {
    const shown = JSON.stringify([version === 0, sections]);
    if (shown === this.shown) return;
    this.shown = shown;
    this.sections = sections;
    const total = sections.reduce((sum, section) => sum + section.contributions.length, 0);
    setText(byId("outline-total"), total ? `${total} 份文稿` : "");
    const nothing = make("li", { class: "empty" }, version ? "这份文档没有按栏目的大纲。" : "正在排版…");
    refill(this.list, sections.length ? sections.map((section) => this.section(section)) : [nothing]);
  }

  section(section) {
    const name = make("span", { class: "section-name" }, `${section.number}${section.title}`);
    const head = this.row({ class: "section", "data-key": `section ${section.number}${section.title}` }, section.page, name);
    const items = section.contributions.map((contribution) => this.contribution(contribution));
    return make("li", {}, head, items.length ? make("ol", {}, ...items) : null);
  }

  row(attributes, page, ...children) {
    const number = make("span", { class: "page-column" }, page === null ? "" : String(page));
    if (page !== null) number.prepend(make("span", { class: "unseen" }, "，第 "));
    if (page !== null) number.append(make("span", { class: "unseen" }, " 页"));
    const full = { type: "button", "data-page": page, disabled: page === null, ...attributes };
    const button = make("button", full, ...children, number);
    button.addEventListener("click", () => page !== null && this.on.goto(page));
    return button;
  }

  contribution(one) {
    const parts = [
      make("span", { class: "bureau" }, one.bureau),
      one.errors ? count("error", one.errors) : null,
      one.warnings ? count("warning", one.warnings) : null,
      make("span", { class: "length" }, `${one.length} 字`),
      make("span", { class: "status", "data-status": one.status }, one.status),
    ];
    const attributes = { class: "contribution", "data-key": one.path, "data-path": one.path, title: one.path };
    const row = this.row(attributes, one.page, ...parts);
    const name = `在编辑器中打开 ${one.bureau}的文稿`;
    const edit = make("button", { type: "button", class: "edit", "aria-label": name, title: name, "data-key": `edit ${one.path}` }, icon("edit"));
    edit.addEventListener("click", () => this.on.open({ path: one.path, line: 1, column: 1 }));
    return make("li", { class: "with-edit" }, row, edit);
  }

  /** Marks the row whose text the page in view shows. */
  follow(page) {
    const rows = [...this.list.querySelectorAll("button[data-page]")];
    const reached = last(rows, (row) => Number(row.dataset.page) <= page);
    for (const row of rows) if (row !== reached) row.removeAttribute("aria-current");
    if (!reached || reached.getAttribute("aria-current")) return;
    reached.setAttribute("aria-current", "location");
    if (!this.list.contains(document.activeElement)) uncover(this.list, reached);
  }
}

function count(severity, n) {
  const said = make("span", { class: "unseen" }, `${n} 个${SEVERITY_NAMES[severity]}`);
  return make("span", { class: `count ${severity}` }, make("span", { "aria-hidden": "true" }, String(n)), said);
}

/** The problems; `on` is `{ show(problem), open(place), explain(code), changed(shown) }`. */
export class Problems {
  constructor(on) {
    this.on = on;
    this.list = byId("problems-list");
    Object.assign(this, { doc: "", leftOut: 0, known: false, at: 0 });
    this.all = [];
    this.hidden = new Set();
    this.selected = null;
    this.limit = FIRST_SHOWN;
    this.shown = "";
    for (const button of byId("filters").querySelectorAll("button")) {
      button.addEventListener("click", () => this.toggle(button));
    }
  }

  /** Takes over the problems of a state. */
  update({ version, document: doc, problems, counts, leftOut }) {
    const shown = JSON.stringify([version === 0, doc, problems, counts]);
    if (shown === this.shown) return;
    this.shown = shown;
    Object.assign(this, { doc, leftOut, known: version > 0 });
    // Where the selected one is gone, the next step goes on from its place.
    const at = this.visible.findIndex((problem) => problem.key === this.selected);
    if (at >= 0) this.at = at;
    const renamed = renamedKeys(this.all, problems);
    this.selected = renamed.get(this.selected) ?? this.selected;
    this.all = problems;
    for (const button of byId("filters").querySelectorAll("button")) {
      setText(button.querySelector(".count"), String(counts[button.dataset.severity]));
    }
    const total = counts.error + counts.warning + counts.hint;
    setText(byId("problems-total"), total ? `${total} 个` : "");
    setText(byId("problems-badge"), String(total));
    byId("problems-badge").dataset.worst = ["error", "warning", "hint"].find((severity) => counts[severity]) ?? "none";
    this.fill(renamed);
  }

  toggle(button) {
    const { severity } = button.dataset;
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    if (on) this.hidden.delete(severity);
    else this.hidden.add(severity);
    this.fill();
  }

  get visible() {
    return this.all.filter((problem) => !this.hidden.has(problem.severity));
  }

  /** Fills the list; `renamed` has the new keys of problems that moved in their file. */
  fill(renamed = new Map()) {
    const { visible } = this;
    const items = visible.slice(0, this.limit).map((problem) => this.item(problem));
    if (visible.length > this.limit) items.push(this.more(visible.length - this.limit));
    if (this.leftOut) items.push(make("li", { class: "empty" }, `问题太多，另有 ${this.leftOut} 个没有列出；改正以上各处后再看。`));
    const none = this.known ? "没有问题。" : "正在排版…";
    const nothing = this.all.length ? "所选级别没有问题。" : none;
    const renamedFocus = (key) => {
      const [, button, own] = /^((?:explain |open )?)(.*)$/s.exec(key);
      return button + (renamed.get(own) ?? own);
    };
    refill(this.list, items.length ? items : [make("li", { class: "empty" }, nothing)], renamedFocus);
  }

  more(left) {
    const button = make("button", { type: "button", class: "more" }, `再显示 ${Math.min(left, FIRST_SHOWN)} 个（还有 ${left} 个）`);
    button.addEventListener("click", () => {
      this.limit += FIRST_SHOWN;
      this.fill();
    });
    return make("li", {}, button);
  }

  item(problem) {
    const open = problem.key === this.selected;
    const cut = problem.path.lastIndexOf("/") + 1;
    const root = problem.path.startsWith("chapters/") ? "chapters/" : "";
    const folder = make("span", { class: "folder" }, make("span", { class: "unseen" }, root), problem.path.slice(root.length, cut));
    const file = make("span", { class: "file" }, `${problem.path.slice(cut)}:${problem.line}:${problem.column}`);
    const sign = icon(problem.severity);
    const kind = make("span", { class: "unseen" }, `${SEVERITY_NAMES[problem.severity]}：`);
    const where = `${problem.doc === this.doc ? "" : `${problem.doc} `}第 ${problem.page} 页${problem.exact ? "" : "附近"}`;
    const paper = problem.page === null ? "不在页面上" : where;
    const head = make(
      "button",
      { type: "button", class: "problem", title: problem.path, "data-key": problem.key, "aria-expanded": String(open) },
      sign,
      make("span", { class: "message" }, kind, problem.message, " ", make("code", {}, problem.code)),
      make("span", { class: "place" }, folder, file, make("span", { class: "paper" }, paper)),
    );
    head.addEventListener("click", () => this.select(this.now(problem)));
    const details = open ? this.details(problem) : null;
    const attributes = { class: problem.severity, "data-problem": true, "data-path": problem.path, "data-line": problem.line, "data-code": problem.code, "data-severity": problem.severity };
    return make("li", attributes, head, details);
  }

  details(problem) {
    const help = problem.help.map((line) => make("p", { class: "advice" }, line));
    const excerpt = problem.excerpt ? make("pre", { class: "excerpt" }, excerptOf(problem)) : null;
    const related = problem.related.map((other) => {
      const button = make("button", { type: "button", class: "link" }, `${other.path}:${other.line}`);
      button.addEventListener("click", () => this.on.open(other));
      return make("p", { class: "related" }, `${other.message} `, button);
    });
    const explain = make("button", { type: "button", class: "explain", "data-key": `explain ${problem.key}` }, "解释");
    explain.addEventListener("click", () => this.on.explain(problem.code));
    const open = make("button", { type: "button", class: "open", "data-key": `open ${problem.key}` }, "在编辑器中打开");
    open.addEventListener("click", () => this.on.open(this.now(problem)));
    return make("div", { class: "details" }, excerpt, ...help, ...related, make("div", { class: "actions" }, explain, open));
  }

  /** A problem of an earlier state as it is now: itself, else the nearest of its kind; as it was, where there is none. */
  now(problem) {
    const kin = this.all.filter((one) => kindOf(one) === kindOf(problem));
    const [nearest] = kin.sort((a, b) => Math.abs(a.line - problem.line) - Math.abs(b.line - problem.line));
    return this.all.find((one) => one.key === problem.key) ?? nearest ?? problem;
  }

  select(problem) {
    // Its button was pressed while the list was filled anew.
    if (!this.all.includes(problem)) return notice("这个问题已经没有了，列表刚刚更新");
    this.selected = problem.key;
    this.fill();
    this.on.show(problem);
    const item = this.list.querySelector(".problem[aria-expanded=true]");
    if (item) uncover(this.list, item.parentElement);
  }

  /** Selects the next (1) or the former (-1) problem shown. */
  step(direction) {
    const { visible } = this;
    if (!visible.length) return null;
    const at = visible.findIndex((problem) => problem.key === this.selected);
    // Of one that was mended, the place is now its successor's.
    const gone = Math.min(this.at, visible.length) - (direction > 0 ? 1 : 0);
    const start = this.selected === null ? (direction > 0 ? -1 : visible.length) : gone;
    const next = ((at < 0 ? start : at) + direction + visible.length) % visible.length;
    this.limit = Math.max(this.limit, next + 1);
    this.select(visible[next]);
    return { problem: visible[next], at: next + 1, of: visible.length };
  }

  /** Selects the problem with this id, else the first error; a filter that hides errors is lifted. */
  first(id) {
    const errors = this.all.filter((one) => one.severity === "error");
    const problem = errors.find((one) => one.id === id) ?? errors[0];
    if (!problem) return;
    if (this.hidden.has("error")) this.toggle(byId("filters").querySelector("[data-severity=error]"));
    this.limit = Math.max(this.limit, this.visible.indexOf(problem) + 1);
    this.select(problem);
  }

  /** The problem now selected, or null. */
  get current() {
    return this.all.find((problem) => problem.key === this.selected) ?? null;
  }
}

/** What stays of a problem's name while its line moves. */
const kindOf = ({ code, path, message }) => `${code}\u0000${path}\u0000${message}`;

/** The new keys of problems that only moved: of a kind that has as many as before, each is the one in its place. */
function renamedKeys(before, after) {
  const byKind = (all) => {
    const kinds = new Map();
    for (const one of all) kinds.set(kindOf(one), [...(kinds.get(kindOf(one)) ?? []), one]);
    return kinds;
  };
  const now = byKind(after);
  const renamed = new Map();
  for (const [kind, old] of byKind(before)) {
    const same = now.get(kind) ?? [];
    if (same.length === old.length) old.forEach((one, at) => renamed.set(one.key, same[at].key));
  }
  return renamed;
}

const BEFORE = 16;
const AFTER = 40;

/** The excerpt's faulty part, marked, with some of the text around it. */
function excerptOf(problem) {
  const fragment = document.createDocumentFragment();
  const letters = [...problem.excerpt];
  // Where the server cut the line's beginning off, an ellipsis stands for it.
  const cut = problem.skipped ?? (letters[0] === "…" && problem.column > 1 ? null : 0);
  const shift = cut ? cut - 1 : 0;
  const from = problem.column - 1 - shift;
  const oneLine = problem.end.line === problem.line;
  const to = oneLine ? Math.min(problem.end.column - 1 - shift, letters.length) : letters.length;
  if (cut === null || problem.excerpt.includes("\n") || from < 0 || to <= from) {
    fragment.append(shorten(letters, 0, 200));
    return fragment;
  }
  const start = Math.max(0, from - BEFORE);
  fragment.append(start ? "…" : "", letters.slice(start, from).join("").trimStart());
  fragment.append(make("mark", {}, shorten(letters.slice(from, to), 0, 120)));
  fragment.append(shorten(letters, to, AFTER));
  return fragment;
}

/** At most `length` letters from `start`, with an ellipsis where more follow. */
function shorten(letters, start, length) {
  const rest = letters.length > start + length ? "…" : "";
  return letters.slice(start, start + length).join("") + rest;
}
