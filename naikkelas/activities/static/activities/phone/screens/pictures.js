// @ts-check
// Photos of a record on its screen: shrunk and kept on the phone, described, taken away.

import { h, icon, toast } from "../dom.js";
import { PhotoRefused, shrink } from "../photos.js";
import * as queue from "../queue.js";

const MOST_PHOTOS = 5; // as the server takes

/**
 * @typedef {{kind: string, what: string, row: () => import("../db.js").Row | null,
 *   save: (isSure?: boolean) => Promise<import("../db.js").Row | null>, captions: () => Record<string, string>}} Album
 *   kind and name of what the photos are of; its row, once it has one; how it is saved (surely: makes the row)
 */

/** @param {Album} album */
export async function photoPart(album) {
  const list = h("ul", { class: "phone-photos" });
  const wrong = h("p", { class: "field-error", role: "alert" });
  const input = h("input", { type: "file", accept: "image/*", multiple: true, id: "foto", class: "phone-file",
    onchange: async () => {
      wrong.textContent = "";
      const files = [...input.files];
      input.value = "";
      for (const file of files) await add(file);
    } });
  const add = async (/** @type {File} */ file) => {
    button.setAttribute("aria-busy", "true");
    try {
      const row = await album.save(true);
      if (!row) return;
      if ((await queue.photosOf(row.id)).length >= MOST_PHOTOS) throw new PhotoRefused(`Paling banyak ${MOST_PHOTOS} foto untuk ${album.what}.`);
      await queue.addPhoto(row.id, await shrink(file), album.kind);
      await show();
    } catch (error) {
      if (error instanceof queue.NoRoom) {
        wrong.textContent = "Penyimpanan HP penuh, jadi foto tidak dapat disimpan. Tulisan Anda aman. Hapus foto lama di galeri, atau kirim dulu yang menunggu.";
      } else if (error instanceof PhotoRefused) wrong.textContent = error.message;
      else throw error;
    } finally {
      button.removeAttribute("aria-busy");
    }
  };
  const show = async () => {
    const row = album.row();
    const photos = row ? await queue.photosOf(row.id) : [];
    list.replaceChildren(...(await Promise.all(photos.map((photo, index) => card(album, photo, index, show)))));
  };
  const button = h("label", { class: "button button-secondary phone-camera", for: "foto" }, icon("camera"), "Tambah foto");
  await show();
  return h("section", { class: "field", "aria-label": "Foto" }, list, wrong,
    h("div", { class: "phone-camera-row" }, input, button),
    h("p", { class: "field-hint" }, "Dikecilkan di HP. Letak dan waktu di dalam berkas foto dihapus."));
}

/** @param {Album} album @param {import("../db.js").Photo} photo @param {number} index @param {() => Promise<void>} redraw */
async function card(album, photo, index, redraw) {
  const blob = await queue.picture(photo);
  const url = blob ? URL.createObjectURL(blob) : "";
  const captions = album.captions();
  const label = `Keterangan foto ${index + 1}`;
  return h("li", null,
    url ? h("img", { src: url, alt: captions[photo.id] || `Foto ${index + 1}`, onload: () => URL.revokeObjectURL(url) }) : h("p", null, "Sudah terkirim"),
    h("input", { type: "text", class: "input", "aria-label": label, placeholder: "Keterangan (boleh kosong)", maxlength: 200, value: captions[photo.id] ?? "",
      oninput: (/** @type {any} */ event) => {
        captions[photo.id] = event.target.value;
        album.save();
      } }),
    !photo.done && h("button", { type: "button", class: "button button-quiet", "aria-label": `Hapus foto ${index + 1}`,
      onclick: async () => {
        const restore = await queue.dropPhoto(photo);
        await redraw();
        toast("Foto dihapus.", { label: "Urungkan", act: () => restore().then(redraw) });
      } }, icon("trash"), "Hapus"));
}
