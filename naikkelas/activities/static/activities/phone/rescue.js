// The last rescue: what was not sent goes into a file, one JSON object a line, and comes back from
// it on this phone or another. Envelopes keep their bytes, so nothing can arrive twice.

import { get, put, putPhotoWhole } from "./db.js";
import { toast } from "./dom.js";
import { bare, shrinkAll } from "./photos.js";
import * as queue from "./queue.js";
import { toBytes, toText } from "./storage.js";
import { openBytes, seal, sealBytes } from "./vault.js";
import { isoDay } from "./words.js";

const FORMAT = "naikkelas-kerja";

const PATIENCE = 3_000; // a browser gives a file only soon after the tap

/** Offer the file to the person. No photo in it tells place or time. */
export async function exportFile() {
  await Promise.race([shrinkAll().catch(() => null), new Promise((done) => setTimeout(done, PATIENCE))]);
  const { out, left } = await lines();
  const blob = new Blob(out, { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `belum-terkirim-${isoDay(new Date())}.kerja`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  await put("device", await queue.now(), "exported");
  if (left) toast(`${left} foto belum dikecilkan, jadi tidak ikut di berkas. Biarkan aplikasi terbuka sebentar, lalu simpan lagi.`);
}

/** What the file holds, and how many photos had to be left out. */
async function lines() {
  const { person, key } = await queue.me();
  const out = [`${JSON.stringify({ format: FORMAT, version: 1, name: person.name, post: person.post })}\n`];
  const photos = (await queue.photos()).filter((photo) => !photo.done);
  let left = 0;
  const owing = new Set(photos.map((photo) => photo.record));
  for (const row of (await queue.list()).reverse()) {
    const isStored = queue.isStored(row);
    if (isStored && !owing.has(row.id)) continue;
    const bytes = row.bytes ? toText(await openBytes(key, row.bytes)) : null;
    out.push(`${JSON.stringify({
      record: { id: row.id, kind: row.kind, kampung: row.kampung, state: row.state, order: row.order, hash: row.hash, bytes, content: await queue.content(row),
        // What is stored already goes along for its photos: they must find it again.
        ...(isStored ? { sentAt: row.sentAt, receipt: row.receipt, answer: await queue.answer(row) } : {}) },
    })}\n`);
  }
  for (const photo of photos) {
    const { owner, raw, ...open } = photo;
    const whole = await queue.pictureBytes(photo);
    const bytes = whole && raw ? bare(whole) : whole;
    if (whole && !bytes) left += 1;
    if (!bytes) continue;
    const file = raw ? { file: await queue.fileOf(photo) } : {}; // the original, which is shrunk where it comes in
    out.push(`${JSON.stringify({ photo: { ...open, size: bytes.byteLength, tries: 0 }, ...file, data: toText(bytes) })}\n`);
  }
  return { out, left };
}

/**
 * Take what a file holds; what is on this phone already stays as it is.
 * @param {File} file @returns {Promise<{records: number, photos: number}>}
 */
export async function importFile(file) {
  const { person, key } = await queue.me();
  const found = { records: 0, photos: 0 };
  const [head, ...rest] = (await file.text()).split("\n").filter(Boolean);
  if (parsed(head)?.format !== FORMAT) throw new Error("Berkas ini bukan simpanan Kerja Pokja. Pilih berkas yang berakhir .kerja.");
  for (const line of rest) {
    const one = parsed(line);
    if (!one) throw new Error("Sebagian berkas rusak. Yang terbaca sudah diambil.");
    if (one.record && !(await get("records", one.record.id))) {
      const { content, bytes, answer, ...open } = one.record;
      const stays = answer ? queue.isStored(open) : open.state === "menunggu" && bytes;
      await put("records", {
        ...open, owner: person.key, changed: Date.now(), code: "", message: "",
        state: stays ? open.state : "draf", sealed: await seal(key, content),
        ...(bytes ? { bytes: await sealBytes(key, toBytes(bytes)) } : {}), ...(answer ? { answer: await seal(key, answer) } : {}),
      });
      found.records += 1;
    } else if (one.photo && !(await get("photos", one.photo.id))) {
      const raw = one.file ? { raw: await seal(key, one.file) } : {};
      await putPhotoWhole({ ...one.photo, ...raw, owner: person.key, offset: 0 }, await sealBytes(key, toBytes(one.data)));
      found.photos += 1;
    }
  }
  return found;
}

/** @param {string} line */
function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
