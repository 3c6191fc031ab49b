// @ts-check
// Who has several kampung works on one of them at a time: the one chosen last, else the first.

import { h } from "./dom.js";
import * as queue from "./queue.js";
import { current } from "./vault.js";

/** The kampung that is worked on; undefined where the person has none. @returns {Promise<any>} */
export async function chosen() {
  const all = (await current())?.person.kampung ?? [];
  const key = all.length > 1 ? await queue.remembered("kampung") : null;
  return all.find((one) => one.id === key) ?? all[0];
}

/** Work on this one from now on. @param {string} id */
export async function choose(id) {
  if (((await current())?.person.kampung ?? []).length > 1) await queue.remember("kampung", id);
}

/** The question which one, for who has several. @param {string} value @param {(id: string) => void} changed */
export async function choice(value, changed) {
  const all = (await current())?.person.kampung ?? [];
  if (all.length < 2) return null;
  const select = h("select", { id: "kampung", onchange: () => changed(select.value) }, all.map((one) => h("option", { value: one.id }, one.nama)));
  select.value = value;
  return h("div", { class: "field" }, h("label", { class: "field-label", for: "kampung" }, "Kampung"), select);
}
