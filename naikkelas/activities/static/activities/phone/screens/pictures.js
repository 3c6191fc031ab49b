// @ts-check
// Photos of a record on its screen: shrunk and kept on the phone, described, taken away.

import { h, icon, toast } from "../dom.js";
import { LARGEST_FILE, PhotoRefused, TOO_LARGE, shrink } from "../photos.js";
import * as queue from "../queue.js";
import { CHANGED, shrinkAll } from "../shrinking.js";

const MOST_PHOTOS = 5; // as the server takes

/**
 * @typedef {{kind: string, what: string, row: () => import("../db.js").Row | null,
 *   save: (isSure?: boolean) => Promise<import("../db.js").Row | null>, captions: () => Record<string, string>}} Album
 *   kind and name of what the photos are of; its row, once it has one; how it is saved (surely: makes the row)
 */

/** What is being put into the phone's keeping just now; null where that is nothing. @type {Promise<boolean> | null} */
let keeping = null;

/** Wait until each photo that was chosen lies on the phone; false where one did not come in meanwhile, as the screen says. */
export const photosKept = async () => (await keeping) ?? true;

const ALMOST_FULL = "Penyimpanan HP hampir penuh. Foto dikecilkan dulu; jangan tutup aplikasi. Kirim menunggu sampai selesai.";
const FULL = "Penyimpanan HP penuh, jadi foto tidak dapat disimpan. Tulisan Anda aman. Hapus foto lama di galeri, atau kirim dulu yang menunggu.";

/** @param {Album} album */
export async function photoPart(album) {
  const list = h("ul", { class: "phone-photos" });
  const work = h("div", { class: "phone-work", "aria-live": "polite" });
  const wrong = h("p", { class: "field-error", role: "alert" });
  const input = h("input", { type: "file", accept: "image/*", multiple: true, id: "foto", class: "phone-file",
    onchange: async () => {
      wrong.textContent = "";
      const files = [...input.files];
      input.value = "";
      inHand += files.length;
      const mine = photosKept().then(() => addAll(files));
      const settled = mine.catch(() => false);
      keeping = settled;
      await mine.finally(() => {
        if (keeping === settled) keeping = null;
      });
    } });
  let inHand = 0; // chosen, and not yet on the phone
  const addAll = async (/** @type {File[]} */ files) => {
    await show();
    let isKept = true;
    for (const file of files) {
      try {
        await add(file);
      } catch (error) {
        isKept = false;
        if (error instanceof queue.NoRoom) wrong.textContent = FULL;
        else if (error instanceof PhotoRefused) wrong.textContent = error.message;
        else throw error;
      } finally {
        inHand -= 1;
        await show();
      }
    }
    shrinkAll();
    return isKept;
  };
  /** As it is, at once; only where there is no room for that, shrunk first. @param {File} file */
  const add = async (file) => {
    const row = await album.save(true);
    if (!row) return;
    if ((await queue.photosOf(row.id)).length >= MOST_PHOTOS) throw new PhotoRefused(`Paling banyak ${MOST_PHOTOS} foto untuk ${album.what}.`);
    if (file.size > LARGEST_FILE) throw new PhotoRefused(`${file.name}: ${TOO_LARGE}`);
    try {
      await queue.addPhoto(row.id, file, album.kind, file);
    } catch (error) {
      if (!(error instanceof queue.NoRoom)) throw error;
      wrong.textContent = ALMOST_FULL;
      const small = await shrink(file).catch((why) => {
        throw why instanceof PhotoRefused ? new PhotoRefused(`${file.name}: ${why.message}`) : why;
      });
      await queue.addPhoto(row.id, small, album.kind);
      if (wrong.textContent === ALMOST_FULL) wrong.textContent = "";
    }
  };
  let turn = 0;
  /** The cards that stand; a new one is put below them, so that no word is lost under the hand. @type {string[]} */
  let standing = [];
  const show = async () => {
    const mine = ++turn;
    const row = album.row();
    const photos = row ? await queue.photosOf(row.id) : [];
    const ready = photos.filter((photo) => !photo.raw);
    const keep = standing.every((id, index) => ready[index]?.id === id) ? standing.length : 0;
    const cards = await Promise.all(ready.slice(keep).map((photo, index) => card(album, photo, keep + index, show)));
    if (mine !== turn) return;
    if (keep) list.append(...cards);
    else list.replaceChildren(...cards);
    standing = ready.map((photo) => photo.id);
    const open = inHand + photos.filter((photo) => photo.raw && !photo.done).length;
    while (work.childElementCount > open) work.firstChild.remove();
    while (work.childElementCount < open) work.append(h("p", null, "Mengecilkan foto …"));
    await refused(photos.filter((photo) => photo.raw && photo.done));
  };
  /** What cannot be read is said and cleared away, while the record is still in hand. @param {import("../db.js").Photo[]} photos */
  const refused = async (photos) => {
    const row = photos.length ? await queue.row(photos[0].record) : null;
    if (!section.isConnected || (row?.state !== "draf" && row?.state !== "perbaiki")) return;
    wrong.textContent = (await Promise.all(photos.map(queue.wordsOf))).join(" ");
    for (const photo of photos) await queue.dropPhoto(photo);
  };
  let wasThere = false;
  const follow = () => {
    if (wasThere && !section.isConnected) window.removeEventListener(CHANGED, follow);
    else {
      wasThere = section.isConnected;
      show();
    }
  };
  window.addEventListener(CHANGED, follow);
  const button = h("label", { class: "button button-secondary phone-camera", for: "foto" }, icon("camera"), "Tambah foto");
  const section = h("section", { class: "field", "aria-label": "Foto" }, list, work, wrong,
    h("div", { class: "phone-camera-row" }, input, button),
    h("p", { class: "field-hint" }, "Dikecilkan di HP. Letak dan waktu di dalam berkas foto dihapus."));
  await show();
  return section;
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
