// @ts-check
// Photos are shrunk on the phone before anything else: at most 1600 px and 300 KB, drawn anew, so
// that nothing of the camera's notes (place, time, owner) goes along.

export const LONGEST_SIDE = 1600;
export const MOST_BYTES = 300_000;
export const LARGEST_FILE = 60_000_000;
export const TOO_LARGE = "Foto ini terlalu besar untuk HP. Ambil foto biasa, bukan panorama.";
const QUALITIES = [0.82, 0.72, 0.62, 0.5, 0.4];

/** Why a photo was not taken, in words for people. */
export class PhotoRefused extends Error {}

/** The phone could not, this time. */
export class OutOfMemory extends PhotoRefused {
  constructor() {
    super("HP kehabisan memori. Tutup aplikasi lain, lalu ambil foto lagi.");
  }
}

/**
 * @param {File} file as the camera or the gallery gave it
 * @returns {Promise<Blob>} a JPEG within the limits; PhotoRefused where that cannot be
 */
export async function shrink(file) {
  if (file.size > LARGEST_FILE) {
    throw new PhotoRefused(TOO_LARGE);
  }
  const picture = await picture_of(file);
  try {
    let side = Math.min(LONGEST_SIDE, Math.max(picture.width, picture.height));
    for (;;) {
      for (const quality of QUALITIES) {
        const blob = await drawn(picture, side, quality);
        if (blob.size <= MOST_BYTES) return blob;
      }
      side = Math.round(side * 0.75);
    }
  } finally {
    picture.close();
  }
}

/** @param {File} file */
async function picture_of(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    throw new PhotoRefused(await isHeic(file)
      ? "HP ini tidak dapat membaca foto HEIC. Di pengaturan kamera pilih “Paling kompatibel” (JPEG), lalu ambil lagi."
      : "Foto ini tidak dapat dibaca. Ambil lagi, atau pilih foto lain.");
  }
}

/** "ftyp" at the fifth byte begins the container of HEIC. @param {Blob} file */
async function isHeic(file) {
  const head = new TextDecoder("latin1").decode(await file.slice(4, 12).arrayBuffer());
  return /^ftyp(hei|hev|mif|msf)/.test(head);
}

/** @param {ImageBitmap} picture @param {number} side @param {number} quality @returns {Promise<Blob>} */
function drawn(picture, side, quality) {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const context = canvas.getContext("2d");
  if (!context) throw new OutOfMemory();
  context.fillStyle = "#fff"; // what is transparent would become black
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => {
    canvas.width = canvas.height = 0; // gives the memory back at once
    if (blob) resolve(blob);
    else reject(new OutOfMemory());
  }, "image/jpeg", quality));
}
