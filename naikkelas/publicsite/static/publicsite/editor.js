// @ts-check
// Writing for a site, made easier: buttons that type the signs, photos to choose from, words that
// outlive a closed page. Without this file the same form works by hand.

/** @typedef {{title: string, body: string, base: string, at: number}} Words */

const SIGN = /^(?:#{1,6} |[-*] |\d+\. )/;
const ITEM = /^(?:[-*] |(\d+)\. )/;
const KEPT = "naikkelas.tulisan.";
const KEPT_DAYS = 30;
const A_DAY = 24 * 60 * 60 * 1000;

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-editor]"));
const area = /** @type {HTMLTextAreaElement | null} */ (form?.elements.namedItem("body") ?? null);

// Typing ------------------------------------------------------------------------------------------

/**
 * Type instead of the person, so that the browser can undo it.
 * @param {HTMLTextAreaElement} into @param {string} text @param {number} from @param {number} to
 */
function type(into, text, from, to) {
  into.focus();
  into.setSelectionRange(from, to);
  if (!text && from === to) return;
  const done = text
    ? document.execCommand("insertText", false, text)
    : document.execCommand("delete");
  if (done) return;
  into.setRangeText(text, from, to, "end");
  into.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Where the line of a place begins. @param {string} text @param {number} at */
const lineStart = (text, at) => (at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1);

/** Put a sign before the chosen lines, or take it away. @param {HTMLTextAreaElement} into @param {string} sign */
function markLines(into, sign) {
  const { value, selectionEnd } = into;
  const from = lineStart(value, into.selectionStart);
  const end = value.indexOf("\n", selectionEnd);
  const to = end < 0 ? value.length : end;
  const rows = value.slice(from, to).split("\n");
  const marked = rows.every((row) => row.startsWith(sign));
  const changed = rows.map((row) =>
    marked ? row.slice(sign.length) : sign + row.replace(SIGN, ""));
  type(into, changed.join("\n"), from, to);
}

/** Make the chosen words bold, or plain again. @param {HTMLTextAreaElement} into */
function bold(into) {
  const { value, selectionStart: from, selectionEnd: to } = into;
  const chosen = value.slice(from, to);
  if (value.slice(Math.max(0, from - 2), from) === "**" && value.slice(to, to + 2) === "**") {
    type(into, chosen, from - 2, to + 2);
    into.setSelectionRange(from - 2, to - 2);
    return;
  }
  const words = chosen.trim() || "kata tebal";
  const before = chosen.trim() ? chosen.slice(0, chosen.indexOf(words)) : "";
  const after = chosen.trim() ? chosen.slice(before.length + words.length) : "";
  type(into, `${before}**${words}**${after}`, from, to);
  const start = from + before.length + 2;
  into.setSelectionRange(start, start + words.length);
}

/** On a line of its own. @param {HTMLTextAreaElement} into @param {string} text */
function typeBlock(into, text) {
  const { value, selectionStart: from, selectionEnd: to } = into;
  const before = value.slice(0, from);
  const missing = before.endsWith("\n") ? "\n" : "\n\n";
  const ahead = before === "" || before.endsWith("\n\n") ? "" : missing;
  const behind = value.slice(to).startsWith("\n") ? "\n" : "\n\n";
  type(into, `${ahead}${text}${behind}`, from, to);
}

/** The next item of a list begins by itself; an empty one ends the list. @param {InputEvent} event */
function continueList(event) {
  const into = /** @type {HTMLTextAreaElement} */ (event.target);
  const { value, selectionStart: at, selectionEnd } = into;
  if (event.inputType !== "insertLineBreak" || event.isComposing || at !== selectionEnd) return;
  const from = lineStart(value, at);
  const row = value.slice(from, at);
  const sign = ITEM.exec(row);
  if (!sign) return;
  event.preventDefault();
  const next = sign[1] ? `${Number(sign[1]) + 1}. ` : sign[0];
  if (row === sign[0]) type(into, "", from, at);
  else type(into, `\n${next}`, at, at);
}

// Links and photos --------------------------------------------------------------------------------

/** The words as they may stand between brackets. @param {string} words */
const plain = (words) => words.replace(/[[\]\n<>"]/g, " ").replace(/ +/g, " ").trim();

/** An address that may be linked; empty where it is none. @param {string} typed */
function address(typed) {
  const text = typed.trim();
  const whole = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(whole) || !new URL(whole).hostname.includes(".")) return "";
  return new URL(whole).href.replace(/\(/g, "%28").replace(/\)/g, "%29");
}

/** @param {HTMLTextAreaElement} into */
function link(into) {
  const dialog = /** @type {HTMLDialogElement | null} */ (document.querySelector("#tautan"));
  const fields = dialog?.querySelector("form");
  if (!dialog || !fields) return;
  const { selectionStart: from, selectionEnd: to } = into;
  const words = /** @type {HTMLInputElement} */ (fields.elements.namedItem("kata"));
  const where = /** @type {HTMLInputElement} */ (fields.elements.namedItem("alamat"));
  words.value = plain(into.value.slice(from, to));
  where.value = "";
  where.setCustomValidity("");
  where.oninput = () => where.setCustomValidity("");
  fields.onsubmit = (event) => {
    if (/** @type {SubmitEvent} */ (event).submitter?.getAttribute("value") !== "ya") return;
    const url = address(where.value);
    if (url) return;
    event.preventDefault();
    where.setCustomValidity("Tulis alamat seperti https://contoh.desa.id/halaman.");
    where.reportValidity();
  };
  dialog.onclose = () => {
    into.focus();
    into.setSelectionRange(from, to);
    const url = address(where.value);
    if (dialog.returnValue === "ya" && url) {
      type(into, `[${plain(words.value) || url}](${url})`, from, to);
    }
  };
  dialog.returnValue = "";
  dialog.showModal();
  (words.value ? where : words).focus();
}

/** @param {HTMLTextAreaElement} into */
function photo(into) {
  const dialog = /** @type {HTMLDialogElement | null} */ (document.querySelector("#pilih-foto"));
  if (!dialog) return;
  const { selectionStart: from, selectionEnd: to } = into;
  dialog.onclose = () => {
    into.focus();
    into.setSelectionRange(from, to);
    const chosen = dialog.querySelector(`[value="${CSS.escape(dialog.returnValue)}"]`);
    const words = chosen?.getAttribute("data-words");
    if (dialog.returnValue && chosen) {
      typeBlock(into, `![${plain(words ?? "")}](foto:${dialog.returnValue})`);
    }
  };
  dialog.returnValue = "";
  dialog.showModal();
}

// The toolbar -------------------------------------------------------------------------------------

/** @type {Record<string, (into: HTMLTextAreaElement) => void>} */
const TOOLS = {
  judul: (into) => markLines(into, "## "),
  tebal: bold,
  daftar: (into) => markLines(into, "- "),
  tautan: link,
  foto: photo,
  urungkan: (into) => {
    into.focus();
    document.execCommand("undo");
  },
};
/** @type {Record<string, string>} */
const KEYS = { b: "tebal", k: "tautan" };

/** One stop of the tab key; arrows go from button to button. @param {HTMLElement} bar @param {HTMLTextAreaElement} into */
function openTools(bar, into) {
  const buttons = /** @type {HTMLButtonElement[]} */ ([...bar.querySelectorAll("button")]);
  const reach = (/** @type {number} */ at) => {
    const place = (at + buttons.length) % buttons.length;
    buttons.forEach((button, number) => { button.tabIndex = number === place ? 0 : -1; });
    return buttons[place];
  };
  reach(0);
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    reach(next).focus();
  });
  bar.addEventListener("click", (event) => {
    const pressed = /** @type {Element} */ (event.target).closest("button");
    if (!pressed) return;
    reach(buttons.indexOf(pressed));
    TOOLS[pressed.value]?.(into);
  });
  into.addEventListener("keydown", (event) => {
    const tool = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && KEYS[event.key];
    if (!tool) return;
    event.preventDefault();
    TOOLS[tool]?.(into);
  });
  into.addEventListener("beforeinput", continueList);
  into.before(bar);
  bar.hidden = false;
}

// Words that were not saved -----------------------------------------------------------------------

/** What the device keeps; nothing where the browser forbids it. @returns {Storage | null} */
function shelf() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** @param {string} key @returns {Words | null} */
function kept(key) {
  try {
    return JSON.parse(shelf()?.getItem(KEPT + key) ?? "null");
  } catch {
    return null;
  }
}

/** @param {string} key */
const forget = (key) => shelf()?.removeItem(KEPT + key);

/** Words that nobody came back for in a month are let go. */
function forgetOld() {
  for (const name of Object.keys(shelf() ?? {})) {
    if (!name.startsWith(KEPT)) continue;
    const key = name.slice(KEPT.length);
    if (Date.now() - (kept(key)?.at ?? 0) > KEPT_DAYS * A_DAY) forget(key);
  }
}

/** @param {HTMLFormElement} within @param {HTMLTextAreaElement} body @param {string} key */
function keepWords(within, body, key) {
  const title = /** @type {HTMLInputElement} */ (within.elements.namedItem("title"));
  const number = within.elements.namedItem("versi");
  const base = number instanceof HTMLInputElement ? number.value : "";
  let waiting = 0;
  const keep = () => {
    window.clearTimeout(waiting);
    waiting = 0;
    const words = { title: title.value, body: body.value, base, at: Date.now() };
    try {
      shelf()?.setItem(KEPT + key, JSON.stringify(words));
    } catch {
      // A full shelf keeps nothing more; the form itself still holds the words.
    }
  };
  within.addEventListener("input", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(keep, 400);
  });
  window.addEventListener("pagehide", () => { if (waiting) keep(); });
  document.addEventListener("visibilitychange", () => { if (waiting) keep(); });

  const found = kept(key);
  const offer = /** @type {HTMLElement | null} */ (document.querySelector("[data-offer]"));
  if (!found || !offer || within.dataset.bound) return;
  if (found.title === title.value && found.body.trim() === body.value.trim()) {
    forget(key);
    return;
  }
  const when = offer.querySelector("[data-offer-when]");
  const format = new Intl.DateTimeFormat("id-ID", { dateStyle: "long", timeStyle: "short" });
  if (when) when.textContent = format.format(found.at);
  const newer = /** @type {HTMLElement | null} */ (offer.querySelector("[data-offer-newer]"));
  if (newer) newer.hidden = found.base === base;
  offer.hidden = false;
  offer.querySelector("[data-restore]")?.addEventListener("click", () => {
    offer.hidden = true;
    title.value = found.title;
    type(body, found.body, 0, body.value.length);
  });
  offer.querySelector("[data-discard]")?.addEventListener("click", () => {
    offer.hidden = true;
    forget(key);
    body.focus();
  });
}

if (form && area) {
  const bar = /** @type {HTMLElement | null} */ (document.querySelector("[data-tools]"));
  const byHand = /** @type {HTMLElement | null} */ (document.querySelector("[data-by-hand]"));
  if (bar) openTools(bar, area);
  if (byHand) byHand.hidden = true;
  if (form.dataset.editor) keepWords(form, area, form.dataset.editor);
  forgetOld();
}

// The page that a saved text leads to lets go of what was kept of it.
const saved = /** @type {HTMLElement | null} */ (document.querySelector("[data-saved]"));
if (saved?.dataset.saved) forget(saved.dataset.saved);
