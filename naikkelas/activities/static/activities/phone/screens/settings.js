// Setelan: who works here, room on the phone, the file of the last rescue, the app itself.

import { get } from "../db.js";
import { fault, h, toast } from "../dom.js";
import { exportFile, importFile } from "../rescue.js";
import { deliverNow } from "../sending.js";
import { shrinkAll } from "../photos.js";
import { keep, meter } from "../storage.js";
import { current } from "../vault.js";
import * as queue from "../queue.js";
import { moment, number, size } from "../words.js";
import { back } from "./report.js";
import { switchPerson } from "./who.js";

export async function settings() {
  const session = await current();
  return h("div", { class: "stack", "data-screen": "settings" }, back("#/"), h("h1", null, "Setelan"),
    h("section", { class: "panel stack-small", "aria-labelledby": "orang" },
      h("h2", { id: "orang" }, "Orang di HP ini"),
      h("p", null, h("strong", null, session?.person.name ?? ""), h("br", null), session?.person.post ?? ""),
      h("button", { type: "button", class: "button button-block", onclick: switchPerson }, "Ganti pengguna"),
      h("a", { class: "button button-secondary button-block", href: "#/pin" }, session?.person.lock ? "Ganti PIN" : "Buat PIN")),
    await room(), await rescue(), await about());
}

async function room() {
  const { used, quota, kept } = await meter();
  const place = h("section", { class: "panel stack-small", "aria-labelledby": "ruang" });
  const ask = async () => {
    toast((await keep()) ? "HP akan menjaga isian Anda." : "HP belum mengizinkan. Pasang aplikasi ke layar utama, lalu coba lagi.");
    place.replaceWith(await room());
  };
  place.append(h("h2", { id: "ruang" }, "Ruang di HP"),
    h("p", null, quota ? `Terpakai ${size(used)} dari ${size(quota)}.` : `Terpakai ${size(used)}. HP ini tidak memberi tahu sisa ruangnya.`),
    quota ? h("progress", { max: 100, value: Math.ceil((100 * used) / quota), "aria-label": "Ruang terpakai" }) : "",
    h("p", null, kept ? "Isian dijaga: HP tidak menghapusnya sendiri." : "Isian dapat terhapus bila HP kehabisan ruang."),
    kept ? "" : h("button", { type: "button", class: "button button-secondary button-block", onclick: ask }, "Jaga isian saya"));
  return place;
}

async function rescue() {
  const waits = await queue.waiting();
  const drafts = (await queue.list()).filter((row) => row.state === "draf" || row.state === "perbaiki").length;
  const input = h("input", { type: "file", id: "berkas", accept: ".kerja,application/json,text/plain", class: "phone-file", onchange: async () => {
    const [file] = input.files;
    if (!file) return;
    try {
      const found = await importFile(file);
      toast(`${number(found.records)} catatan dan ${number(found.photos)} foto dibaca dari berkas.`);
      location.hash = "#/";
    } catch (error) {
      wrong.textContent = error instanceof Error ? error.message : String(error);
    }
    input.value = "";
    shrinkAll();
    deliverNow(); // also what a broken file gave
  } });
  const wrong = fault();
  return h("section", { class: "panel stack-small", "aria-labelledby": "berkas-judul" },
    h("h2", { id: "berkas-judul" }, "Simpan ke berkas"),
    h("p", null, `${waits.records + drafts} catatan dan ${waits.photos} foto belum terkirim. Bila HP akan diganti atau diperbaiki, simpan dulu ke berkas.`),
    h("button", { type: "button", class: "button button-secondary button-block", onclick: exportFile }, "Simpan yang belum terkirim"),
    h("p", { class: "field-hint" }, "Berkas tidak terkunci. Berikan hanya kepada PKB/PLKB Anda, lalu hapus."),
    h("div", { class: "phone-camera-row" }, input, h("label", { class: "button button-quiet button-block", for: "berkas" }, "Ambil dari berkas")), wrong);
}

async function about() {
  const contact = await get("device", "contact");
  const offset = await get("device", "offset");
  const release = (await caches.keys()).find((name) => name.startsWith("kerja-"))?.slice(6) ?? "belum tersimpan";
  return h("section", { class: "panel stack-small", "aria-labelledby": "aplikasi" },
    h("h2", { id: "aplikasi" }, "Aplikasi"),
    h("p", null, contact ? `Terakhir tersambung ${moment(contact)}.` : "Belum pernah tersambung."),
    offset ? h("p", null, "Jam HP tidak cocok dengan jam peladen. Atur tanggal dan jam ke otomatis.") : "",
    h("p", { class: "field-hint" }, "Versi ", h("code", null, release)),
    h("p", null, h("a", { href: "/kerja-pulih/" }, "Perbaiki aplikasi"), " · ", h("a", { href: "/" }, "Buka Naik Kelas")));
}
