// Making elements and telling the reader something. Text enters the page only as text nodes here:
// chapters, messages and paths are foreign text and never become markup.

/** The element with this id; index.html has every id that is asked for. */
export const byId = (id) => document.getElementById(id);

/** Makes an element; `attributes` with false or null are left out, children are nodes or text. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** One of the symbols of index.html, hidden from screen readers. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** Sets text only where it differs, so that a live region doesn't speak twice. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Says something to a screen reader without showing it. */
export function say(text) {
  const live = byId("live");
  live.textContent = "";
  setTimeout(() => setText(live, text), 50);
}

/** How far a hand may move between press and release, in pixels. */
const SLOP = 8;

/**
 * Follows presses of the main button within `root`. What is pressed may be replaced before the release:
 * browsers then make no click, and the reader's click would be lost. `take(event)` names at the press what it
 * is on, or null; `lost(taken, event)` is called in the place of a click that doesn't come. Gives a function
 * that says, at a click, what its press was on.
 */
export function rescueClicks(root, take, lost) {
  let press = null;
  let rescued = false;
  root.addEventListener("pointerdown", (event) => {
    rescued = false;
    const taken = event.isPrimary && event.button === 0 ? take(event) : null;
    press = taken === null ? null : { taken, element: event.target, x: event.clientX, y: event.clientY };
  }, true);
  document.addEventListener("pointercancel", () => (press = null), true);
  document.addEventListener("pointerup", (event) => {
    if (press === null || press.element.isConnected) return;
    const { taken, x, y } = press;
    press = null;
    if (Math.hypot(event.clientX - x, event.clientY - y) > SLOP) return;
    rescued = true;
    lost(taken, event);
  }, true);
  root.addEventListener("click", (event) => {
    // A browser that makes the click all the same: it has been answered. One made by a key has no detail.
    if (!rescued || event.detail === 0) return;
    rescued = false;
    event.stopImmediatePropagation();
    event.preventDefault();
  }, true);
  return (event) => {
    const taken = event.detail > 0 && press !== null ? press.taken : null;
    press = null;
    return taken;
  };
}

/** Buttons and options are pressed even where their list is filled anew before the release. */
export function rescueButtons() {
  const button = (event) => event.target.closest("button, [role=option]");
  rescueClicks(document, button, (pressed) => pressed.click());

  // The space bar presses a button and releases it, as a pointer does.
  let held = null;
  document.addEventListener("keydown", (event) => {
    if (event.key === " " && !event.repeat) held = event.target.closest("button");
  }, true);
  document.addEventListener("keyup", (event) => {
    if (event.key !== " " || held === null) return;
    const pressed = held;
    held = null;
    if (!pressed.isConnected) pressed.click();
  }, true);
}

/**
 * Fills a list anew. Items that are the same stay where they are, with their focus, their selected text and the
 * press of a button that isn't released yet; an element with `data-key` gives its focus to the one that has its
 * key now, or the key that `renamed` gives for it.
 */
export function refill(list, items, renamed = (key) => key) {
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  const same = new Map();
  for (const item of list.children) same.set(item.outerHTML, [...(same.get(item.outerHTML) ?? []), item]);
  const kept = items.map((item) => same.get(item.outerHTML)?.shift() ?? item);
  [...same.values()].flat().forEach((item) => item.remove());
  let next = list.firstElementChild;
  for (const item of kept) {
    if (item === next) next = next.nextElementSibling;
    else list.insertBefore(item, next);
  }

  if (focused === undefined || list.contains(document.activeElement)) return;
  const key = renamed(focused);
  const again = [...list.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
  (again ?? list).focus({ preventScroll: true });
}

/** The last element that passes a test, or undefined; browsers before 2022 have no `findLast`. */
export function last(list, test) {
  return [...list].reverse().find(test);
}

let noticeTimer = 0;

/** Shows a line at the foot of the pages for some seconds; `action` is `{ label, run }`. */
export function notice(text, action = null) {
  const box = byId("notice");
  const button = byId("notice-action");
  setText(byId("notice-text"), text);
  button.hidden = action === null;
  setText(button, action?.label ?? "");
  button.onclick = () => {
    hideNotice();
    action?.run();
  };
  box.hidden = false;
  say(text);
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(tryHide, 6000);
}

function tryHide() {
  if (byId("notice").matches(":hover, :focus-within")) noticeTimer = setTimeout(tryHide, 2000);
  else hideNotice();
}

/** Takes the line away. */
export function hideNotice() {
  clearTimeout(noticeTimer);
  byId("notice").hidden = true;
}

/** What the reader has chosen, kept by the browser; works without it too. */
export const settings = {
  get(name, otherwise) {
    try {
      return localStorage.getItem(`zishu.${name}`) ?? otherwise;
    } catch {
      return otherwise;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(`zishu.${name}`, String(value));
    } catch {
      // Private windows forbid storage: the choice then holds for this tab only.
    }
  },
};
