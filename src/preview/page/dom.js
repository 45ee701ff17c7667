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
