// Lapor kegiatan: one screen, nine taps. Date, place and partners are those of last time.

import { h, toast } from "../dom.js";
import { chips, choice, choose, chosen, question, shown, summary } from "../forms.js";
import { suggest, terms } from "../inpres.js";
import { desk, frame, handOver, keepSoon, ready, redraw } from "../keeping.js";
import * as queue from "../queue.js";
import { deliverNow } from "../sending.js";
import { day, isoDay } from "../words.js";
import { photoPart, photosKept } from "./pictures.js";
import { missing } from "./record.js";
import { back } from "./report.js";

const REMEMBERED = ["instansi", "tempat", "kategori", "sasaran"];
const BANDS = [["00_09", "0–9 tahun"], ["10_15", "10–15 tahun"], ["16_30", "16–30 tahun"], ["31_59", "31–59 tahun"], ["60_plus", "60 tahun ke atas"]];

/** @typedef {import("../shapes").ActivityDesk} Desk */

/** A new activity, or a draft of one. @param {string} id */
export async function activity(id) {
  const row = id ? await queue.row(id) : null;
  if (id && !row) return missing();
  const memory = (await queue.remembered("kegiatan")) ?? {};
  const kampung = row?.kampung ?? (await chosen())?.id;
  if (!kampung) return missing();
  const content = row ? await queue.content(row) : {
    title: "", body: { tanggal: isoDay(new Date(await queue.now())), ...pick(memory, REMEMBERED) },
  };
  return draw({ ...(await desk(row, "kegiatan", kampung, content)), ...(await tables(kampung)), memory });
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
      h("p", null, "Isi kegiatan ini belum ada di HP. Buka lagi saat ada sinyal."), back("#/"));
  }
  const seen = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, asJson(more.fields.get(name), value)]));
  const content = { title: values.judul ?? "", body: { ...seen }, known: seen, base: known.version, record: id };
  return draw({ ...(await desk(null, "kegiatan.ubah", kampung, content)), ...more, memory: {} });
}

/** Lists are codes joined by | in the table, and lists in what is sent. */
const asJson = (field, value) => (field?.kind === "choices" && typeof value === "string" ? value.split("|").filter(Boolean) : value);

async function tables(kampung) {
  const bekal = await queue.provisions(kampung);
  const fields = new Map((bekal?.forms?.kegiatan?.fields ?? []).map((/** @type {any} */ field) => [field.name, field]));
  return { bekal, fields, chosen: (await queue.remembered("inpres")) ?? {} };
}

const pick = (from, names) => Object.fromEntries(names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]));

async function draw(desk) {
  const { body } = desk.content;
  const at = await queue.now();
  const photos = await photoPart(desk, "satu kegiatan");
  const saveSoon = () => keepSoon(desk);
  const kampung = await kampungChoice(desk, saveSoon);
  // No waiting from here on: what is typed into the old form is in the new one.
  const field = (/** @type {string} */ name, /** @type {any} */ more = {}) => ({
    label: name, kind: "text", ...desk.fields.get(name), name, ...more,
  });
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
  const form = frame(desk, "activity", sendOff, isNew ? "Kirim" : "Kirim perubahan",
    h("h1", null, isNew ? "Lapor kegiatan" : "Ubah kegiatan"),
    summary(desk.errors, desk.fields, desk.message),
    kampung,
    planItems(desk, set),
    title, h("datalist", { id: "judul-lalu" }, titles.slice(0, 12).map((text) => h("option", { value: text }))),
    hints,
    dates(desk, set("tanggal"), at),
    h("fieldset", { class: "field phone-people" }, h("legend", { class: "field-label" }, "Berapa orang yang ikut?"),
      h("div", { class: "phone-pair" },
        ask("peserta_l", { label: "Laki-laki", kind: "count", help: "" }, { quick: true }),
        ask("peserta_p", { label: "Perempuan", kind: "count", help: "" }, { quick: true })),
      people, bands(desk, set)),
    photos,
    more(desk, ask));
  if (isNew && !body.judul) queueMicrotask(() => requestAnimationFrame(() => titleInput?.focus()));
  return form;
}

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
    delete desk.content.body.kelompok;
    await choose(id); // from now on its forms are taken along
    Object.assign(desk, await tables(id));
    saved();
    await redraw(desk, draw);
    const select = document.getElementById("kampung");
    select?.focus();
    if (desk.bekal) return;
    await deliverNow();
    if (desk.kampung !== id) return;
    Object.assign(desk, await tables(id));
    if (document.activeElement === select) await redraw(desk, draw); // nothing is drawn anew under a hand
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

/** Hari ini, Kemarin, or another day. @param {Desk} desk @param {(value: string) => void} set @param {number} at */
function dates(desk, set, at) {
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
  const told = REMEMBERED.filter((name) => body[name]?.length)
    .map((name) => shown(desk.fields.get(name), body[name])).join(" · ");
  const hasErrors = [...REMEMBERED, "kelompok", "deskripsi", "instansi_lainnya"].some((name) => desk.errors[name]);
  const groups = [...(desk.bekal?.groups ?? [])];
  if (body.kelompok && !groups.some(([key]) => key === body.kelompok)) groups.push([body.kelompok, "Kelompok sebelumnya"]);
  const isYouth = desk.fields.has("is_youth_led");
  return h("details", { class: "panel phone-remembered", open: hasErrors },
    h("summary", null, h("span", { class: "field-label" }, "Bersama siapa, di mana"),
      h("span", { class: "field-hint" }, told || "Belum diisi. Ketuk untuk mengisi.")),
    h("div", { class: "stack" },
      ask("instansi", { label: "Bersama", kind: "choices" }, { first: desk.memory.instansi ?? [] }),
      ask("instansi_lainnya", { label: "Instansi lain (bila memilih Lainnya)" }),
      ask("tempat", { label: "Tempat" }),
      groups.length > 0 && ask("kelompok", { kind: "choice", options: groups }),
      ask("kategori", { label: "Fungsi keluarga", kind: "choice" }),
      ask("sasaran", { label: "Sasaran", kind: "choices" }),
      isYouth && ask("is_youth_led", { kind: "flag" }),
      ask("deskripsi", { label: "Cerita singkat (boleh kosong)", max_length: 5000 })));
}

// Saving and sending.

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

async function sendOff(desk) {
  desk.errors = check(desk, isoDay(new Date(await queue.now())));
  if (Object.keys(desk.errors).length) {
    await redraw(desk, draw);
    return;
  }
  if (!(await photosKept())) return;
  const row = await ready(desk);
  if (!row) return;
  const { body, known } = desk.content;
  const photos = await queue.photosOf(row.id);
  const { kinds = {} } = desk.content;
  if (photos.some(({ id }) => (kinds[id] ?? "kegiatan") !== "kegiatan")) body.jenis_post = "sebelum_sesudah";
  else if (!known) delete body.jenis_post;
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
  await queue.remember("kegiatan", pick(body, REMEMBERED));
  await choose(desk.kampung);
  await learn(desk);
  await handOver(desk, sent, "Laporan", {
    label: "Urungkan",
    act: async () => {
      const back = await queue.reopen(row);
      if (back?.state === "draf") location.hash = `#/kegiatan/${row.id}`;
      else toast("Laporan sudah terkirim. Buka dari daftar untuk mengubahnya.");
    },
  });
}

/** Nothing that was left empty is sent, nor what the form does not ask. @param {Record<string, any>} body @param {Map<string, any>} fields */
const clean = (body, fields) => Object.fromEntries(Object.entries(body).filter(([name, value]) =>
  value != null && value !== "" && (!fields.size || fields.has(name))));

/** The next suggestion knows what was chosen for such words. */
async function learn(desk) {
  const { judul, inpres_kegiatan: code } = desk.content.body;
  if (!code || !desk.bekal?.inpres_words) return;
  const key = terms(judul, desk.bekal.inpres_words).join("|");
  const chosen = Object.fromEntries([...Object.entries(desk.chosen), [key, code]].slice(-200));
  await queue.remember("inpres", chosen);
}
