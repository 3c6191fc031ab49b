// Photos of a record on its screen: shrunk and kept on the phone, described, taken away.

import { fault, h, icon, toast } from "../dom.js";
import { options } from "../forms.js";
import { keep, keepSoon } from "../keeping.js";
import { CHANGED, MOST_BYTES, PhotoRefused, shrink, shrinkAll } from "../photos.js";
import * as queue from "../queue.js";
import * as storage from "../storage.js";

const MOST_PHOTOS = 5; // as the server takes
const LARGEST_FILE = 60_000_000;
/** What a photo of an activity shows. @type {[string, string][]} */
const KINDS = [["kegiatan", "Kegiatan"], ["sebelum", "Sebelum"], ["sesudah", "Sesudah"]];

/** What is being put into the phone's keeping just now; null where that is nothing. @type {Promise<boolean> | null} */
let keeping = null;
/** Chosen on this page, and not yet on the phone. @type {Set<string>} */
const inHand = new Set();

/** Wait until each photo that was chosen lies on the phone; false where one did not come in meanwhile, as the screen says. */
export const photosKept = async () => (await keeping) ?? true;

const ALMOST_FULL = "Penyimpanan HP hampir penuh. Foto dikecilkan dulu; jangan tutup aplikasi. Kirim menunggu sampai selesai.";
const missed = (/** @type {number} */ count) => `${count} foto yang dipilih belum sempat tersimpan di HP. Pilih lagi.`;

/** @typedef {import("../shapes").Desk} Desk */

/** @param {Desk} desk @param {string} what they are of, five at most */
export async function photoPart(desk, what) {
  const kind = desk.kind.split(".")[0];
  const list = h("ul", { class: "phone-photos" });
  const work = h("div", { class: "phone-work", "aria-live": "polite" });
  const wrong = fault();
  const full = fault({ id: "foto-penuh", role: "status" });
  const input = h("input", { type: "file", accept: "image/*", multiple: true, id: "foto", class: "phone-file", "aria-describedby": full.id,
    onchange: async () => {
      wrong.textContent = "";
      for (const id of unheard()) storage.came(id); // the person knows
      /** @type {[string, File][]} */
      const files = [...input.files].map((file) => [crypto.randomUUID(), file]);
      for (const [id] of files) {
        inHand.add(id);
        storage.expect(id, desk.row?.id ?? kind);
      }
      input.value = "";
      const mine = photosKept().then(() => addAll(files));
      const settled = mine.catch(() => false);
      keeping = settled;
      await mine.finally(() => {
        if (keeping === settled) keeping = null;
      });
    } });
  const addAll = async (/** @type {[string, File][]} */ files) => {
    let isKept = true;
    for (const [id, file] of files) {
      void show();
      try {
        await add(id, file);
      } catch (error) {
        isKept = false;
        if (!(error instanceof queue.NoRoom || error instanceof PhotoRefused)) throw error;
        wrong.textContent = error.message;
      } finally {
        inHand.delete(id);
      }
      storage.came(id);
    }
    await show();
    shrinkAll();
    return isKept;
  };
  /** As it is, at once; only where there is no room for that, shrunk first. @param {string} id @param {File} file */
  const add = async (id, file) => {
    const row = await keep(desk);
    if (!row) throw new PhotoRefused(missed(1));
    storage.expect(id, row.id);
    if ((await queue.photosOf(row.id)).length >= MOST_PHOTOS) throw new PhotoRefused(`Paling banyak ${MOST_PHOTOS} foto untuk ${what}.`);
    if (file.size > LARGEST_FILE) throw new PhotoRefused(`${file.name}: Foto ini terlalu besar untuk HP. Ambil foto biasa, bukan panorama.`);
    let photo;
    try {
      photo = await queue.addPhoto(row.id, file, kind, file, id);
    } catch (error) {
      if (!(error instanceof queue.NoRoom)) throw error;
      wrong.textContent = ALMOST_FULL;
      const small = await shrink(file).catch((why) => {
        throw why instanceof PhotoRefused ? new PhotoRefused(`${file.name}: ${why.message}`) : why;
      });
      photo = await queue.addPhoto(row.id, small, kind, undefined, id);
      if (wrong.textContent === ALMOST_FULL) wrong.textContent = "";
    }
    if (!photo) throw new PhotoRefused(missed(1)); // its draft was thrown away meanwhile
  };
  /** Photos of this form that a page which ended did not store. */
  const unheard = () => storage.expected(desk.row?.id, kind).filter((id) => !inHand.has(id));
  let turn = 0;
  /** The cards that stand; a new one is put below them, so that no word is lost under the hand. @type {string[]} */
  let standing = [];
  const show = async () => {
    const mine = ++turn;
    const photos = desk.row ? await queue.photosOf(desk.row.id) : [];
    const hasRoom = await storage.hasRoomFor(MOST_BYTES);
    const ready = photos.filter((photo) => !photo.raw);
    const same = standing.every((id, index) => ready[index]?.id === id) ? standing.length : 0;
    const cards = await Promise.all(ready.slice(same).map((photo, index) => card(desk, photo, same + index, show)));
    if (mine !== turn) return;
    input.disabled = !hasRoom; // said before the camera opens
    full.textContent = hasRoom ? "" : new queue.NoRoom().message;
    if (same) list.append(...cards);
    else list.replaceChildren(...cards);
    standing = ready.map((photo) => photo.id);
    const open = inHand.size + photos.filter((photo) => photo.raw && !photo.done).length;
    while (work.childElementCount > open) work.firstChild.remove();
    while (work.childElementCount < open) work.append(h("p", null, "Mengecilkan foto …"));
    for (const { id } of photos) storage.came(id);
    const lost = unheard().length;
    if (lost && !wrong.textContent) wrong.textContent = missed(lost);
    await refused(photos.filter((photo) => photo.raw && photo.done));
  };
  /** What cannot be read is said and cleared away, while the record is still in hand. @param {import("../shapes").Photo[]} photos */
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
  const section = h("section", { class: "field", "aria-label": "Foto" }, list, work, wrong, full,
    h("div", { class: "phone-camera-row" }, input, button),
    h("p", { class: "field-hint" }, "Dikecilkan di HP. Letak dan waktu di dalam berkas foto dihapus."));
  await show();
  return section;
}

async function card(desk, photo, index, redraw) {
  const blob = await queue.picture(photo);
  const url = blob ? URL.createObjectURL(blob) : "";
  const { content } = desk;
  const captions = (content.captions ??= {});
  const name = `foto ${index + 1}`;
  return h("li", null,
    url ? h("img", { src: url, alt: captions[photo.id] || `Foto ${index + 1}`, onload: () => URL.revokeObjectURL(url) }) : h("p", null, "Sudah terkirim"),
    h("input", { type: "text", class: "input", "aria-label": `Keterangan ${name}`, placeholder: "Keterangan (boleh kosong)", maxlength: 200, value: captions[photo.id] ?? "",
      oninput: (/** @type {any} */ event) => {
        captions[photo.id] = event.target.value;
        keepSoon(desk);
      } }),
    !photo.done && photo.kind === "kegiatan" && h("select", { class: "input", "aria-label": `Jenis ${name}`,
      onchange: (/** @type {any} */ event) => {
        content.kinds = { ...content.kinds, [photo.id]: event.target.value };
        keepSoon(desk);
      } }, options(KINDS, content.kinds?.[photo.id])),
    !photo.done && h("button", { type: "button", class: "button button-quiet", "aria-label": `Hapus ${name}`,
      onclick: async () => {
        const restore = await queue.dropPhoto(photo);
        await redraw();
        toast("Foto dihapus.", { label: "Urungkan", act: () => restore().then(redraw) });
      } }, icon("trash"), "Hapus"));
}
