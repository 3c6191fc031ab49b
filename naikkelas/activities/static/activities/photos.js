// @ts-check
// Photos are made small before they are sent: 1600 px, 300 KB. Without JavaScript the server does.

const LONGEST_SIDE = 1600;
const LARGEST = 300 * 1024;
const QUALITIES = [0.82, 0.7, 0.58, 0.46, 0.34];

/** @param {HTMLInputElement} input @param {Element | null} words */
async function shrink(input, words) {
  const files = [...(input.files ?? [])];
  if (!files.some((file) => file.size > LARGEST)) return;
  if (words) words.textContent = "Mengecilkan foto …";
  const small = new DataTransfer();
  for (const file of files) small.items.add(await smaller(file));
  input.files = small.files;
  const kilobytes = Math.round(
    [...small.files].reduce((sum, file) => sum + file.size, 0) / 1024,
  );
  if (words) words.textContent = `Siap dikirim: ${small.files.length} foto, ${kilobytes} KB.`;
}

/** A small JPEG of the photo; the photo itself where the browser cannot read it. @param {File} file */
async function smaller(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    for (const quality of QUALITIES) {
      const blob = await encoded(canvas, quality);
      if (blob && (blob.size <= LARGEST || quality === QUALITIES.at(-1))) {
        return new File([blob], `${file.name.replace(/\.[^.]*$/, "")}.jpg`, { type: "image/jpeg" });
      }
    }
  } catch {
    // The server decides what it can read.
  }
  return file;
}

/** @param {HTMLCanvasElement} canvas @param {number} quality @returns {Promise<Blob | null>} */
function encoded(canvas, quality) {
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
}

for (const form of document.querySelectorAll("form[data-shrink]")) {
  const words = form.querySelector("[data-shrink-words]");
  const button = form.querySelector(".form-actions button[type=submit]");
  for (const input of form.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", async () => {
      if (!(input instanceof HTMLInputElement)) return;
      if (button instanceof HTMLButtonElement) button.disabled = true;
      await shrink(input, words);
      if (button instanceof HTMLButtonElement) button.disabled = false;
    });
  }
}
