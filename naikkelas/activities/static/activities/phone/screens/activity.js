// @ts-check
// Lapor kegiatan: one screen, nine taps. Date, place and partners are those of last time.

import { h, icon, toast } from "../dom.js";
import { chips, question, shown, summary } from "../forms.js";
import { suggest, terms } from "../inpres.js";
import { choice, choose, chosen } from "../kampung.js";
import * as queue from "../queue.js";
import { deliverNow } from "../sending.js";
import { day, isoDay } from "../words.js";
import { photoPart, photosKept } from "./pictures.js";

const REMEMBERED = ["tempat", "instansi", "kategori", "sasaran"];
const BANDS = [["00_09", "0–9 tahun"], ["10_15", "10–15 tahun"], ["16_30", "16–30 tahun"], ["31_59", "31–59 tahun"], ["60_plus", "60 tahun ke atas"]];

/**
 * @typedef {{owner?: string, isSending?: boolean, row: import("../db.js").Row | null, kind: string, kampung: string, bekal: any,
 *   content: import("../queue.js").Content, fields: Map<string, import("../forms.js").Field>,
 *   errors: Record<string, string[]>, message?: string, memory: any, chosen: Record<string, string>}} Desk
 */

/** A new activity, or a draft of one. @param {string} id */
export async function activity(id) {
  const row = id ? await queue.row(id) : null;
  if (id && !row) return gone();
  const memory = (await queue.remembered("kegiatan")) ?? {};
  const kampung = row?.kampung ?? (await chosen())?.id;
  if (!kampung) return gone();
  const answer = row?.state === "perbaiki" ? await queue.answer(row) : null;
  const content = row ? await queue.content(row) : {
    title: "", body: { tanggal: isoDay(new Date(await queue.now())), ...pick(memory, REMEMBERED) },
  };
  return draw({ row: row ?? null, kind: row?.kind ?? "kegiatan", kampung, content, errors: answer?.fields ?? {},
    message: row?.message, ...(await tables(kampung)), memory });
}

/** A change of what has been sent. @param {string} kampung @param {string} id of the record */
export async function change(kampung, id) {
  const more = await tables(kampung);
  const known = more.bekal?.activities?.find((/** @type {any} */ one) => one.id === id);
  const open = (await queue.list()).find((row) => row.kind === "kegiatan.ubah" && row.state === "draf");
  if (open && (await queue.content(open)).record === id) return activity(open.id);
  const values = known?.values;
  if (!values) {
    return h("div", { class: "stack" }, h("h1", null, "Ubah kegiatan"),
      h("p", null, "Isi kegiatan ini belum ada di HP. Buka lagi saat ada sinyal."), home());
  }
  const seen = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, asJson(more.fields.get(name), value)]));
  return draw({ row: null, kind: "kegiatan.ubah", kampung, errors: {}, memory: {}, ...more,
    content: { title: values.judul ?? "", body: { ...seen }, known: seen, base: known.version, record: id } });
}

/** Lists are codes joined by | in the table, and lists in what is sent. @param {any} field @param {any} value */
const asJson = (field, value) => (field?.kind === "choices" && typeof value === "string" ? value.split("|").filter(Boolean) : value);

/** @param {string} kampung */
async function tables(kampung) {
  const bekal = await queue.provisions(kampung);
  const fields = new Map((bekal?.forms?.kegiatan?.fields ?? []).map((/** @type {any} */ field) => [field.name, field]));
  return { bekal, fields, chosen: (await queue.remembered("inpres")) ?? {} };
}

const home = () => h("p", null, h("a", { class: "button button-secondary", href: "#/" }, "Kembali"));

const gone = () => h("div", { class: "stack" }, h("h1", null, "Catatan tidak ada"),
  h("p", null, "Catatan ini tidak ada di HP ini, atau milik orang lain."), home());

/** @param {any} from @param {string[]} names */
const pick = (from, names) => Object.fromEntries(names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]));

/** @param {Desk} desk */
async function draw(desk) {
  const { body } = desk.content;
  const field = (/** @type {string} */ name, /** @type {any} */ more = {}) => ({
    label: name, kind: "text", ...desk.fields.get(name), name, ...more,
  });
  let timer = 0;
  const saveSoon = () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => saving(desk), 300);
  };
  void queue.whose().then((key) => (desk.owner ??= key));
  window.addEventListener("pagehide", () => saving(desk).catch(() => null), { once: true });
  const set = (/** @type {string} */ name) => (/** @type {any} */ value) => {
    body[name] = value;
    if (name === "judul") {
      desk.content.title = value;
      hints.replaceChildren(...inpresChips(desk, saveSoon));
    }
    if (name.startsWith("peserta_")) people.textContent = peopleText(body);
    saveSoon();
  };
  const ask = (/** @type {string} */ name, /** @type {any} */ more = {}, /** @type {any} */ use = {}) =>
    question(field(name, more), { value: body[name], change: set(name), errors: desk.errors[name], ...use });
  const hints = h("div", { class: "phone-hints", "aria-live": "polite" });
  hints.replaceChildren(...inpresChips(desk, saveSoon));
  const people = h("p", { class: "field-hint", "aria-live": "polite" }, peopleText(body));
  const isNew = desk.kind === "kegiatan";
  const titles = [...new Set((desk.bekal?.activities ?? []).map((/** @type {any} */ one) => one.values.judul).filter(Boolean))];
  const title = ask("judul", { label: "Apa kegiatannya?", help: "Contoh: Kelas BKB di posyandu" });
  const titleInput = title.querySelector("input, textarea");
  titleInput?.setAttribute("list", "judul-lalu");
  const form = h("form", { class: "stack phone-form", novalidate: true, "data-screen": "activity",
    onsubmit: (/** @type {Event} */ event) => {
      event.preventDefault();
      clearTimeout(timer);
      finish(desk);
    } },
    h("h1", null, isNew ? "Lapor kegiatan" : "Ubah kegiatan"),
    summary(desk.errors, desk.fields, desk.message),
    await kampungChoice(desk, saveSoon),
    planItems(desk, set),
    title, h("datalist", { id: "judul-lalu" }, titles.slice(0, 12).map((text) => h("option", { value: text }))),
    hints,
    await dates(desk, set("tanggal")),
    h("fieldset", { class: "field phone-people" }, h("legend", { class: "field-label" }, "Berapa orang yang ikut?"),
      h("div", { class: "phone-pair" },
        ask("peserta_l", { label: "Laki-laki", kind: "count", help: "" }, { quick: true }),
        ask("peserta_p", { label: "Perempuan", kind: "count", help: "" }, { quick: true })),
      people, bands(desk, set)),
    await photoPart({
      kind: "kegiatan", what: "satu kegiatan", row: () => desk.row, save: (isSure) => saving(desk, isSure),
      captions: () => (desk.content.captions ??= {}),
    }),
    more(desk, ask),
    h("div", { class: "phone-send" },
      h("button", { class: "button button-block", type: "submit" }, icon("send"), isNew ? "Kirim" : "Kirim perubahan")));
  if (isNew && !body.judul) queueMicrotask(() => requestAnimationFrame(() => titleInput?.focus()));
  return form;
}

/** @param {Record<string, any>} body */
function peopleText(body) {
  const sum = (body.peserta_l ?? 0) + (body.peserta_p ?? 0);
  return body.peserta_l == null && body.peserta_p == null ? "Kosongkan bila tidak dihitung." : `Jumlah ${sum} orang.`;
}

/** Several kampung of one person: which one; titles and plan are those of the kampung. @param {Desk} desk @param {() => void} saved */
async function kampungChoice(desk, saved) {
  if (desk.kind !== "kegiatan") return null;
  return choice(desk.kampung, async (id) => {
    desk.kampung = id;
    if (desk.row) desk.row.kampung = id;
    delete desk.content.body.rkm_item;
    await choose(id); // from now on its forms are taken along
    Object.assign(desk, await tables(id));
    saved();
    await redraw(desk);
    const select = document.getElementById("kampung");
    select?.focus();
    if (desk.bekal) return;
    await deliverNow();
    Object.assign(desk, await tables(id));
    if (desk.bekal && document.activeElement === select) await redraw(desk); // nothing is drawn anew under a hand
  });
}

/** What the plan of the year says is due; a tap fills the title. @param {Desk} desk @param {(name: string) => (value: any) => void} set */
function planItems(desk, set) {
  const items = desk.bekal?.rkm ?? [];
  if (!items.length || desk.kind !== "kegiatan") return null;
  const options = items.slice(0, 8).map((/** @type {any} */ item) => /** @type {[string, string]} */ ([String(item.id), item.judul ?? item.kegiatan ?? item.title]));
  return h("details", { class: "phone-more" }, h("summary", null, "Dari rencana kerja (RKM)"),
    chips({ name: "rkm_item", label: "", kind: "choice" }, options, "radio", desk.content.body.rkm_item ? [String(desk.content.body.rkm_item)] : [],
      ([code]) => {
        set("rkm_item")(code ?? null);
        const input = /** @type {HTMLInputElement | null} */ (document.querySelector("[name=judul]"));
        const name = options.find(([one]) => one === code)?.[1];
        const item = items.find((/** @type {any} */ one) => String(one.id) === code);
        if (item?.inpres_kegiatan) desk.content.body.inpres_kegiatan = item.inpres_kegiatan;
        if (name && input && !input.value) {
          input.value = name;
          set("judul")(name);
        }
      }));
}

/** @param {Desk} desk @param {() => void} saved */
function inpresChips(desk, saved) {
  const { body } = desk.content;
  const names = new Map(desk.bekal?.inpres ?? []);
  const found = suggest(body.judul ?? "", desk.bekal, desk.chosen).filter((code) => names.has(code));
  const codes = body.inpres_kegiatan && !found.includes(body.inpres_kegiatan) ? [body.inpres_kegiatan, ...found] : found;
  if (!codes.length) return [];
  return [h("fieldset", { class: "field", "data-field": "inpres_kegiatan" },
    h("legend", { class: "field-label" }, "Termasuk kegiatan Inpres yang mana?"),
    chips({ name: "inpres_kegiatan", label: "", kind: "choice" },
      codes.map((code) => /** @type {[string, string]} */ ([code, names.get(code) ?? code])), "radio",
      body.inpres_kegiatan ? [body.inpres_kegiatan] : [],
      ([code]) => {
        body.inpres_kegiatan = code ?? "";
        saved();
      }))];
}

/** Hari ini, Kemarin, or another day. @param {Desk} desk @param {(value: string) => void} set */
async function dates(desk, set) {
  const at = await queue.now();
  const today = isoDay(new Date(at));
  const yesterday = isoDay(new Date(at - 24 * 3600_000));
  const value = desk.content.body.tanggal ?? today;
  const other = h("input", { type: "date", id: "tanggal-lain", "aria-label": "Tanggal kegiatan", max: today, value,
    onchange: () => {
      set(other.value);
      told.textContent = other.value ? day(other.value) : "";
    } });
  const isOther = value !== today && value !== yesterday;
  const box = h("div", { hidden: !isOther }, other);
  const told = h("p", { class: "field-hint" }, day(value));
  const chosen = value === today ? "hari_ini" : value === yesterday ? "kemarin" : "lain";
  return h("fieldset", { class: "field", "data-field": "tanggal" }, h("legend", { class: "field-label" }, "Kapan?"),
    chips({ name: "kapan", label: "", kind: "choice" }, [["hari_ini", "Hari ini"], ["kemarin", "Kemarin"], ["lain", "Tanggal lain"]], "radio", [chosen],
      ([code]) => {
        box.hidden = code !== "lain";
        if (code === "lain") return;
        const next = code === "kemarin" ? yesterday : today;
        set(next);
        other.value = next;
        told.textContent = day(next);
      }),
    box, told, h("div", null, (desk.errors.tanggal ?? []).map((text) => h("p", { class: "field-error" }, text))));
}

/** By sex and age band, for those who count so; the totals follow. @param {Desk} desk @param {(name: string) => (value: any) => void} set */
function bands(desk, set) {
  if (desk.fields.size && !desk.fields.has("l_16_30")) return null;
  const { body } = desk.content;
  /** What was added up here, and not typed by hand. @type {Record<string, number | null>} */
  const last = { l: null, p: null };
  const cell = (/** @type {string} */ sex, /** @type {string} */ band, /** @type {string} */ label) => {
    const name = `${sex}_${band}`;
    return question({ name, label, kind: "count" }, { value: body[name], change: (value) => {
      set(name)(value);
      const given = BANDS.map(([one]) => body[`${sex}_${one}`]).filter((one) => one != null);
      const sum = given.length ? given.reduce((all, one) => all + one, 0) : null;
      const typed = body[`peserta_${sex}`] !== last[sex] ? body[`peserta_${sex}`] : null;
      const total = Math.max(sum ?? 0, typed ?? 0) || sum || typed;
      last[sex] = total === typed ? null : total;
      set(`peserta_${sex}`)(total);
      const input = /** @type {HTMLInputElement | null} */ (document.querySelector(`[name=peserta_${sex}]`));
      if (input) input.value = total ?? "";
    } });
  };
  return h("details", { class: "phone-more" }, h("summary", null, "Rinci menurut umur"),
    h("div", { class: "phone-bands" }, BANDS.map(([band, label]) => h("fieldset", { class: "phone-band" },
      h("legend", null, label), h("div", { class: "phone-pair" }, cell("l", band, "Laki-laki"), cell("p", band, "Perempuan"))))));
}

/** What is remembered stands folded; one look is enough. @param {Desk} desk @param {(name: string, more?: any, use?: any) => any} ask */
function more(desk, ask) {
  const { body } = desk.content;
  const told = ["instansi", "tempat", "kategori", "sasaran"].filter((name) => body[name]?.length)
    .map((name) => shown(desk.fields.get(name), body[name])).join(" · ");
  const hasErrors = ["instansi", "tempat", "kategori", "sasaran", "deskripsi", "instansi_lainnya"].some((name) => desk.errors[name]);
  const isYouth = desk.fields.has("is_youth_led");
  return h("details", { class: "panel phone-remembered", open: hasErrors },
    h("summary", null, h("span", { class: "field-label" }, "Bersama siapa, di mana"),
      h("span", { class: "field-hint" }, told || "Belum diisi. Ketuk untuk mengisi.")),
    h("div", { class: "stack" },
      ask("instansi", { label: "Bersama", kind: "choices" }, { first: desk.memory.instansi ?? [] }),
      ask("instansi_lainnya", { label: "Instansi lain (bila memilih Lainnya)" }),
      ask("tempat", { label: "Tempat" }),
      ask("kategori", { label: "Fungsi keluarga", kind: "choice" }),
      ask("sasaran", { label: "Sasaran", kind: "choices" }),
      isYouth && ask("is_youth_led", { kind: "flag" }),
      ask("deskripsi", { label: "Cerita singkat (boleh kosong)", max_length: 5000 })));
}

// Saving and sending ----------------------------------------------------------------------------

/** One save after the other: the first one makes the draft. @type {Promise<any>} */
let last = Promise.resolve();

/** @param {Desk} desk @param {boolean} [isSure] also where nothing was typed yet */
function saving(desk, isSure = false) {
  // One save that failed must not end those after it.
  const mine = last.catch(() => null).then(async () => {
    if (desk.owner && desk.owner !== (await queue.whose())) throw new queue.Locked();
    if (desk.row?.state === "menunggu") return desk.row;
    const isEmpty = !desk.content.body.judul && !isSure;
    if (!desk.row && isEmpty) return null;
    if (desk.row) await queue.save(desk.row, desk.content);
    else {
      desk.row = await queue.draft(desk.kind, desk.kampung, desk.content);
      history.replaceState(null, "", `#/kegiatan/${desk.row.id}`);
    }
    return desk.row;
  });
  last = mine;
  return mine;
}

/** What cannot be sent yet, told beside the question. @param {Desk} desk @param {string} today */
function check(desk, today) {
  const { body } = desk.content;
  /** @type {Record<string, string[]>} */
  const errors = {};
  const title = body.judul?.trim() ?? "";
  if (!title) errors.judul = ["Kegiatan belum ditulis. Tulis apa kegiatannya."];
  else if (title.length < 5) errors.judul = ["Judul terlalu pendek. Tulis, misalnya, “Posyandu balita”."];
  if ((body.instansi ?? []).includes("lainnya") && !body.instansi_lainnya) {
    errors.instansi_lainnya = ["Anda memilih instansi “Lainnya”. Tulis nama instansinya."];
  }
  if (!body.tanggal) errors.tanggal = ["Tanggal kegiatan belum diisi. Pilih tanggal kegiatan."];
  else if (body.tanggal > today && body.tanggal > (desk.bekal?.today ?? "")) {
    errors.tanggal = ["Tanggal kegiatan belum terjadi. Pilih hari ini atau sebelumnya."];
  }
  return errors;
}

/** @param {Desk} desk */
async function finish(desk) {
  if (desk.isSending) return; // a second tap
  desk.isSending = true;
  try {
    await sendOff(desk);
  } finally {
    desk.isSending = false;
  }
}

/** @param {Desk} desk */
async function sendOff(desk) {
  desk.errors = check(desk, isoDay(new Date(await queue.now())));
  if (Object.keys(desk.errors).length) {
    await redraw(desk);
    return;
  }
  if (!(await photosKept())) return;
  const row = await saving(desk, true);
  const { body, known } = desk.content;
  const photos = await queue.photosOf(row.id);
  if (known) {
    desk.content.changes = {};
    for (const name of new Set([...Object.keys(known), ...Object.keys(body)])) {
      if (JSON.stringify(known[name] ?? null) !== JSON.stringify(body[name] ?? null)) {
        desk.content.changes[name] = [known[name] ?? null, body[name] ?? null];
      }
    }
    if (!Object.keys(desk.content.changes).length && !photos.length) {
      await queue.discard(row.id);
      toast("Tidak ada yang berubah.");
      location.hash = "#/";
      return;
    }
  }
  const sent = { ...desk.content, body: known ? {} : clean(body, desk.fields) };
  await queue.close(row, sent);
  await queue.remember("kegiatan", pick(body, REMEMBERED));
  await choose(desk.kampung);
  await learn(desk);
  toast(navigator.onLine ? "Tersimpan. Sedang dikirim …" : "Belum ada sinyal. Laporan aman di HP ini dan akan dikirim otomatis.", {
    label: "Urungkan",
    act: async () => {
      const back = await queue.reopen(row);
      if (back?.state === "draf") location.hash = `#/kegiatan/${row.id}`;
      else toast("Laporan sudah terkirim. Buka dari daftar untuk mengubahnya.");
    },
  });
  location.hash = "#/";
  deliverNow();
}

/** Nothing that was left empty is sent, nor what the form does not ask. @param {Record<string, any>} body @param {Map<string, any>} fields */
const clean = (body, fields) => Object.fromEntries(Object.entries(body).filter(([name, value]) =>
  value !== null && value !== undefined && value !== "" && (!fields.size || fields.has(name))));

/** The next suggestion knows what was chosen for such words. @param {Desk} desk */
async function learn(desk) {
  const { judul, inpres_kegiatan: code } = desk.content.body;
  if (!code || !desk.bekal?.inpres_words) return;
  const key = terms(judul, desk.bekal.inpres_words).join("|");
  const chosen = Object.fromEntries([...Object.entries(desk.chosen), [key, code]].slice(-200));
  await queue.remember("inpres", chosen);
}

/** @param {Desk} desk */
async function redraw(desk) {
  const place = document.getElementById("layar");
  place?.replaceChildren(await draw(desk));
  const box = place?.querySelector(".error-summary");
  if (box instanceof HTMLElement) box.focus();
}
