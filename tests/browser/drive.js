// Drives headless Chromium over the live preview.
//
// In: a JSON object as the one argument: `chromium`, `zishu`, `root` (the workspace), `port`,
// `pictures` (a folder), `chapter` (the chapter that is edited), `limit` (milliseconds for a wait). Out: one line for each check,
// `ok NAME MILLISECONDS` or `fail NAME REASON`, in the order of `checks` below; pictures.

"use strict";
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const puppeteer = require("puppeteer-core");

const given = JSON.parse(process.argv[2]);
// Everything is waited for until it happens; a machine may be busy with much else.
const LIMIT = given.limit ?? 240_000;
const CHAPTER = path.join(given.root, given.chapter);
const REPORT = path.join(given.root, "chapters/report.yaml");

let server = null;
let address = "";
let browser = null;
let tab = null;
/** What a page may not do, seen in any tab. */
const trouble = [];
/** While the server is away the browser itself complains of refused connections. */
let away = false;

// ---- the server --------------------------------------------------------------------------------

function start(port, more = []) {
  const child = spawn(given.zishu, ["preview", "--port", String(port), "--no-open", ...more], {
    cwd: given.root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, VISUAL: "", EDITOR: "" },
  });
  server = child;
  child.stderr.resume();
  return new Promise((resolve, reject) => {
    let said = "";
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
    child.stdout.on("data", (bytes) => {
      said += bytes;
      const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(said);
      if (found) resolve(found[0]);
    });
  });
}

function stop() {
  const child = server;
  server = null;
  if (!child || child.exitCode !== null) return Promise.resolve();
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  return gone;
}

const ask = async (way) => (await fetch(new URL(way, address))).json();
const state = () => ask("/api/state");
const find = (word) => ask(`/api/search?q=${encodeURIComponent(word)}`);

// ---- the workspace -----------------------------------------------------------------------------

const ORIGINAL = fs.readFileSync(CHAPTER, "utf8");
const text = () => fs.readFileSync(CHAPTER, "utf8");
const lineOf = (word) => text().split("\n").findIndex((line) => line.includes(word)) + 1;

/** Saves as many editors do: a new file that takes the old one's name. */
function save(file, now) {
  fs.writeFileSync(`${file}.new~`, now);
  fs.renameSync(`${file}.new~`, file);
}

function replace(old, now) {
  const before = text();
  if (!before.includes(old)) throw new Error(`no ${old} in the chapter`);
  save(CHAPTER, before.replace(old, now));
}

// ---- a tab -------------------------------------------------------------------------------------

async function open(options = {}) {
  const page = await browser.newPage();
  const home = address;
  await page.setViewport({ width: 1280, height: 800, ...options });
  page.setDefaultTimeout(LIMIT);
  page.on("console", (message) => {
    const lost = away || /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET/.test(message.text());
    // A picture that has just changed is answered with 409.
    const known = /status of 409/.test(message.text());
    if (["error", "warn", "assert"].includes(message.type()) && !lost && !known) trouble.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => trouble.push(`uncaught: ${error.message}`));
  page.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== "data:" && protocol !== "blob:" && `${origin}/` !== home) trouble.push(`request to ${request.url()}`);
  });
  await page.exposeFunction("tellViolation", (what) => trouble.push(`policy: ${what}`));
  await page.evaluateOnNewDocument(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      window.tellViolation(`${event.violatedDirective} ${event.blockedURI}`);
    });
    // The marks of edited lines come and go: the last is kept.
    window.flash = {};
    const number = (mark, name) => Number(mark.style.getPropertyValue(name));
    new MutationObserver((changes) => {
      for (const mark of changes.flatMap((change) => [...change.addedNodes]).filter((node) => node.classList?.contains("flash"))) {
        window.flash = { page: Number(mark.closest(".page").dataset.page), top: number(mark, "--y"), height: number(mark, "--h") };
      }
    }).observe(document, { subtree: true, childList: true });
  });
  await page.goto(address);
  await ready(page);
  return page;
}

const until = (page, test, ...values) => page.waitForFunction(test, { timeout: LIMIT, polling: 40 }, ...values);
const ready = (page) => until(page, () => document.querySelector("#state").dataset.state === "ready" && document.querySelector(".page img"));
const version = (page) => page.evaluate(() => Number(document.documentElement.dataset.version));
const later = (page, than) => until(page, (v) => Number(document.documentElement.dataset.version) > v, than);
const shown = (page, n) => page.evaluate((id) => document.getElementById(id)?.dataset.shown, `page-${n}`);
const visible = (page, selector) => until(page, (s) => document.querySelector(s)?.checkVisibility(), selector);
const hidden = (page, selector) => until(page, (s) => !document.querySelector(s)?.checkVisibility(), selector);
const scrolled = (page) => page.evaluate(() => document.querySelector("#view").scrollTop);
const count = (page) => page.evaluate(() => Number(document.querySelector("#page-count").textContent));
const focused = (page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.className || document.activeElement?.tagName);
const inner = (page, selector) => page.$eval(selector, (element) => element.textContent);
const changedPage = (page, n, before) => until(page, (id, old) => {
  const now = document.getElementById(id)?.dataset.shown;
  return now && now !== old;
}, `page-${n}`, before);

/**
 * Scrolls so that a word stands a third below the upper edge; its centre on the screen. The page's newest picture
 * is waited for, since on an earlier one something else may stand there; `any` is content with what is shown.
 */
async function centre(page, place, any = false) {
  const { page: n } = place;
  await scrollTo(page, place);
  await until(page, async (id, earlier) => {
    const { shown } = document.getElementById(id).dataset;
    if (!shown || earlier) return shown;
    const { pages } = await (await fetch("/api/state")).json();
    return pages[Number(id.slice("page-".length)) - 1]?.hash === shown;
  }, `page-${n}`, any);
  return centreOf(page, place);
}

/** Scrolls so that a place stands a third below the upper edge. */
const scrollTo = (page, { page: n, rect }) => page.evaluate((number, [, y]) => {
  const view = document.querySelector("#view");
  const element = document.getElementById(`page-${number}`);
  const scale = element.querySelector(".sheet").getBoundingClientRect().width / Number(element.style.getPropertyValue("--width"));
  view.scrollTop = element.offsetTop + y * scale - view.clientHeight / 3;
}, n, rect);

/** The centre of a place on the screen. */
const centreOf = (page, { page: n, rect }) => page.evaluate((number, [x, y, w, h]) => {
  const element = document.getElementById(`page-${number}`);
  const box = element.querySelector(".sheet").getBoundingClientRect();
  const scale = box.width / Number(element.style.getPropertyValue("--width"));
  return { x: box.left + (x + w / 2) * scale, y: box.top + (y + h / 2) * scale };
}, n, rect);

/** Waits until the tooltip names the line in which a word stands now, and holds its word against it. */
async function tipNames(page, word) {
  const named = until(page, (end) => document.querySelector("#locate-place")?.textContent.endsWith(end), `:${lineOf(word)}`);
  await named.catch(async (error) => {
    const tip = await page.evaluate(() => document.querySelector("#locate")?.textContent);
    throw new Error(`${error.message} for ${word} in line ${lineOf(word)}, the tooltip says ${tip}`);
  });
  same(await inner(page, "#locate-place"), `${given.chapter}:${lineOf(word)}`, "the place");
  const said = (await inner(page, "#locate .word")).replace(/[“”]/g, "");
  must(word.includes(said) || said.includes(word), `the word is ${said}, not ${word}`);
}

/** Edits a chapter; waits until the page has the build and what the server then says of the edit's place. */
async function edited(page, change) {
  const before = await version(page);
  change();
  await later(page, before);
  await until(page, (v) => Number(document.documentElement.dataset.followed) > v, before);
}

/** Waits until the server has built a text that holds a word so often. */
async function served(word, times) {
  const end = Date.now() + LIMIT;
  while ((await find(word)).length !== times) {
    must(Date.now() < end, `${word} never stands there ${times} times`);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}

/** Paragraphs more, at the top of the chapter: all that follows is printed elsewhere and stands in other lines. */
const pushDown = (paragraphs = 5) => replace("## 总体\n", `## 总体\n${"\n新加的一段说的是别的。\n".repeat(paragraphs)}`);

/** The chapter as it was before a check. */
async function putBack(page, kept) {
  await edited(page, () => save(CHAPTER, kept));
  await page.keyboard.press("Escape");
}

/** From now on the page keeps where it was last pressed: the page's number and the point, in points. */
const notePresses = (page) => page.evaluate(() => {
  document.addEventListener("pointerdown", (event) => {
    const sheet = event.target.closest(".sheet");
    const box = sheet?.getBoundingClientRect();
    const scale = box && box.width / Number(sheet.parentElement.style.getPropertyValue("--width"));
    window.pressedAt = sheet && { page: Number(sheet.parentElement.dataset.page), x: (event.clientX - box.left) / scale, y: (event.clientY - box.top) / scale };
  }, true);
});

async function pressedOn(page, { page: n, rect: [left, top, width, height] }) {
  const at = await page.evaluate(() => window.pressedAt);
  return at?.page === n && at.x >= left && at.x <= left + width && at.y >= top && at.y <= top + height;
}

/** Answers to such requests are held back until they are let go. */
async function hold(page, pattern) {
  const held = [];
  let holding = true;
  const take = (request) => (holding && pattern.test(request.url()) ? held.push(request) : request.continue());
  await page.setRequestInterception(true);
  page.on("request", take);
  return async () => {
    holding = false;
    await Promise.all(held.map((request) => request.continue().catch(() => null)));
    page.off("request", take);
    await page.setRequestInterception(false);
  };
}

/** Waits until a line of a page has been marked as the edited or wanted one, and lies in view. */
const flashed = (page, n) => until(page, (wanted) => {
  const { page: on, top, height } = window.flash;
  if (on !== wanted) return false;
  const element = document.getElementById(`page-${on}`);
  const sheet = element.querySelector(".sheet").getBoundingClientRect();
  const view = document.querySelector("#view").getBoundingClientRect();
  const scale = sheet.width / Number(element.style.getPropertyValue("--width"));
  return sheet.top + top * scale >= view.top && sheet.top + (top + height) * scale <= view.bottom + 1;
}, n);

/** Whether an element lies wholly within the paper's view. */
const inView = (page, selector) => until(page, (s) => {
  const box = document.querySelector(s)?.getBoundingClientRect();
  const view = document.querySelector("#view").getBoundingClientRect();
  return box && box.top >= view.top && box.bottom <= view.bottom + 1;
}, selector);

async function picture(page, name) {
  await page.screenshot({ path: path.join(given.pictures, `${name}.png`) });
}

function must(truth, message) {
  if (!truth) throw new Error(message);
}

function same(left, right, what) {
  must(JSON.stringify(left) === JSON.stringify(right), `${what}: ${JSON.stringify(left)} instead of ${JSON.stringify(right)}`);
}

// ---- the checks --------------------------------------------------------------------------------

const checks = {
  async loads() {
    tab = await open();
    must((await count(tab)) > 10, "the report has more than ten pages");
    must((await inner(tab, "#heading")).includes("试城市"), "the title is shown");
    const dark = await tab.evaluate(async () => {
      const image = document.querySelector("#page-1 img");
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width: 300, height: 424 });
      const paper = canvas.getContext("2d");
      paper.fillStyle = "#fff";
      paper.fillRect(0, 0, 300, 424);
      paper.drawImage(image, 0, 0, 300, 424);
      const { data } = paper.getImageData(0, 0, 300, 424);
      let sum = 0;
      for (let at = 0; at < data.length; at += 4) sum += data[at] + data[at + 1] + data[at + 2] < 384 ? 1 : 0;
      return sum;
    });
    must(dark > 200, `the first page is blank: ${dark} dark points`);
    const loaded = await tab.evaluate(() => document.querySelectorAll(".page img").length);
    must(loaded < (await count(tab)), "only the pages near the view are loaded");
    await canBeHit(tab, "#bar");
    await canBeHit(tab, ".panel");
    await picture(tab, "1280-start");
  },

  async pages_can_be_read() {
    const [place] = await find("试验词甲");
    const read = async (there) => {
      await centre(tab, there);
      await until(tab, (id) => document.querySelector(`#${id} .words p`), `page-${there.page}`);
    };
    // Its line in the contents comes first.
    const start = (await find("一、产品质量")).at(-1);
    await read(start);
    const level = await tab.$eval(`#page-${start.page} .words :is(h2, h3)`, (one) => `${one.tagName} ${one.textContent}`);
    same(level, "H2 一、产品质量", "the section's heading");
    await read(place);
    const tree = await tab.accessibility.snapshot({ root: await tab.$("#view"), interestingOnly: false });
    const all = [];
    const walk = (node) => {
      all.push(node);
      node.children?.forEach(walk);
    };
    walk(tree);
    const named = (role, name) => all.find((node) => node.role === role && node.name.includes(name));
    must(named("group", `第 ${place.page} 页`), "the page has a name");
    const paragraph = all.find((node) => node.role === "paragraph" && JSON.stringify(node).includes("试验词甲在此"));
    must(paragraph, "a paragraph is read");
    must(!all.some((node) => /— \d+ —/.test(node.name ?? "")), "page numbers aren't read twice");
    const drawn = await tab.$eval(".words", (words) => words.getBoundingClientRect().height);
    must(drawn <= 1, "the words aren't to be seen");
  },

  async edit_changes_the_page() {
    const [place] = await find("试验词甲");
    await centre(tab, place);
    const before = { version: await version(tab), at: await scrolled(tab), hash: await shown(tab, place.page) };
    must(before.at > 1000, "the place is far down");
    replace("试验词甲", "试验词乙");
    await later(tab, before.version);
    await changedPage(tab, place.page, before.hash);
    await until(tab, (id) => document.querySelector(`#${id} .changed`), `page-${place.page}`);
    must(Math.abs((await scrolled(tab)) - before.at) < 3, `the view moved from ${before.at} to ${await scrolled(tab)}`);
    same((await find("试验词乙")).length, 1, "hits of the new word");
    const marked = await tab.evaluate(() => [...document.querySelectorAll(".page")].filter((page) => page.querySelector(".changed")).length);
    same(marked, 1, "pages marked as changed");
    await picture(tab, "1280-edited");
  },

  async edit_elsewhere_is_shown() {
    const [place] = await find("试验词丙");
    const before = await scrolled(tab);
    replace("试验词丙", "试验词丁");
    await flashed(tab, place.page);
    await coversLine(tab, place);
    must(Math.abs((await scrolled(tab)) - before) > 1000, "the view goes to the edited place");
  },

  async edit_in_view_keeps_the_view() {
    const filling = "各有关部门分工负责，逐级落实责任，定期检查通报。".repeat(60);
    await edited(tab, () => save(CHAPTER, `${text()}\n${filling}段末词甲。\n`));
    const [place] = await find("段末词甲");
    await centre(tab, place);
    const before = await scrolled(tab);
    await edited(tab, () => replace("段末词甲", "段末词乙"));
    await flashed(tab, place.page);
    same(await scrolled(tab), before, "place");
    const built = await version(tab);
    save(CHAPTER, `${text()}\n`);
    await later(tab, built);
    same(await scrolled(tab), before, "place after a line end more");
    await edited(tab, () => replace(`\n${filling}段末词乙。\n\n`, ""));
  },

  async click_shows_the_source() {
    for (const word of ["试验词戊", "试验词己"]) {
      const [place] = await find(word);
      const { x, y } = await centre(tab, place);
      await tab.mouse.click(x, y);
      await tipNames(tab, word);
    }
    await picture(tab, "1280-source");
    await tab.keyboard.press("Escape");
    await hidden(tab, "#locate");
    await tab.evaluate(() => (document.querySelector("#view").scrollTop = 0));
    const box = await tab.$eval("#page-1 .sheet", (sheet) => sheet.getBoundingClientRect().toJSON());
    await tab.mouse.click(box.left + 5, box.top + 5);
    await until(tab, () => document.querySelector("#locate")?.textContent.includes("不在文稿中"));
    await tab.keyboard.press("Escape");
  },

  async click_before_the_picture() {
    const word = "试验词己";
    const fresh = await open();
    try {
      const [place] = await find(word);
      const release = await hold(fresh, /\/pages\/[^?]*\.svg/);
      await scrollTo(fresh, place);
      const { x, y } = await centreOf(fresh, place);
      must(!(await shown(fresh, place.page)), "the page shows no picture yet");
      await fresh.mouse.click(x, y);
      await until(fresh, () => document.querySelector("#locate")?.textContent.includes("还没有显示出来"));
      await release();
      await tipNames(fresh, word);
    } finally {
      await fresh.close();
      await tab.bringToFront();
    }
  },

  async press_while_the_picture_changes() {
    const kept = text();
    for (const [at, word] of ["试验词戊", "试验词己", "试验词戊"].entries()) {
      const [place] = await find(word);
      const { x, y } = await centre(tab, place);
      const before = await shown(tab, place.page);
      await tab.mouse.move(x, y);
      await tab.mouse.down();
      await edited(tab, () => replace(`${word}在此。`, `${word}在此。第${at}次。`));
      await changedPage(tab, place.page, before);
      await tab.mouse.up();
      await tipNames(tab, word);
      await tab.keyboard.press("Escape");
      await hidden(tab, "#locate");
    }
    // The page that was pressed goes away altogether.
    await edited(tab, () => save(CHAPTER, `${text()}\n${"最后的一段说的是别的。".repeat(900)}末尾词。\n`));
    const [place] = await find("末尾词");
    const { x, y } = await centre(tab, place);
    const pages = await count(tab);
    await tab.mouse.move(x, y);
    await tab.mouse.down();
    await edited(tab, () => save(CHAPTER, kept));
    must((await count(tab)) < pages, "the page is gone");
    await tab.mouse.up();
    await until(tab, (name) => document.querySelector("#locate-place")?.textContent.startsWith(`${name}:`), given.chapter);
    must((await inner(tab, "#locate .word")).includes("末尾"), "the word that was pressed");
    await tab.keyboard.press("Escape");
    // Two clicks at once leave one tooltip.
    const [twice] = await find("试验词戊");
    const point = await centre(tab, twice);
    await tab.mouse.click(point.x, point.y, { count: 2 });
    await tipNames(tab, "试验词戊");
    same(await tab.$$eval("#locate", (all) => all.length), 1, "tooltips");
    await tab.keyboard.press("Escape");
  },

  async click_on_an_older_picture() {
    const kept = text();
    const word = "试验词己";
    for (const held of [/\/pages\/[^?]*\.svg/, /\/api\/state/]) {
      const [place] = await find(word);
      await centre(tab, place);
      const before = await shown(tab, place.page);
      const release = await hold(tab, held);
      if (held.source.includes("svg")) await edited(tab, () => pushDown());
      else pushDown();
      await served("新加的一段", 5);
      const { x, y } = await centre(tab, place, true);
      same(await shown(tab, place.page), before, "the picture on the screen");
      await tab.mouse.click(x, y);
      await tipNames(tab, word);
      await release();
      // What was found goes to where the word stands now.
      const [now] = await find(word);
      must(now.page !== place.page || now.rect[1] !== place.rect[1], "the word is printed elsewhere now");
      // The mark of before may still stand there for a moment.
      await until(
        tab,
        ({ id, top }) => {
          const mark = document.querySelector(`#${id} .mark[data-mark=word]`);
          return mark && Math.abs(Number(mark.style.getPropertyValue("--y")) - top) < 2;
        },
        { id: `page-${now.page}`, top: now.rect[1] },
      );
      await tipNames(tab, word);
      await ready(tab);
      await putBack(tab, kept);
    }
    // A picture of which nothing is known any more: it says what to do.
    const [place] = await find(word);
    const { x, y } = await centre(tab, place);
    await tab.$eval(`#page-${place.page} img`, (image) => (image.dataset.hash = "0".repeat(32)));
    away = true;
    await tab.mouse.click(x, y);
    await until(tab, () => document.querySelector("#locate")?.textContent.includes("再点一次"));
    away = false;
    await tab.keyboard.press("Escape");
    await tab.reload();
    await ready(tab);
  },

  async found_place_outlives_builds() {
    const kept = text();
    const word = "试验词戊";
    const [place] = await find(word);
    const { x, y } = await centre(tab, place);
    await tab.mouse.click(x, y);
    await tipNames(tab, word);
    await tab.focus("#locate-open");
    const at = await scrolled(tab);
    // Somewhere else: the view stays with what the reader looks at, and the edit's place is offered.
    await edited(tab, () => replace("试验词丁", "试验词丙"));
    must((await inner(tab, "#notice")).includes("刚才的修改在第"), "the edit's place is offered");
    must(Math.abs((await scrolled(tab)) - at) < 3, "the view stays");
    await tipNames(tab, word);
    same(await focused(tab), "locate-open", "focus");
    // In the same paragraph, then above it: the line is the new one.
    await edited(tab, () => replace(`${word}在此。`, `${word}在此。改了。`));
    await tipNames(tab, word);
    await edited(tab, () => pushDown());
    await tipNames(tab, word);
    same(await focused(tab), "locate-open", "focus after its line moved");
    // The editor stays shut: what the page asks of the server is kept instead.
    await tab.evaluate(() => {
      window.asked = [];
      window.ownFetch = window.fetch;
      window.fetch = (way, options) => {
        if (way !== "/api/open") return window.ownFetch(way, options);
        window.asked.push(JSON.parse(options.body));
        return Promise.resolve(new Response('{"opened":true}'));
      };
    });
    await tab.keyboard.press("Enter");
    await until(tab, () => window.asked.length);
    const asked = await tab.evaluate(() => {
      window.fetch = window.ownFetch;
      return window.asked;
    });
    same([asked[0].path, asked[0].line], [given.chapter, lineOf(word)], "what the editor is to open");
    // The offered place is shown when asked for.
    await edited(tab, () => replace("试验词丙", "试验词丁"));
    const [elsewhere] = await find("试验词丁");
    await tab.$eval("#notice-action", (button) => button.click());
    await flashed(tab, elsewhere.page);
    await putBack(tab, kept);
  },

  async lists_outlive_builds() {
    const kept = text();
    await edited(tab, () => replace("试验词己", "试验词己。2017年城市GDP为1390.00亿元，试验词"));
    const item = "#problems-list li[data-code=value-mismatch]";
    await visible(tab, item);
    const line = () => tab.$eval(item, (one) => one.dataset.line);
    const shift = async () => {
      const before = await line();
      pushDown(1);
      await until(tab, (s, old) => (document.querySelector(s)?.dataset.line ?? old) !== old, item, before);
    };
    const press = async (selector) => {
      const { x, y, width, height } = await (await tab.$(selector)).boundingBox();
      await tab.mouse.move(x + width / 2, y + height / 2);
      await tab.mouse.down();
    };
    // A problem, pressed while its line moves.
    await press(`${item} button.problem`);
    await shift();
    await tab.mouse.up();
    await visible(tab, `${item} .problem[aria-expanded=true]`);
    await inView(tab, ".mark[data-mark=problem]");
    await shift();
    await visible(tab, `${item} .problem[aria-expanded=true]`);
    // By keys: the focus goes with it, and a key that is held is not lost.
    await tab.focus(`${item} .explain`);
    await shift();
    same(await focused(tab), "explain", "focus");
    await tab.keyboard.down(" ");
    await shift();
    await tab.keyboard.up(" ");
    await until(tab, () => document.querySelector("#explain-dialog").open);
    await tab.keyboard.press("Escape");
    await until(tab, () => !document.querySelector("#explain-dialog").open);
    await tab.focus(`${item} .problem`);
    await shift();
    await tab.keyboard.press("Enter");
    await visible(tab, `${item} .problem[aria-expanded=true]`);
    same(await focused(tab), "problem", "focus");
    // A text that is being selected in one that doesn't change stays selected.
    const row = "#outline-list button.contribution";
    await tab.evaluate((s) => window.getSelection().selectAllChildren(document.querySelector(s)), `${item} .message`);
    const chosen = () => tab.evaluate(() => window.getSelection().toString());
    const words = await chosen();
    must(words.length > 5, "a problem's text is selected");
    await edited(tab, () => replace("试验词丁", "试验词辛"));
    same(await chosen(), words, "the selected text");
    await tab.evaluate(() => window.getSelection().removeAllRanges());
    // A row of the outline, pressed while its count of characters changes.
    await tab.evaluate(() => (document.querySelector("#view").scrollTop = 0));
    const counted = await inner(tab, `${row} .length`);
    await press(row);
    pushDown(1);
    await until(tab, (s, old) => document.querySelector(s).textContent !== old, `${row} .length`, counted);
    await tab.mouse.up();
    const page = await tab.$eval(row, (one) => one.dataset.page);
    await until(tab, (n) => document.querySelector("#page-number").value === n, page);
    await putBack(tab, kept);
    await until(tab, (s) => !document.querySelector(s), item);
  },

  async clicks_during_saves() {
    const kept = text();
    const word = "试验词戊";
    // Each save changes the picture on which the word stands; the word's place stays.
    const [place] = await find(word);
    const start = kept.indexOf("第20段");
    const versions = ["总体", "整体", "全部"].map((now) => kept.slice(0, start) + kept.slice(start).replace("总体状况", `${now}状况`));
    let saves = 0;
    await centre(tab, place);
    await notePresses(tab);
    let hits = 0;
    const saving = setInterval(() => save(CHAPTER, versions[(saves += 1) % versions.length]), 90);
    try {
      for (let at = 0; at < 25; at += 1) {
        const { x, y } = await centre(tab, place, true);
        await tab.mouse.click(x, y, { delay: at % 5 ? 0 : 120 });
        await visible(tab, "#locate-place");
        // What lay under the pointer when it was pressed is what counts.
        if (await pressedOn(tab, place)) {
          await tipNames(tab, word);
          hits += 1;
        }
        await tab.keyboard.press("Escape");
      }
    } finally {
      clearInterval(saving);
    }
    must(saves > 3, "saves between the clicks");
    must(hits > 15, `only ${hits} presses hit the word`);
    // The last save is shown.
    save(CHAPTER, `${kept}\n存盘完毕。\n`);
    await served("存盘完毕", 1);
    await later(tab, (await state()).version - 1);
    await putBack(tab, kept);
  },

  async problems_come_and_go() {
    const [place] = await find("试验词己");
    await edited(tab, () => replace("试验词己", "试验词己。2017年城市GDP为1390.00亿元，试验词"));
    const item = "#problems-list li[data-code=value-mismatch]";
    await visible(tab, item);
    await tab.evaluate(() => (document.querySelector("#view").scrollTop = 0));
    await tab.click(`${item} button.problem`);
    await visible(tab, `#page-${place.page} .mark[data-mark=problem]`);
    await inView(tab, ".mark[data-mark=problem]");
    const label = await inner(tab, item);
    must(label.includes(`${given.chapter}:${lineOf("试验词己")}`), `the place is in ${label}`);
    await tab.click(".explain");
    await until(tab, () => document.querySelector("#explain-dialog").open && document.querySelector("#explain-text").textContent.length > 20);
    await tab.keyboard.press("Escape");
    await until(tab, () => !document.querySelector("#explain-dialog").open);
    await picture(tab, "1280-problem");
    await edited(tab, () => replace("1390.00亿元", "1380.00亿元"));
    await until(tab, (s) => !document.querySelector(s), item);
    await until(tab, () => !document.querySelector(".mark[data-mark=problem]"));
  },

  async failed_build_keeps_the_pages() {
    const [place] = await find("试验词戊");
    await centre(tab, place);
    const before = { pages: await count(tab), at: await scrolled(tab), hash: await shown(tab, place.page) };
    const good = fs.readFileSync(REPORT, "utf8");
    save(REPORT, `${good}年份: [\n`);
    await visible(tab, "#failure");
    await until(tab, () => document.querySelector("#state").dataset.state === "failed");
    must((await inner(tab, "#failure")).includes("上一次的页面"), "it says whose pages they are");
    same({ pages: await count(tab), at: await scrolled(tab), hash: await shown(tab, place.page) }, before, "pages");
    await visible(tab, "#problems-list li[data-severity=error]");
    must((await inner(tab, "#problems-list")).includes("report.yaml"), "the error's file is named");
    await picture(tab, "1280-failed");
    save(REPORT, good);
    await hidden(tab, "#failure");
    await ready(tab);
    same({ pages: await count(tab), at: await scrolled(tab), hash: await shown(tab, place.page) }, before, "pages");
  },

  async search_finds() {
    await tab.keyboard.press("Home");
    await tab.keyboard.press("/");
    same(await focused(tab), "search", "focus");
    await tab.keyboard.type("试验词戊");
    await tab.keyboard.press("Enter");
    const [place] = await find("试验词戊");
    await visible(tab, `#page-${place.page} .mark.found`);
    await inView(tab, ".mark.found");
    same(await inner(tab, "#search-count"), "1/1", "count");
    await tab.click("#search-clear");
    await tab.type("#search", "总体状况");
    await until(tab, () => document.querySelectorAll("#search-results [role=option]").length > 10);
    const all = (await find("总体状况")).length;
    same(await tab.$$eval("#search-results [role=option]", (options) => options.length), all, "hits");
    await picture(tab, "1280-search");
    await tab.click("#search-results [role=option]:nth-child(3)");
    await until(tab, () => document.querySelector("#search-count").textContent.startsWith("3/"));
    await tab.click("#search-clear");
    await until(tab, () => !document.querySelector(".mark[data-mark=hit]"));
  },

  async keyboard_alone() {
    await edited(tab, () => replace("试验词戊", "试验词戊。2017年城市GDP为1390.00亿元，试验词"));
    await visible(tab, "#problems-list li[data-code=value-mismatch]");
    await tab.reload();
    await ready(tab);
    await tab.evaluate(() => document.querySelectorAll("#problems-list .problem").length);
    await everythingIsReached();
    await tab.focus("#view");
    await tab.keyboard.press("Home");
    await until(tab, () => document.querySelector("#view").scrollTop < 30);
    await tab.keyboard.press("]");
    await visible(tab, ".problem[aria-expanded=true]");
    await tab.keyboard.press("[");
    await tab.keyboard.press("j");
    await until(tab, () => Number(document.querySelector("#page-number").value) > 1);
    await tab.keyboard.press("?");
    await until(tab, () => document.querySelector("#help-dialog").open);
    await picture(tab, "1280-help");
    await tab.keyboard.press("Escape");
    await until(tab, () => !document.querySelector("#help-dialog").open);
    await tab.keyboard.press("d");
    await until(tab, () => document.documentElement.dataset.theme === "dark");
    await picture(tab, "1280-dark");
    await tab.keyboard.press("d");
    await tab.focus("#outline-list button.contribution");
    await tab.keyboard.press("Enter");
    const page = await tab.$eval("#outline-list button.contribution", (row) => row.dataset.page);
    await until(tab, (n) => document.querySelector("#page-number").value === n, page);
    await tab.focus("#page-number");
    await tab.keyboard.type("5");
    await tab.keyboard.press("Enter");
    await until(tab, () => document.querySelector("#page-number").value === "5");
    await edited(tab, () => replace("1390.00亿元", "1380.00亿元"));
    await until(tab, () => !document.querySelector("#problems-list li[data-code=value-mismatch]"));
  },

  async documents_are_switched() {
    const before = { pages: await count(tab), at: await scrolled(tab) };
    const pick = (name) => tab.$eval(`#documents input[value=${name}]`, (radio) => radio.click());
    await pick("申报表");
    await until(tab, (pages) => Number(document.querySelector("#page-count").textContent) !== pages, before.pages);
    await until(tab, () => document.querySelector(".page img")?.dataset.from.includes(encodeURIComponent("申报表")));
    same(await tab.$eval("#download-pdf", (link) => decodeURIComponent(new URL(link.href).pathname)), "/download/申报表.pdf", "download");
    await picture(tab, "1280-form");
    await pick("自述报告");
    await until(tab, (pages) => Number(document.querySelector("#page-count").textContent) === pages, before.pages);
    must(Math.abs((await scrolled(tab)) - before.at) < 3, "the place is kept");
  },

  async problem_in_another_document() {
    const plan = path.join(given.root, "chapters/plan.yaml");
    const row = path.join(given.root, "chapters/sb-01/市质监局.md");
    const before = fs.readFileSync(plan, "utf8");
    save(plan, before.replace("  配合: []", "  配合: []\n  叙述: 是"));
    fs.mkdirSync(path.dirname(row));
    fs.writeFileSync(row, "2017年城市GDP为1390.00亿元。\n");
    const item = "#problems-list li[data-path='chapters/sb-01/市质监局.md'][data-code=value-mismatch]";
    await visible(tab, item);
    must(/申报表 第 \d+ 页/.test(await inner(tab, item)), `it is on ${await inner(tab, `${item} .paper`)}`);
    await tab.click(`${item} button.problem`);
    await until(tab, () => document.querySelector("#documents input:checked").value === "申报表");
    await inView(tab, ".mark[data-mark=problem]");
    must(!(await inner(tab, `${item} .paper`)).includes("申报表"), "in its own document the page is enough");
    await tab.click("#documents label[title=自述报告]");
    fs.rmSync(path.dirname(row), { recursive: true });
    save(plan, before);
    await until(tab, (s) => !document.querySelector(s), item);
    await until(tab, () => document.querySelector("#documents input:checked").value === "自述报告");
    await ready(tab);
  },

  async downloads() {
    const begins = (name) => tab.evaluate(async (way) => {
      const answer = await fetch(way);
      const bytes = new Uint8Array(await answer.arrayBuffer());
      return [answer.status, String.fromCharCode(...bytes.slice(0, 4)), bytes.length > 5000];
    }, `/download/${encodeURIComponent(name)}`);
    same(await begins("自述报告.pdf"), [200, "%PDF", true], "PDF");
    same(await begins("申报表.docx"), [200, "PK\u0003\u0004", true], "Word");
  },

  async goto_from_the_command_line() {
    await tab.evaluate(() => (document.querySelector("#view").scrollTop = 0));
    const [place] = await find("试验词己");
    const line = lineOf("试验词己");
    const port = new URL(address).port;
    const child = spawn(given.zishu, ["preview", "--port", port, "--goto", `${given.chapter}:${line}`], { cwd: given.root, stdio: "ignore" });
    const code = await new Promise((resolve) => child.once("exit", resolve));
    same(code, 0, "exit code");
    await flashed(tab, place.page);
    await coversLine(tab, place);
  },

  async goto_at_the_start() {
    const [place] = await find("试验词己");
    const own = { server, address };
    address = await start(0, ["--goto", `${given.chapter}:${lineOf("试验词己")}`]);
    try {
      // The page is there before the first build is.
      const early = await open();
      await flashed(early, place.page);
      await coversLine(early, place);
      await early.close();
    } finally {
      await stop();
      ({ server, address } = own);
    }
    await tab.bringToFront();
  },

  async eight_tabs() {
    const others = [];
    for (let at = 0; at < 7; at += 1) others.push(await open());
    const last = others.at(-1);
    const [place] = await find("试验词戊");
    await centre(last, place);
    const before = await shown(last, place.page);
    replace("试验词戊", "试验词戊，八个窗口");
    await changedPage(last, place.page, before);
    for (const other of others) await other.close();
    await tab.bringToFront();
    await ready(tab);
  },

  async two_tabs_follow() {
    const other = await open({ width: 1100, height: 700 });
    const [place] = await find("试验词戊");
    const before = [];
    for (const page of [tab, other]) {
      await page.bringToFront();
      await centre(page, place);
      before.push([await version(page), await shown(page, place.page)]);
    }
    replace("试验词戊", "试验词戊，又一次");
    for (const [at, page] of [tab, other].entries()) {
      await page.bringToFront();
      await later(page, before[at][0]);
      await changedPage(page, place.page, before[at][1]);
    }
    same(await shown(tab, place.page), await shown(other, place.page), "the picture in both");
    await other.close();
    await tab.bringToFront();
  },

  async server_restarted() {
    const before = await count(tab);
    const at = await scrolled(tab);
    const { port } = new URL(address);
    away = true;
    await stop();
    await visible(tab, "#lost");
    same(await count(tab), before, "pages stay");
    await picture(tab, "1280-lost");
    replace("试验词己", "试验词庚");
    same(await start(port), address, "address");
    await hidden(tab, "#lost");
    await ready(tab);
    away = false;
    must(Math.abs((await scrolled(tab)) - at) < 3, "the place is kept");
    const [place] = await find("试验词庚");
    await centre(tab, place);
    const hash = await shown(tab, place.page);
    replace("试验词庚", "试验词己");
    await changedPage(tab, place.page, hash);
    await ready(tab);
  },

  async narrow() {
    const small = await open({ width: 390, height: 844, isMobile: true, hasTouch: true });
    await noOverflow(small, "start");
    await canBeHit(small, "#bar");
    await picture(small, "390-start");
    for (const name of ["outline", "problems"]) {
      await small.tap(`#${name}-toggle`);
      await until(small, (n) => document.documentElement.dataset[n] === "open", name);
      await still(small, `#${name}`);
      const box = await small.$eval(`#${name}`, (panel) => panel.getBoundingClientRect().toJSON());
      must(box.left >= 0 && box.right <= 390 && box.width > 200 && box.height > 300, `${name} is at ${JSON.stringify(box)}`);
      await noOverflow(small, name);
      await canBeHit(small, `#${name}`);
      await picture(small, `390-${name}`);
      await small.keyboard.press("Escape");
      await until(small, (n) => document.documentElement.dataset[n] === "closed", name);
      same(await focused(small), `${name}-toggle`, "focus");
    }
    await small.tap("#outline-toggle");
    await still(small, "#outline");
    const page = await small.$eval("#outline-list button.contribution", (row) => row.dataset.page);
    await small.tap("#outline-list button.contribution");
    await until(small, (n) => document.documentElement.dataset.outline === "closed" && document.querySelector("#page-number").value === n, page);
    await small.tap("#more");
    await visible(small, "#zoom-in");
    await noOverflow(small, "tools");
    await canBeHit(small, "#tools");
    await picture(small, "390-tools");
    await small.keyboard.press("Escape");
    const [place] = await find("试验词己");
    const { x, y } = await centre(small, place);
    await small.touchscreen.tap(x, y);
    await visible(small, "#locate-place");
    await noOverflow(small, "source");
    await picture(small, "390-source");
    await small.close();
  },

  async quiet() {
    await tab.bringToFront();
    must(trouble.length === 0, trouble.join(" | "));
  },
};

/** The mark of an edited line lies over the line that a word stands in. */
async function coversLine(page, { rect: [, y, , h] }) {
  const { top, height } = await page.evaluate(() => window.flash);
  must(top <= y && top + height >= y + h, `the mark from ${top} to ${top + height} isn't over the line from ${y} to ${y + h}`);
}

async function noOverflow(page, what) {
  const width = await page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth));
  must(width <= 390, `${what}: the page is ${width} wide`);
}

/** Every control that can be seen can be hit: large enough, within the window, nothing lies over it. */
async function canBeHit(page, within) {
  const wrong = await page.evaluate((selector) => {
    const usable = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !one.closest("[inert], .unseen, .skip");
    const controls = [...document.querySelectorAll(`${selector} :is(a[href], button, select, input:not([type=radio]), label:has(input))`)];
    return controls.filter(usable).flatMap((one) => {
      const box = one.getBoundingClientRect();
      const name = `${one.id || one.className || one.textContent} (${Math.round(box.width)} by ${Math.round(box.height)})`;
      const field = one.closest("#search-box") ? one.parentElement : one;
      if (field === one && (box.width < 24 || box.height < 24)) return [`${name} is too small`];
      if (box.left < 0 || box.right > innerWidth + 0.5 || box.top < 0) return [`${name} is beyond the window`];
      const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      return one.contains(hit) || field.contains(hit) ? [] : [`${hit?.id || hit?.className} lies over ${name}`];
    });
  }, within);
  must(wrong.length === 0, wrong.join("; "));
}

/** Waits until an element has come to rest. */
const still = (page, selector) => page.$eval(selector, (element) => Promise.all(element.getAnimations({ subtree: true }).map((one) => one.finished.catch(() => null))));

/** Tab from the start to the end: every control that can be seen gets the focus, and shows that it has it. */
async function everythingIsReached() {
  await tab.evaluate(() => {
    const groups = new Set();
    const all = document.querySelectorAll("a[href], button, input, select, textarea, [tabindex='0']");
    for (const [at, element] of [...all].entries()) {
      const usable = element.checkVisibility({ visibilityProperty: true }) && !element.disabled && !element.closest("[inert]");
      const grouped = element.type === "radio" && groups.has(element.name);
      if (element.type === "radio") groups.add(element.name);
      if (usable && !grouped) element.dataset.awaited = element.type === "radio" ? element.name : String(at);
    }
    document.activeElement?.blur();
    window.getSelection().removeAllRanges();
  });
  const awaited = new Set(await tab.$$eval("[data-awaited]", (all) => all.map((one) => one.dataset.awaited)));
  must(awaited.size > 20, `only ${awaited.size} controls`);
  for (let press = 0; press < 200 && awaited.size; press += 1) {
    await tab.keyboard.press("Tab");
    const got = await tab.evaluate(() => {
      const one = document.activeElement;
      if (!one || one === document.body) return null;
      const rings = [one, one.parentElement, one.nextElementSibling].filter(Boolean).map((each) => getComputedStyle(each));
      const ring = rings.some((style) => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none");
      return { key: one.type === "radio" ? one.name : one.dataset.awaited, name: one.id || one.className || one.tagName, ring };
    });
    if (got) must(got.ring, `${got.name} doesn't show its focus`);
    if (got) awaited.delete(got.key);
  }
  const left = await tab.$$eval("[data-awaited]", (all, keys) => all.filter((one) => keys.includes(one.dataset.awaited)).map((one) => one.id || one.className), [...awaited]);
  must(left.length === 0, `Tab doesn't reach ${left.join(", ")}`);
}

// ---- all of them -------------------------------------------------------------------------------

async function perform(name, check) {
  const begun = Date.now();
  try {
    await check();
    console.log(`ok ${name} ${Date.now() - begun} ms`);
  } catch (error) {
    const page = tab ? await tab.evaluate(() => document.querySelector("#state")?.textContent).catch(() => "") : "";
    console.log(`fail ${name} ${[...new Set([error.message, page, error.stack?.split("\n").find((line) => line.includes("drive.js"))])].join(" · ").replaceAll("\n", " ")}`);
    if (tab) await picture(tab, `failed-${name}`).catch(() => null);
  }
}

async function main() {
  address = await start(given.port ?? 0);
  browser = await puppeteer.launch({
    executablePath: given.chromium,
    headless: true,
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--lang=zh-CN"],
    protocolTimeout: 2 * LIMIT,
  });
  try {
    for (const [name, check] of Object.entries(checks)) {
      const now = text();
      if (name !== "loads" && !now.includes("试验词戊")) save(CHAPTER, ORIGINAL);
      await perform(name, check);
    }
  } finally {
    await browser.close();
    await stop();
  }
}

main().catch((error) => {
  console.log(`fail start ${String(error.stack).replaceAll("\n", " ")}`);
  server?.kill("SIGKILL");
  process.exitCode = 1;
});
