// Questions on the screen, from the definitions that the server sends with the provisions.

import { h } from "./dom.js";
import * as queue from "./queue.js";
import { current } from "./vault.js";
import { number } from "./words.js";

/** @typedef {import("./shapes").Field} Field */
/** @typedef {import("./shapes").Use} Use */

const FEW = 6; // options that fit as chips; more become a list

/** "12" → 12; nothing stays nothing, and is never zero. @param {string} text */
export function whole(text) {
  const digits = text.replace(/[.\s]/g, "");
  return /^\d{1,7}$/.test(digits) ? Number(digits) : null;
}

/** @param {any} value */
export const isEmpty = (value) => value == null || value === "" || value.length === 0;

/** A value as people read it. @param {Field | undefined} field @param {any} value @returns {string} */
export function shown(field, value) {
  if (isEmpty(value)) return "belum diisi";
  if (typeof value === "boolean") return value ? "Ya" : "Tidak";
  if (typeof value === "number") return number(value);
  const names = new Map(field?.options ?? []);
  const parts = Array.isArray(value) ? value : names.size ? String(value).split("|") : [String(value)];
  return parts.map((part) => names.get(part) ?? part).join(", ");
}

/** What stands under a question: help, then what is wrong. @param {Field} field @param {string} id @param {string[]} errors */
function notes(field, id, errors) {
  return [
    field.help && h("p", { class: "field-hint", id: `${id}-bantuan` }, field.help),
    h("div", { id: `${id}-salah`, class: "phone-errors" }, errors.map((text) => h("p", { class: "field-error" }, text))),
  ];
}

/** @param {Field} field @param {string} id */
const described = (field, id) => `${field.help ? `${id}-bantuan ` : ""}${id}-salah`;

/**
 * One question with its control.
 * @param {Field} field @param {Use} use
 */
export function question(field, use) {
  const id = `f-${field.name}`;
  const errors = use.errors ?? [];
  const place = (/** @type {any[]} */ ...inner) => h("div", {
    class: errors.length ? "field field-invalid" : "field", "data-field": field.name,
  }, ...inner);
  const group = (/** @type {any[]} */ ...inner) => h("fieldset", {
    class: errors.length ? "field field-invalid" : "field", "data-field": field.name, "aria-describedby": described(field, id),
  }, h("legend", { class: "field-label" }, field.label), ...inner, notes(field, id, errors));
  const label = h("label", { class: "field-label", for: id }, field.label);
  const common = { id, name: field.name, "aria-describedby": described(field, id), "aria-invalid": errors.length ? "true" : null };
  switch (field.kind) {
    case "flag":
      return group(chips(field, [["ya", "Ya"], ["tidak", "Tidak"]], "radio",
        use.value === true ? ["ya"] : use.value === false ? ["tidak"] : [],
        (codes) => use.change(codes.length ? codes[0] === "ya" : null)));
    case "choice":
      if ((field.options ?? []).length <= FEW) {
        return group(chips(field, field.options ?? [], "radio", use.value ? [use.value] : [],
          (codes) => use.change(codes[0] ?? "")));
      }
      return place(label, h("select", { ...common, onchange: (/** @type {any} */ e) => use.change(e.target.value) },
        h("option", { value: "" }, "Pilih …"),
        options(field.options ?? [], use.value)), notes(field, id, errors));
    case "choices":
      return group(many(field, use));
    case "count":
      return place(label, stepper(field, common, use), notes(field, id, errors));
    case "date":
      return place(label, h("input", { ...common, type: "date", value: use.value ?? "",
        onchange: (/** @type {any} */ e) => use.change(e.target.value) }), notes(field, id, errors));
    default: {
      const isLong = (field.max_length ?? 0) > 300;
      return place(label, h(isLong ? "textarea" : "input", { ...common, type: isLong ? null : "text",
        rows: isLong ? 3 : null, maxlength: field.max_length || null, autocomplete: "off", value: use.value ?? "",
        oninput: (/** @type {any} */ e) => use.change(e.target.value) }), notes(field, id, errors));
    }
  }
}

/** @param {[string, string][]} pairs @param {any} value the chosen code */
export const options = (pairs, value) => pairs.map(([code, name]) => h("option", { value: code, selected: code === value }, name));

/**
 * Large chips: one tap chooses; a chosen radio chip can be taken back by a second tap.
 * @param {Field} field @param {[string, string][]} options @param {"radio" | "checkbox"} type
 * @param {string[]} chosen @param {(codes: string[]) => void} change
 */
export function chips(field, options, type, chosen, change) {
  const wanted = new Set(chosen);
  return h("div", { class: "phone-chips" }, options.map(([code, name]) => h("label", { class: "phone-chip" },
    h("input", { type, name: `c-${field.name}`, value: code, checked: wanted.has(code),
      onclick: (/** @type {any} */ event) => {
        if (type !== "radio" || !wanted.has(code) || event.detail === 0) return; // the keyboard moves
        event.target.checked = false;
        wanted.clear();
        change([]);
      },
      onchange: (/** @type {any} */ event) => {
        if (type === "radio") wanted.clear();
        if (event.target.checked) wanted.add(code);
        else wanted.delete(code);
        change(options.map(([one]) => one).filter((one) => wanted.has(one)));
      } }),
    h("span", null, name))));
}

/** Several of a long list: those of last time first, the rest behind one tap. @param {Field} field @param {Use} use */
function many(field, use) {
  const options = field.options ?? [];
  const chosen = new Set(Array.isArray(use.value) ? use.value : String(use.value ?? "").split("|").filter(Boolean));
  const first = new Set([...(use.first ?? []), ...chosen]);
  const change = (/** @type {[string, string][]} */ part) => (/** @type {string[]} */ codes) => {
    for (const [code] of part) chosen.delete(code);
    for (const code of codes) chosen.add(code);
    use.change(options.map(([code]) => code).filter((code) => chosen.has(code)));
  };
  if (options.length <= 10) return chips(field, options, "checkbox", [...chosen], change(options));
  const near = options.filter(([code]) => first.has(code));
  const far = options.filter(([code]) => !first.has(code));
  return [
    near.length > 0 && chips(field, near, "checkbox", [...chosen], change(near)),
    h("details", { class: "phone-more" }, h("summary", null, near.length ? "Pilih yang lain" : "Pilih dari daftar"),
      chips({ ...field, name: `${field.name}-lain` }, far, "checkbox", [...chosen], change(far))),
  ];
}

/** A number with − and +, for thumbs; the digits may be typed. @param {Field} field @param {any} common @param {Use} use */
function stepper(field, common, use) {
  const input = h("input", { ...common, type: "text", inputmode: "numeric", autocomplete: "off", maxlength: 9,
    value: use.value ?? "", oninput: () => use.change(whole(input.value)),
    onfocus: () => input.select() });
  if (!use.quick) return input;
  const step = (/** @type {number} */ by) => () => {
    const next = Math.max(0, (whole(input.value) ?? 0) + by);
    input.value = String(next);
    use.change(next);
  };
  return h("div", { class: "phone-stepper" },
    h("button", { type: "button", "aria-label": `Kurangi ${field.label}`, onclick: step(-1) }, "−"), input,
    h("button", { type: "button", "aria-label": `Tambah ${field.label}`, onclick: step(1) }, "+"));
}

/** Where a question stands. @param {string} name @returns {HTMLElement | null} */
export const placeOf = (name) => document.querySelector(`[data-field="${CSS.escape(name)}"]`);

/**
 * What is wrong, at the top, each with the way to its question.
 * @param {Record<string, string[]>} errors @param {Map<string, Field>} fields @param {string} [message]
 */
export function summary(errors, fields, message) {
  const found = Object.entries(errors);
  if (!found.length && !message) return null;
  const jump = (/** @type {string} */ name) => (/** @type {Event} */ event) => {
    event.preventDefault();
    const place = placeOf(name);
    for (let box = place?.parentElement; box; box = box.parentElement) {
      if (box instanceof HTMLDetailsElement) box.open = true;
    }
    const control = place?.querySelector("input, select, textarea, button");
    if (control instanceof HTMLElement) control.focus();
  };
  return h("div", { class: "error-summary", role: "alert", tabindex: "-1" },
    h("h2", null, "Ada yang perlu diperbaiki"),
    message && h("p", null, message),
    h("ul", null, found.map(([name, texts]) => h("li", null,
      h("a", { href: "#", onclick: jump(name) }, `${fields.get(name)?.label ?? ""}${fields.has(name) ? ": " : ""}${texts[0]}`)))));
}

// Who has several kampung works on one of them at a time: the one chosen last, else the first.

/** @returns {Promise<any[]>} */
export const places = async () => (await current())?.person.kampung ?? [];

/** The kampung that is worked on; undefined where the person has none. @returns {Promise<any>} */
export async function chosen() {
  const all = await places();
  const key = all.length > 1 ? await queue.remembered("kampung") : null;
  return all.find((one) => one.id === key) ?? all[0];
}

/** Work on this one from now on. @param {string} id */
export async function choose(id) {
  if ((await places()).length > 1) await queue.remember("kampung", id);
}

/** The question which one, for who has several. @param {string} value @param {(id: string) => void} changed */
export async function choice(value, changed) {
  const all = await places();
  if (all.length < 2) return null;
  const select = h("select", { id: "kampung", onchange: () => changed(select.value) }, options(all.map((one) => [one.id, one.nama]), value));
  return h("div", { class: "field" }, h("label", { class: "field-label", for: "kampung" }, "Kampung"), select);
}
