// What the server says, checked: every value that leaves this file has its type, whatever came in.

const text = (value) => (typeof value === "string" ? value : "");
const list = (value) => (Array.isArray(value) ? value : []);
const number = (value, otherwise = 0) => (Number.isFinite(value) ? value : otherwise);
const count = (value) => Math.max(0, Math.trunc(number(value)));

/** A page number from 1, or null. */
const pageNumber = (value) => (Number.isInteger(value) && value >= 1 ? value : null);

/** `[x, y, w, h]` in points, or null. */
function rectangle(value) {
  const numbers = list(value);
  const good = numbers.length === 4 && numbers.every((n) => Number.isFinite(n));
  return good ? numbers : null;
}

function place(value) {
  return {
    path: text(value?.path),
    line: Math.max(1, count(value?.line)),
    column: Math.max(1, count(value?.column)),
  };
}

const SEVERITIES = ["error", "warning", "hint"];

function problem(value) {
  const severity = SEVERITIES.includes(value?.severity) ? value.severity : "error";
  const at = place(value);
  const message = text(value?.message);
  return {
    ...at,
    id: text(String(value?.id ?? "")),
    // Its name as long as nothing moves; `state` tells equal ones apart.
    key: [value?.code, at.path, at.line, at.column, message].join("\u0000"),
    code: text(value?.code),
    severity,
    message,
    help: list(value?.help).map(text),
    end: { line: Math.max(1, count(value?.end?.line)), column: Math.max(1, count(value?.end?.column)) },
    excerpt: text(value?.excerpt),
    skipped: Number.isInteger(value?.excerpt_skip) ? count(value.excerpt_skip) : null,
    related: list(value?.related).map((other) => ({ ...place(other), message: text(other?.message) })),
    // The document that shows it: the one in view, else another; `exact` where it is printed itself.
    doc: text(value?.doc),
    exact: value?.exact === true,
    page: pageNumber(value?.page),
    rect: rectangle(value?.rect),
  };
}

/** Gives equal problems keys of their own. */
function distinct(problems) {
  const seen = new Map();
  for (const one of problems) {
    const before = seen.get(one.key) ?? 0;
    seen.set(one.key, before + 1);
    if (before) one.key += `\u0000${before}`;
  }
  return problems;
}

function contribution(value) {
  return {
    bureau: text(value?.bureau),
    path: text(value?.path),
    status: text(value?.status),
    length: count(value?.length),
    errors: count(value?.errors),
    warnings: count(value?.warnings),
    page: pageNumber(value?.page),
  };
}

function section(value) {
  return {
    number: text(value?.number),
    title: text(value?.title),
    page: pageNumber(value?.page),
    contributions: list(value?.contributions).map(contribution),
  };
}

function page(value) {
  // No paper is smaller than 10 pt or larger than the 14,400 pt of PDF.
  const side = (length, otherwise) => Math.min(14400, Math.max(10, number(length, otherwise)));
  return {
    hash: text(value?.hash),
    width: side(value?.width, 595.28),
    height: side(value?.height, 841.89),
    changed: number(value?.changed),
    label: text(value?.label),
  };
}

function state(value) {
  const counts = value?.counts ?? {};
  return {
    instance: text(value?.instance),
    version: number(value?.version),
    building: value?.building === true,
    failed: value?.failed === true,
    stale: value?.stale === true,
    // The problem that `message` is about.
    cause: Number.isInteger(value?.cause) ? String(value.cause) : "",
    leftOut: count(value?.left_out),
    message: text(value?.message),
    documents: list(value?.documents).map(text),
    document: text(value?.document),
    profile: text(value?.profile),
    profiles: list(value?.profiles).map((one) => ({ name: text(one?.name), title: text(one?.title) })),
    title: text(value?.title),
    outline: list(value?.outline).map(section).filter((one) => one.title || one.contributions.length),
    problems: distinct(list(value?.problems).map(problem)),
    pages: list(value?.pages).map(page),
    seconds: number(value?.seconds),
    counts: { error: count(counts.errors), warning: count(counts.warnings), hint: count(counts.hints) },
  };
}

/** The server answered, but with an error; `message` is its own Chinese text. */
export class Refusal extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function ask(path, options = {}) {
  const asked = fetch(path, { cache: "no-store", credentials: "same-origin", ...options });
  // The browser's own words for a server that is away are English.
  const response = await asked.catch((error) => {
    throw options.signal?.aborted ? error : new Error("预览没有应答");
  });
  const body = await response.json().catch(() => null);
  if (!response.ok) throw new Refusal(text(body?.error) || `服务器答复 ${response.status}`, response.status);
  return body;
}

const query = (values) => new URLSearchParams(values).toString();

function post(path, body) {
  const headers = { "Content-Type": "application/json", "X-Zishu": "1" };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
}

/** The state of a document; of the server's first one where `doc` is empty. */
export const fetchState = async (doc) => state(await ask(`/api/state${doc ? `?${query({ doc })}` : ""}`));

/**
 * The chapter's place, as it is now, under a point in points of a page's picture: `{ doc, page, hash, x, y }`.
 * Null where no chapter's text stands. `page`, `hash`, `rect`, `x` and `y` are the word's on the newest pages,
 * where it is still printed there; else on the picture.
 */
export async function locate({ doc, page: n, hash, x, y }) {
  const found = await ask(`/api/locate?${query({ doc, page: n, x: x.toFixed(2), y: y.toFixed(2), h: hash })}`);
  if (!text(found?.path)) return null;
  const at = { ...place(found), word: text(found.word), editor: text(found.editor) };
  const on = { page: pageNumber(found.page), rect: rectangle(found.rect) ?? [x, y, 0, 0], hash: text(found.hash) };
  return { ...at, ...on, x: number(found.x, x), y: number(found.y, y) };
}

/** Opens a place in the editor: `{ opened, url, message }`. */
export async function openPlace({ path, line, column }) {
  const answer = await post("/api/open", { path, line, column });
  return { opened: answer?.opened === true, url: text(answer?.url), message: text(answer?.message) };
}

/** Shows a document in another profile. */
export const setProfile = (doc, profile) => post("/api/profile", { doc, profile });

/** Where a text stands on the pages. */
export async function searchText(doc, q, signal) {
  const hits = list(await ask(`/api/search?${query({ doc, q })}`, { signal }));
  const hit = (value) => ({
    page: pageNumber(value?.page),
    hash: text(value?.hash),
    rect: rectangle(value?.rect),
    before: text(value?.before),
    match: text(value?.match),
    after: text(value?.after),
  });
  return hits.map(hit).filter((found) => found.page !== null);
}

/** A rule's text. */
export async function explain(code) {
  const value = await ask(`/api/explain/${encodeURIComponent(code)}`);
  return { title: text(value?.title), text: text(value?.text), remedy: text(value?.remedy) };
}

/** The address of a page's picture. */
export const pageAddress = (doc, n, hash) => `/pages/${encodeURIComponent(doc)}/${n}.svg?${query({ h: hash })}`;

function passage(value) {
  return {
    heading: Math.min(5, count(value?.heading)),
    text: text(value?.text),
    rows: list(value?.rows).map((row) => list(row).map(text)),
  };
}

/** What stands on a page, for a screen reader: headings, paragraphs, tables. */
export async function fetchWords(doc, n, hash) {
  return list(await ask(`/pages/${encodeURIComponent(doc)}/${n}.json?${query({ h: hash })}`)).map(passage);
}

/** The address of a document's file. */
export const downloadAddress = (doc, ending) => `/download/${encodeURIComponent(doc)}.${ending}`;

const LONGEST_WAIT = 5000;
const HIDDEN_PAUSE = 1000;

/**
 * Listens to the server for ever: `on` is `{ open, lost, building, built, goto }`. After a break it
 * tries again, waiting longer each time. A hidden tab gives its connection back, since a browser keeps
 * only six to one host: with six tabs open none could load a page.
 */
export function listen(on) {
  let source = null;
  let wait = 250;
  let timer = 0;

  const connect = () => {
    clearTimeout(timer);
    source?.close();
    source = new EventSource("/api/events");
    source.addEventListener("open", () => {
      wait = 250;
      on.open();
    });
    source.addEventListener("error", () => {
      source.close();
      source = null;
      on.lost();
      timer = setTimeout(connect, wait);
      wait = Math.min(LONGEST_WAIT, wait * 2);
    });
    source.addEventListener("building", () => on.building());
    source.addEventListener("built", () => on.built());
    source.addEventListener("goto", (event) => {
      const target = gotoTarget(event.data);
      if (target) on.goto(target);
    });
  };
  const rest = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };

  let hidden = 0;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(hidden);
    if (document.hidden) hidden = setTimeout(rest, HIDDEN_PAUSE);
    else if (source === null) connect();
  });
  window.addEventListener("pagehide", rest);
  window.addEventListener("pageshow", (event) => event.persisted && connect());
  connect();
}

function gotoTarget(data) {
  let value = null;
  try {
    value = JSON.parse(data);
  } catch {
    return null;
  }
  const n = pageNumber(value?.page);
  if (n === null) return null;
  const at = { ...place(value), doc: text(value?.doc), page: n, x: number(value?.x), y: number(value?.y) };
  // The build of an edit; 0 where someone asked for the place.
  return { ...at, asked: value?.asked === true, version: count(value?.version) };
}
