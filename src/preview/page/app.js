// The live preview's page. Plain modules, no build step: app.js (start, state, keys), api.js (the
// server, its answers checked), pages.js (the paper), panels.js (outline, problems), search.js,
// source.js (from the paper to the chapter), layout.js (panels, theme, print), dom.js.
//
// Stable for tests:
//   #state[data-state=loading|building|ready|failed|lost]  #lost  #failure  #notice  html[data-version][data-followed]
//   #documents input[value=自述报告]  #profile  #page-number  #page-count
//   #page-31.page[data-page][data-shown=<hash of the picture shown>] .words  .changed  .mark[data-mark=problem|hit|found|word|flash]
//   #outline-list button.section / button.contribution[data-path][aria-current=location]
//   #problems-list li[data-problem][data-code][data-severity] > button.problem  #filters [data-severity]
//   #problems-badge  .explain  .open  #explain-dialog  #help-dialog
//   #search  #search-results [role=option]  #search-count  #search-next  #search-previous  #search-clear
//   #zoom-in  #zoom-out  #zoom-value  #fit[aria-pressed]  #dark[aria-pressed]  #print  #download-pdf  #download-docx
//   #locate  #locate-place  #locate-open  #outline-toggle  #problems-toggle  #more  #help

import { byId, make, notice, rescueButtons, say, setText } from "./dom.js";
import { downloadAddress, explain, fetchState, listen, locate, setProfile } from "./api.js";
import { Pages } from "./pages.js";
import { Outline, Problems } from "./panels.js";
import { Search } from "./search.js";
import { Source, openInEditor } from "./source.js";
import { Layout, Printer } from "./layout.js";

const pages = new Pages(byId("view"), byId("pages"), { current: reached, zoom: zoomed, click: clicked });
const outline = new Outline({ goto: (page) => leaveFor(() => pages.goto(page)), open: openInEditor });
const problems = new Problems({ show: showProblem, open: openInEditor, explain: showRule });
const search = new Search({ document: () => wantedDocument || pages.doc, show: showHit, marks: markHits, leave: toPages });
const source = new Source(pages);
const layout = new Layout();
const printer = new Printer(pages);

let current = null;
let wantedDocument = addressed().doc;
let wantedPage = addressed().page;
let wantedPlace = null;

// ---- state -------------------------------------------------------------------------------------

let loading = false;
let pending = false;
let retryTimer = 0;

/** Fetches the state; a call during another makes one more afterwards. */
async function load() {
  if (loading) {
    pending = true;
    return;
  }
  loading = true;
  clearTimeout(retryTimer);
  try {
    await fetchOnce();
  } catch (error) {
    if (current === null) setState("lost", "预览没有应答，正在重试…");
    if (connected) retryTimer = setTimeout(load, 1000);
  }
  loading = false;
  if (!pending) return;
  pending = false;
  load();
}

async function fetchOnce() {
  const asked = wantedDocument;
  let state = null;
  try {
    state = await fetchState(asked);
  } catch (error) {
    // The document asked for may be gone from the workspace.
    if (error.status === undefined || !asked) throw error;
    wantedDocument = "";
    state = await fetchState("");
  }
  if (asked === wantedDocument || !wantedDocument) show(state);
  else pending = true;
}

function show(state) {
  const other = current?.document !== state.document;
  const newer = current?.version !== state.version || current.instance !== state.instance;
  // A restarted server counts its builds from 1.
  if (current?.instance !== state.instance) acted = 0;
  current = state;
  wantedDocument = state.document;
  document.documentElement.dataset.version = state.version;
  const changed = pages.update(state);
  if (other) source.cancel();
  else if (newer) source.refresh();
  outline.update(state.version, state.outline);
  problems.update(state);
  showDocuments(state);
  setText(byId("page-count"), String(state.pages.length || "–"));
  setText(byId("heading"), state.title || state.document);
  const troubles = state.counts.error + state.counts.warning;
  document.title = `${troubles ? `(${troubles}) ` : ""}${state.document ? `${state.document} · ` : ""}自述预览`;
  showOutcome(state, changed);
  if (wantedPage) pages.goto(wantedPage);
  wantedPage = null;
  pages.on.current(pages.current);
  outline.follow(pages.current);
  refreshMarks();
  if (wantedPlace?.rect) pages.reveal(wantedPlace.page, wantedPlace.rect);
  else if (wantedPlace) followTo(wantedPlace);
  wantedPlace = null;
  search.run(true);
}

function showOutcome(state, changed) {
  clearTimeout(buildingTimer);
  const outcome = state.stale ? "排版失败，显示的是上一次的页面" : state.pages.length ? "有错误，页面不全" : "排版失败，还没有页面";
  byId("failure").hidden = !state.failed;
  byId("failure-show").hidden = !state.counts.error;
  setText(byId("failure-title"), outcome);
  setText(byId("failure-message"), state.message);
  if (state.building) return building();
  // The banner says the rest.
  if (state.failed) setState("failed", outcome.slice(0, outcome.indexOf("，")));
  else setState("ready", `${state.seconds < 10 ? state.seconds.toFixed(2) : state.seconds.toFixed(0)} 秒`);
  if (changed.length) say(changed.length > 6 ? `${changed.length} 页已更新` : `第 ${changed.join("、")} 页已更新`);
}

function showDocuments(state) {
  const box = byId("documents");
  const names = JSON.stringify(state.documents);
  if (box.dataset.names !== names) {
    box.dataset.names = names;
    box.querySelectorAll("label").forEach((label) => label.remove());
    for (const name of state.documents) {
      const radio = make("input", { type: "radio", name: "document", value: name });
      radio.addEventListener("change", () => switchTo(name));
      box.append(make("label", { title: name }, radio, make("span", {}, name)));
    }
  }
  for (const radio of box.querySelectorAll("input")) radio.checked = radio.value === state.document;
  const select = byId("profile");
  const profiles = JSON.stringify(state.profiles);
  if (select.dataset.names !== profiles) {
    select.dataset.names = profiles;
    select.replaceChildren(...state.profiles.map(({ name, title }) => make("option", { value: name }, title)));
  }
  select.value = state.profile;
  select.disabled = !state.document;
  byId("downloads").hidden = !state.document;
  byId("download-pdf").href = downloadAddress(state.document, "pdf");
  byId("download-docx").href = downloadAddress(state.document, "docx");
}

function setState(kind, text) {
  const state = byId("state");
  state.dataset.state = kind;
  setText(state, text);
  state.title = text;
}

let buildingTimer = 0;

/** A build is under way; a short one passes without a word. */
function building() {
  clearTimeout(buildingTimer);
  buildingTimer = setTimeout(() => setState("building", "正在排版…"), 150);
}

function switchTo(name, place = null) {
  wantedDocument = name;
  wantedPlace = place;
  search.close();
  load();
}

// ---- the server's events -----------------------------------------------------------------------

let connected = false;
let lostTimer = 0;

listen({
  open() {
    const back = !byId("lost").hidden;
    connected = true;
    clearTimeout(lostTimer);
    byId("lost").hidden = true;
    pages.retry();
    if (back) notice("预览已恢复");
    load();
  },
  lost() {
    connected = false;
    clearTimeout(buildingTimer);
    // A restart within half a second needs no banner.
    clearTimeout(lostTimer);
    if (byId("lost").hidden) lostTimer = setTimeout(lose, 500);
  },
  building,
  built() {
    clearTimeout(buildingTimer);
    load();
  },
  goto(target) {
    if (!pages.doc) {
      // Before the first state: what comes shows it at once.
      wantedDocument = target.doc;
      wantedPlace = target;
    } else if (target.asked && target.doc !== pages.doc) {
      switchTo(target.doc, target);
    } else if (target.doc !== pages.doc) {
      const action = { label: "前往", run: () => switchTo(target.doc, { ...target, asked: true }) };
      notice(`刚才的修改在《${target.doc}》第 ${target.page} 页`, action);
      noteEdit(target);
    } else if (loading) wantedPlace = target;
    else followTo(target);
  },
});

function lose() {
  byId("lost").hidden = false;
  setState("lost", "已断开");
}

/** So long after the reader's last action, and movement over the paper, the view stays where it is. */
const READING = 1500;

let moved = -READING;
let pressing = false;
let pointer = "";
/** The build that was shown when the reader last did something. */
let acted = 0;

/** Notes that the reader does something: what an edit before that has to show comes too late to move the view. */
function noteAction(event) {
  moved = performance.now();
  acted = current?.version ?? 0;
  pressing = event.type === "pointerdown";
}

/** Notes that the reader's hand is on the paper; a pointer that lies still while the paper scrolls is none. */
function noteMove(event) {
  const now = `${event.screenX} ${event.screenY}`;
  if (now !== pointer) moved = performance.now();
  pointer = now;
}

for (const type of ["pointerdown", "pointerup", "pointercancel", "wheel", "keydown", "keyup"]) {
  document.addEventListener(type, noteAction, { passive: true, capture: true });
}
byId("view").addEventListener("pointermove", noteMove, { passive: true });

/** Whether the reader is aiming at something, looks at what was found there, or has gone elsewhere since this build. */
const isReading = (version) => pressing || source.place !== null || version <= acted || performance.now() - moved < READING;

/** Notes the build whose edit has been shown or offered, for tests. */
function noteEdit({ version }) {
  if (version) document.documentElement.dataset.followed = version;
}

/** Shows a place that was asked for; that of an edit only where it takes no paper from under the reader's hand. */
function followTo(target) {
  noteEdit(target);
  const [top, bottom] = [target.y - 3, target.y + 19];
  if (target.asked || pages.isInView(target.page, top, bottom) || !isReading(target.version)) return gotoPlace(target);
  return notice(`刚才的修改在第 ${target.page} 页`, { label: "前往", run: () => gotoPlace(target) });
}

let flashTimer = 0;

function gotoPlace({ page, x, y, path, line }) {
  const described = pages.pages[page - 1];
  if (!described) return;
  // x and y are the upper left corner of the line's first letter.
  const rect = [Math.max(0, x - 4), Math.max(0, y - 3), Math.min(240, described.width - x), 22];
  pages.reveal(page, rect);
  pages.mark("flash", [{ page, rect }]);
  if (path) say(`第 ${page} 页，${path}:${line}`);
  clearTimeout(flashTimer);
  flashTimer = setTimeout(() => pages.unmark("flash"), 2500);
}

// ---- the paper ---------------------------------------------------------------------------------

let addressTimer = 0;

function reached(n) {
  const input = byId("page-number");
  if (document.activeElement !== input) input.value = String(n);
  outline?.follow(n);
  clearTimeout(addressTimer);
  addressTimer = setTimeout(() => history.replaceState(null, "", `#${encodeURIComponent(pages.doc)}/${pages.current}`), 400);
}

/** Document and page of the address: `#自述报告/31`. */
function addressed() {
  const [name, n] = location.hash.slice(1).split("/");
  let doc = "";
  try {
    doc = n === undefined ? "" : decodeURIComponent(name);
  } catch {
    // An address typed by hand may be no good UTF-8.
  }
  return { doc, page: /^\d{1,5}$/.test(n ?? "") && Number(n) > 0 ? Number(n) : null };
}

window.addEventListener("hashchange", () => {
  const { doc, page } = addressed();
  if (doc && doc !== pages.doc) {
    wantedPage = page;
    switchTo(doc);
  } else if (page) pages.goto(page);
});

function zoomed(zoom, fits) {
  const percent = `${Math.round(zoom * 100)}%`;
  setText(byId("zoom-value"), percent);
  byId("zoom-value").setAttribute("aria-label", `缩放 ${percent}，按下恢复原大`);
  byId("fit").setAttribute("aria-pressed", String(fits));
}

function clicked(point, event) {
  source.look(point, event.ctrlKey || event.metaKey);
}

function toPages() {
  byId("view").focus({ preventScroll: true });
}

/** On a narrow screen a panel covers the paper: it is closed before the paper moves. */
function leaveFor(move) {
  layout.closeDrawers();
  move();
}

function showProblem(problem) {
  const elsewhere = problem.page !== null && problem.doc !== pages.doc;
  if (problem.page === null) pages.unmark("problem");
  else leaveFor(() => (elsewhere ? switchTo(problem.doc, problem) : pages.reveal(problem.page, problem.rect)));
  markProblem(problem);
}

function markProblem(problem) {
  const here = problem?.page && problem.doc === pages.doc;
  const entries = here ? [{ page: problem.page, rect: problem.rect }] : [];
  pages.mark("problem", entries);
  for (const mark of pages.marks.get("problem")) mark.dataset.severity = problem.severity;
}

function refreshMarks() {
  markProblem(problems.current);
}

function markHits(hits, at) {
  pages.mark("hit", hits.filter((hit) => hit.rect));
  pages.mark("found", hits[at] ? [hits[at]] : []);
}

function showHit(hit) {
  const list = byId("search-results").getBoundingClientRect();
  pages.reveal(hit.page, hit.rect, list.height ? list.bottom - byId("view").getBoundingClientRect().top : 0);
  pages.mark("found", [hit]);
}

async function showRule(code) {
  setText(byId("explain-title"), code);
  setText(byId("explain-text"), "正在取…");
  byId("explain-dialog").showModal();
  try {
    const { title, text, remedy } = await explain(code);
    setText(byId("explain-title"), `${title}（${code}）`);
    setText(byId("explain-text"), `${text}\n\n改法：${remedy}`);
  } catch (error) {
    setText(byId("explain-text"), error.message || "取不到这个问题的解释，请再试一次");
  }
}

/** Opens the editor where the paper is marked: at the word, the hit or the problem. */
async function openMarked() {
  if (source.place) return openInEditor(source.place);
  const hit = search.current;
  if (hit?.rect) {
    const [x, y, w, h] = hit.rect;
    const point = { doc: pages.doc, page: hit.page, hash: hit.hash, x: x + w / 2, y: y + h / 2 };
    try {
      const place = await locate(point);
      return place ? openInEditor(place) : notice("这里的字不在文稿中");
    } catch (error) {
      return notice(error.message);
    }
  }
  return problems.current ? openInEditor(problems.current) : notice("先点一个字、一处查找结果或一个问题，再按一次");
}

function stepProblem(direction) {
  const step = problems.step(direction);
  if (!step) return notice("没有问题");
  const { problem, at, of } = step;
  return say(`问题 ${at}/${of}：${problem.message}，${problem.path}:${problem.line}`);
}

// ---- controls ----------------------------------------------------------------------------------

rescueButtons();
const press = (id, run) => byId(id).addEventListener("click", run);
press("zoom-in", () => pages.stepZoom(1));
press("zoom-out", () => pages.stepZoom(-1));
press("zoom-value", () => pages.setZoom(1));
press("fit", () => pages.setZoom(null));
press("print", () => printer.print());
press("help", () => byId("help-dialog").showModal());
press("failure-show", () => {
  layout.open("problems");
  problems.first(current.cause);
});

byId("profile").addEventListener("change", async (event) => {
  building();
  try {
    await setProfile(pages.doc, event.target.value);
  } catch (error) {
    notice(`版式没有换成：${error.message}`);
    clearTimeout(buildingTimer);
    event.target.value = current?.profile ?? "";
  }
  load();
});

byId("page-number").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" && event.key !== "Escape") return;
  event.preventDefault();
  const n = Number.parseInt(event.target.value, 10);
  toPages();
  if (event.key === "Enter" && Number.isInteger(n)) pages.goto(n);
  event.target.value = String(pages.current);
});
byId("page-number").addEventListener("focus", (event) => event.target.select());
byId("page-number").addEventListener("blur", (event) => (event.target.value = String(pages.current)));

// ---- keys --------------------------------------------------------------------------------------

const KEYS = {
  "/": () => search.focus(),
  j: () => pages.goto(pages.current + 1),
  k: () => pages.goto(pages.current - 1),
  PageDown: () => pages.turn(1),
  PageUp: () => pages.turn(-1),
  Home: () => pages.goto(1),
  End: () => pages.goto(pages.pages.length),
  "]": () => stepProblem(1),
  "[": () => stepProblem(-1),
  e: openMarked,
  "+": () => pages.stepZoom(1),
  "=": () => pages.stepZoom(1),
  "-": () => pages.stepZoom(-1),
  0: () => pages.setZoom(null),
  o: () => layout.toggle("outline"),
  p: () => layout.toggle("problems"),
  d: () => layout.toggleDark(),
  "?": () => byId("help-dialog").showModal(),
};
// The same keys as a Chinese input method gives them.
const FULL_WIDTH = { "、": "/", "】": "]", "【": "[", "？": "?", "＋": "+", "－": "-", "／": "/" };

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "p") {
    event.preventDefault();
    printer.print();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    if (!source.dismiss()) layout.escape();
    return;
  }
  const typing = event.target.closest("input:not([type=radio], [type=checkbox]), select, textarea");
  if (typing) return;
  const key = FULL_WIDTH[event.key] ?? (event.key.length === 1 ? event.key.toLowerCase() : event.key);
  const single = key.length === 1;
  // A list scrolls itself; only the paper turns pages.
  const elsewhere = !single && event.target.closest(".panel, #tools, #search-box");
  if (elsewhere || (single && !layout.singleKeys) || !Object.prototype.hasOwnProperty.call(KEYS, key)) return;
  event.preventDefault();
  KEYS[key]();
});
