// Elements without a framework. Text is always text: nothing here ever parses HTML.

/** @typedef {Node | string | number | false | null | undefined | any[]} Child */

/**
 * `h("p", {class: "note", onclick: act}, "Halo")`. Properties that begin with "on" are listeners;
 * false, null and undefined leave an attribute away, true sets it empty.
 * @param {string} tag
 * @param {Record<string, any> | null} [props]
 * @param {...Child} children
 * @returns {any} the element; callers know its kind
 */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") /** @type {any} */ (element).value = value ?? "";
    else if (name === "checked") /** @type {any} */ (element).checked = Boolean(value);
    else if (value !== false && value != null) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  append(element, children);
  return element;
}

/** @param {Node} parent @param {Child[]} children */
function append(parent, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(parent, child);
    else if (child instanceof Node) parent.appendChild(child);
    else if (child !== false && child != null) {
      parent.appendChild(document.createTextNode(String(child)));
    }
  }
}

/** Where is said what is wrong. @param {any} [more] */
export const fault = (more) => h("p", { class: "field-error", role: "alert", ...more });

/** @param {string} name of a symbol in ui/icons.svg */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const paths = ICONS[name] ?? [];
  for (const d of paths) {
    const path = document.createElementNS(space, "path");
    path.setAttribute("d", d);
    svg.appendChild(path);
  }
  svg.setAttribute("viewBox", "0 0 24 24");
  return svg;
}

/** Drawn here, so that no picture is missing without a network. @type {Record<string, string[]>} */
const ICONS = {
  plus: ["M12 5v14", "M5 12h14"],
  check: ["M5 12.5l4.5 4.5L19 7"],
  camera: ["M4 8h3.5L9 5.5h6L16.5 8H20v11H4z", "M12 16.5a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5z"],
  report: ["M6 3h9l4 4v14H6z", "M9 12h7", "M9 16h7"],
  back: ["M19 12H5", "M11 6l-6 6 6 6"],
  next: ["M5 12h14", "M13 6l6 6-6 6"],
  settings: ["M4 7h16", "M4 17h16", "M16 4v6", "M8 14v6"],
  send: ["M4 12l16-8-6 16-3-6z"],
  edit: ["M4 20l1-4L16 5l3 3L8 19z"],
  people: ["M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z", "M3 20c0-4 3-6 6-6s6 2 6 6", "M16 4.5a3.5 3.5 0 0 1 0 6.5", "M17.5 14.5c2.2.8 3.5 2.7 3.5 5.5"],
  trash: ["M5 7h14", "M9 7V4h6v3", "M7 7l1 13h8l1-13"],
};

/** The element with an id; a missing one is a mistake of ours. @param {string} id @returns {HTMLElement} */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`#${id} is missing`);
  return found;
}

let toastTimer = 0;

/**
 * A short word at the foot of the screen, with a way back where there is one.
 * @param {string} text
 * @param {{label: string, act: () => void}} [undo]
 */
export function toast(text, undo) {
  const place = byId("kabar");
  place.replaceChildren(h("p", null, text));
  if (undo) {
    const act = () => {
      place.replaceChildren();
      undo.act();
    };
    place.append(h("button", { type: "button", class: "button button-secondary", onclick: act }, undo.label));
  }
  clearTimeout(toastTimer);
  toastTimer = window.setTimeout(() => place.replaceChildren(), undo ? 12_000 : 6_000);
}

// It lies over what may be wanted next: any tap beside it takes it away, before it can bring a new one.
document.addEventListener("click", (event) => {
  const place = document.getElementById("kabar");
  if (event.isTrusted && !(event.target instanceof Node && place?.contains(event.target))) place?.replaceChildren();
}, true);

/**
 * Ask before what cannot be taken back.
 * @param {string} question @param {string} yes @param {string} [no]
 * @returns {Promise<boolean | undefined>} undefined where it was closed without an answer
 */
export function ask(question, yes, no = "Batal") {
  const dialog = h("dialog", { class: "dialog", "aria-labelledby": "tanya" },
    h("form", { method: "dialog", class: "stack" },
      h("p", { id: "tanya", class: "strong" }, question),
      h("div", { class: "actions" },
        h("button", { class: "button", value: "yes" }, yes),
        h("button", { class: "button button-secondary", value: "no" }, no))));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => {
    dialog.remove();
    resolve({ yes: true, no: false }[/** @type {string} */ (dialog.returnValue)]);
  }));
}
