// The monthly reports: last month's answers stand ready, what derives from records is not asked,
// sums run along; one question at a time for those who prefer it.

import { ask, h, icon } from "../dom.js";
import { choice, choose, chosen, isEmpty, placeOf, places, question, shown, summary } from "../forms.js";
import { desk, frame, handOver, keepSoon, once, ready } from "../keeping.js";
import * as queue from "../queue.js";
import { deliverNow } from "../sending.js";
import { current } from "../vault.js";
import { STATES, STATE_BADGES, month as monthName, number } from "../words.js";

const FORMS = ["profil", "penduduk", "kkbpk"];

/** Which month is due and how far its forms are. @param {string} kampung @param {any} bekal */
export async function monthAndForms(kampung, bekal) {
  const months = bekal.months ?? [];
  const returned = months.find((/** @type {any} */ one) => one.returned);
  const due = returned ?? (months[1] && !months[1].reported ? months[1] : months[0]);
  const key = due?.month ?? (bekal.today ?? "").slice(0, 7);
  const rows = await queue.list();
  const own = await Promise.all(rows.filter((row) => row.kind.startsWith("laporan") && row.kampung === kampung)
    .map(async (row) => ({ row, content: await queue.content(row) })));
  const forms = FORMS.map((code) => {
    const mine = own.find(({ content }) => content.body.form === code && content.known?.month === key);
    const last = bekal.last?.[code];
    const isThere = last?.version && last.month === key && last.state !== "dikembalikan";
    return { code, name: bekal.forms?.[code]?.name ?? code, row: mine?.row ?? null,
      isSent: Boolean(isThere || (mine && ["menunggu", "terkirim", "diperiksa"].includes(mine.row.state))) };
  });
  return { key, forms, months };
}

/** The three reports of the month. */
export async function reports() {
  const session = await current();
  const kampung = (await chosen())?.id;
  const bekal = await queue.provisions(kampung);
  const which = await choice(kampung, async (id) => {
    await choose(id);
    if (!(await queue.provisions(id))) await deliverNow();
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  });
  if (!bekal) {
    return h("div", { class: "stack", "data-screen": "reports" }, h("h1", null, "Laporan bulan ini"), which,
      h("p", null, "Formulir belum ada di HP ini. Buka sekali saat ada sinyal."), back("#/"));
  }
  const { key, forms } = await monthAndForms(kampung, bekal);
  return h("div", { class: "stack", "data-screen": "reports" }, back("#/"),
    h("h1", null, `Laporan ${monthName(key)}`), which,
    h("p", null, `${forms.filter((one) => one.isSent).length} dari ${forms.length} sudah dikirim. Isian bulan lalu sudah disiapkan; ubah yang berbeda saja.`),
    session?.person.maySend === false && h("div", { class: "alert alert-info" },
      h("p", null, "Laporan bulanan dikirim ketua atau sekretaris Pokja. Isian Anda disimpan untuk mereka.")),
    h("ul", { class: "phone-list" }, forms.map((form) => h("li", null, h("a", { class: "phone-line", href: form.row && form.row.state !== "draf" ? `#/catatan/${form.row.id}` : `#/laporan/${form.code}/${key}/${kampung}` },
      h("span", { class: "phone-line-title" }, form.name),
      form.row ? h("span", { class: STATE_BADGES[form.row.state] }, STATES[form.row.state])
        : form.isSent ? h("span", { class: STATE_BADGES.terkirim }, STATES.terkirim) : h("span", { class: "badge" }, "Belum diisi"))))));
}

/** @param {string} url */
export const back = (url) => h("p", null, h("a", { class: "phone-back", href: url }, icon("back"), "Kembali"));

/** @typedef {import("../shapes").ReportDesk} Desk */

/** One report. @param {string} form @param {string} month @param {string} [of] its kampung; that which is worked on unless told */
export async function report(form, month, of) {
  const kampung = of ?? (await chosen())?.id;
  const bekal = await queue.provisions(kampung);
  if (!bekal?.forms?.[form]) return reports();
  const mine = await ofMonth(kampung, form, month);
  const open = mine.find((one) => !queue.isStored(one.row));
  const row = open?.row ?? null;
  const known = open ?? mine[0]; // what a desk sent back is stored under its number; mended, it goes under a new one
  const start = bekal.last?.[form] ?? {};
  const values = { ...start.values, ...(start.draft?.month === month ? start.draft.values : {}), ...derivedValues(bekal, form) };
  const [year, number_of_month] = month.split("-").map(Number);
  const content = known ? known.content : {
    title: `${bekal.forms[form].name} ${monthName(month)}`,
    body: { form, year, month: number_of_month, values }, known: { month, before: { ...values } },
  };
  const all = await places();
  const fields = bekal.forms[form].fields.filter((/** @type {any} */ field) => !field.personal);
  return draw({ ...(await desk(row, "laporan", kampung, content)), form, month, bekal, lead: all.length > 1 ? all.find((one) => one.id === kampung)?.nama ?? "" : "", fields,
    byName: new Map(fields.map((/** @type {any} */ field) => [field.name, field])),
    isSingle: (await queue.remembered("satu")) === true, at: 0, opened: new Set() });
}

/** What is open of a report of this phone, the newest first. @param {string} kampung @param {string} form @param {string} month */
async function ofMonth(kampung, form, month) {
  const rows = (await queue.list()).filter((row) => row.kind.startsWith("laporan") && row.kampung === kampung && ["draf", "perbaiki"].includes(row.state));
  const all = await Promise.all(rows.map(async (row) => ({ row, content: await queue.content(row) })));
  return all.filter(({ content }) => content.body.form === form && content.known?.month === month);
}

/** What the records of the kampung say already. @param {any} bekal @param {string} form @returns {Record<string, any>} */
const derived = (bekal, form) => (form === "profil" ? bekal.derived ?? {} : {});

const derivedValues = (bekal, form) => Object.fromEntries(
  Object.entries(derived(bekal, form)).map(([name, fact]) => [name, fact?.value !== undefined ? fact.value : fact]));

function draw(desk) {
  const place = h("div", { class: "stack", "data-screen": "report" });
  const redraw = (/** @type {boolean} */ toTop = true) => {
    place.replaceChildren(...parts(desk, redraw).filter(Boolean));
    desk.place = place;
    if (toTop) window.scrollTo(0, 0);
  };
  redraw(false);
  return place;
}

function parts(desk, redraw) {
  const head = [back("#/laporan"), h("h1", null, `${desk.bekal.forms[desk.form].name}, ${monthName(desk.month)}`),
    desk.lead && h("p", { class: "phone-lead" }, desk.lead), summary(desk.errors, desk.byName, desk.message)];
  const flip = h("button", { type: "button", class: "button button-quiet", onclick: async () => {
    desk.isSingle = !desk.isSingle;
    await queue.remember("satu", desk.isSingle);
    redraw();
  } }, desk.isSingle ? "Lihat seluruh formulir" : "Satu pertanyaan per layar");
  return desk.isSingle ? [...head, ...single(desk, redraw), flip] 
    : [...head, h("p", { class: "field-hint" }, "Tersimpan di HP sambil diisi. Kosong bukan nol."), flip, ...whole(desk, redraw)];
}

/** What is asked now: not what derives, nor what hangs on another answer. */
function asked(desk) {
  const { values } = desk.content.body;
  const facts = derived(desk.bekal, desk.form);
  return desk.fields.filter((field) => {
    const hangs = desk.bekal.conditions?.[field.name];
    return !(field.name in facts) && (!hangs || values[hangs.parent] === hangs.answer);
  });
}

const control = (desk, field, after) => question(field, {
  value: desk.content.body.values[field.name], errors: desk.errors[field.name],
  change: (value) => {
    desk.content.body.values[field.name] = value;
    keepSoon(desk);
    after();
  },
});

/** One question, large, with the way on. @param {Desk} desk @param {(toTop?: boolean) => void} redraw */
function single(desk, redraw) {
  const list = asked(desk);
  desk.at = Math.min(desk.at, list.length);
  if (desk.at === list.length) {
    return [...check(desk), h("button", { type: "button", class: "button button-block", onclick: () => once(desk, sendOff) }, icon("send"), "Kirim laporan"),
      step(desk, redraw, -1)];
  }
  const field = list[desk.at];
  const before = desk.content.known?.before?.[field.name];
  const hint = h("p", { class: "field-hint" }, `Bulan lalu: ${shown(field, before)}`);
  const go = () => {
    desk.at += 1;
    redraw();
  };
  const card = h("div", { class: "panel phone-one" }, h("p", { class: "field-hint" }, field.group),
    control(desk, field, () => field.kind === "flag" && setTimeout(go, 180)), hint, sums(desk, field.group ?? ""));
  queueMicrotask(() => card.querySelector("input, select, textarea")?.focus());
  return [h("p", { class: "phone-progress" }, `${desk.at + 1} dari ${list.length}`),
    h("progress", { max: list.length, value: desk.at, "aria-label": "Kemajuan formulir" }),
    h("form", { onsubmit: (/** @type {Event} */ event) => {
      event.preventDefault();
      go();
    } }, card, h("div", { class: "phone-steps" }, step(desk, redraw, -1), h("button", { class: "button" }, "Lanjut")))];
}

const step = (desk, redraw, by) => h("button", { type: "button", class: "button button-secondary", "aria-disabled": desk.at === 0 ? "true" : null,
  onclick: () => {
    desk.at = Math.max(0, desk.at + by);
    redraw();
  } }, "Sebelumnya");

/** The whole form by groups; the first one that needs a hand is open. @param {Desk} desk @param {(toTop?: boolean) => void} redraw */
function whole(desk, redraw) {
  const groups = [...new Set(desk.fields.map((field) => field.group ?? ""))];
  const list = asked(desk);
  const sections = groups.map((group, index) => {
    const fields = list.filter((field) => (field.group ?? "") === group);
    const facts = desk.fields.filter((field) => (field.group ?? "") === group && field.name in derived(desk.bekal, desk.form));
    if (!fields.length && !facts.length) return null;
    const state = h("span", { class: "field-hint" });
    const totals = h("div", null);
    const isParent = new Set(Object.values(desk.bekal.conditions ?? {}).map((/** @type {any} */ one) => one.parent));
    const told = () => {
      const filled = fields.filter((field) => !isEmpty(desk.content.body.values[field.name])).length;
      const from = new Set(facts.map((field) => derived(desk.bekal, desk.form)[field.name]?.from ?? "catatan kampung"));
      state.textContent = fields.length ? `${filled} dari ${fields.length} terisi` : `Diambil dari ${[...from].join(", ")}`;
      totals.replaceChildren(sums(desk, group));
    };
    told();
    const after = (/** @type {import("../shapes").Field} */ field) => () => {
      told();
      if (isParent.has(field.name)) keepPlace(redraw, field.name);
    };
    const hasError = fields.some((field) => desk.errors[field.name]);
    return h("details", { class: "panel phone-group", open: hasError || desk.opened.has(group) || (!desk.opened.size && index === 0),
      ontoggle: (/** @type {any} */ event) => (event.target.open ? desk.opened.add(group) : desk.opened.delete(group)) },
      h("summary", null, h("strong", null, group), state),
      h("div", { class: "stack" },
        facts.map((field) => h("p", { class: "phone-fact" }, `${field.label}: `, h("strong", null, shown(field, desk.content.body.values[field.name])),
          h("span", { class: "field-hint" }, ` dari ${derived(desk.bekal, desk.form)[field.name]?.from ?? "catatan kampung"}`))),
        group === "Penduduk menurut umur" ? ages(desk, fields, told) : fields.map((field) => control(desk, field, after(field))),
        totals));
  });
  return [frame(desk, null, sendOff, "Kirim laporan", sections)];
}

/** Draw anew and leave hand and eye where they were. @param {(toTop?: boolean) => void} redraw @param {string} name */
function keepPlace(redraw, name) {
  const top = placeOf(name)?.getBoundingClientRect().top ?? 0;
  redraw(false);
  const now = placeOf(name)?.getBoundingClientRect().top ?? 0;
  window.scrollBy(0, now - top);
  const input = placeOf(name)?.querySelector("input:checked, input, select");
  if (input instanceof HTMLElement) input.focus({ preventScroll: true });
}

/** Men and women side by side. @param {Desk} desk @param {import("../shapes").Field[]} fields @param {() => void} after */
function ages(desk, fields, after) {
  const rows = fields.filter((field) => field.name.startsWith("l_"));
  const cell = (/** @type {string} */ name) => {
    const field = desk.byName.get(name);
    return field ? control(desk, field, after) : null;
  };
  return h("div", { class: "phone-bands" }, rows.map((field) => h("fieldset", { class: "phone-band" },
    h("legend", null, field.label.replace(/ \(laki-laki\)$/, "")),
    h("div", { class: "phone-pair" }, short(cell(field.name), "Laki-laki"), short(cell(field.name.replace(/^l_/, "p_")), "Perempuan")))));
}

function short(part, text) {
  const label = part?.querySelector("label");
  if (label) label.textContent = text;
  return part;
}

/** The sums under a group, as far as it is filled in. @param {Desk} desk @param {string} group */
function sums(desk, group) {
  const totals = desk.bekal.totals?.[group] ?? [];
  const { values } = desk.content.body;
  const sum = (/** @type {string[]} */ columns) => columns.reduce((all, name) => all + (values[name] ?? 0), 0);
  return h("div", { class: "stack-small", "aria-live": "polite" }, totals.map((/** @type {any} */ total) => {
    const value = sum(total.columns);
    const reference = desk.bekal.last?.penduduk?.values ?? {};
    const known = (total.against ?? []).map((/** @type {string} */ name) => reference[name]).filter((/** @type {any} */ one) => one != null);
    const expected = known.length ? known.reduce((/** @type {number} */ all, /** @type {number} */ one) => all + one, 0) : null;
    return [h("p", { class: "running-total" }, h("span", null, total.label), h("output", null, number(value))),
      expected !== null && h("p", { class: "field-hint" }, `${total.against_label}: ${number(expected)}, ${value === expected ? "sama" : `selisih ${number(value - expected)}`}`)];
  }));
}

/** What is different from last month, before it leaves. */
function check(desk) {
  const before = desk.content.known?.before ?? {};
  const changed = desk.fields.filter((field) => JSON.stringify(before[field.name] ?? null) !== JSON.stringify(desk.content.body.values[field.name] ?? null));
  return [h("h2", null, "Periksa sebelum dikirim"), changed.length
    ? h("dl", { class: "phone-changes" }, changed.map((field) => [h("dt", null, field.label),
      h("dd", null, `${shown(field, before[field.name])} → `, h("strong", null, shown(field, desk.content.body.values[field.name])))]))
    : h("p", null, "Tidak ada yang berbeda dari bulan lalu.")];
}

// Saving and sending.

async function sendOff(desk) {
  const isLocked = (desk.bekal.locked ?? []).includes(desk.month);
  if (isLocked && !(await ask("Bulan ini sudah ditutup. Laporan tetap disimpan, tetapi mungkin ditolak. Kirim juga?", "Kirim juga"))) return;
  if (!(await ready(desk))) return;
  const { values } = desk.content.body;
  const list = new Set(asked(desk).map((field) => field.name));
  // What the records of the kampung answer is left to the server: it may have changed meanwhile.
  const sent = Object.fromEntries(Object.entries(values).filter(([name, value]) => list.has(name) && !isEmpty(value)));
  await handOver(desk, { ...desk.content, body: { ...desk.content.body, values: sent } }, "Laporan");
  // What a desk had sent back is mended by this one.
  if (desk.row?.state === "menunggu") for (const old of await ofMonth(desk.kampung, desk.form, desk.month)) if (queue.isStored(old.row)) await queue.discard(old.row.id);
}
