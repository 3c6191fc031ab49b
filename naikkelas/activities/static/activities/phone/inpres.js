// @ts-check
// Which of the 58 activities of Inpres 3/2022 a title means: words of the national list, and what
// people here chose before. The same table as the online form's; the person always decides.

/** @typedef {{kode: string, kegiatan: string, indikator: string, kata_kunci: string, sasaran?: string, program?: string}} Row */

const STOP = new Set(("dan yang di ke dari untuk dengan pada bagi oleh atau serta para dalam kegiatan " +
  "desa kelurahan kampung warga keluarga bersama peningkatan penyediaan pelayanan layanan program").split(" "));

/** @param {string} text @returns {string[]} */
export const words = (text) => text.toLowerCase().normalize("NFKD").replace(/[^a-z0-9\s]/g, " ")
  .split(/\s+/).filter((word) => word.length > 1 && !STOP.has(word)).map(stem);

/** Indonesian endings and beginnings that do not change what a word is about. @param {string} word */
function stem(word) {
  const bare = word.replace(/(nya|kan|lah)$/, "");
  return bare.length > 5 ? bare.replace(/^(pem|pen|peng|mem|men|meng|ber|ter|di)(?=[a-z]{4})/, "").replace(/an$/, "") : bare;
}

/**
 * @param {string} title @param {Row[]} table @param {Record<string, string>} chosen title words → code, of before
 * @param {number} [most]
 * @returns {Row[]} the likeliest first; none where no word fits
 */
export function suggest(title, table, chosen = {}, most = 3) {
  const asked = new Set(words(title));
  if (!asked.size) return [];
  const told = table.map((row) => ({
    row, keys: new Set(row.kata_kunci.split("|").flatMap(words)), texts: new Set(words(`${row.kegiatan} ${row.indikator}`)),
  }));
  const rarity = (/** @type {string} */ word) =>
    Math.log((told.length + 1) / (told.filter((one) => one.keys.has(word) || one.texts.has(word)).length + 1));
  const scored = told.map(({ row, keys, texts }) => {
    let score = 0;
    for (const word of asked) {
      if (keys.has(word)) score += 2 * rarity(word);
      else if (texts.has(word)) score += rarity(word);
    }
    for (const [before, code] of Object.entries(chosen)) {
      if (code === row.kode) score += 3 * overlap(asked, before.split(" "));
    }
    return { row, score };
  });
  return scored.filter((one) => one.score > 0.5).sort((a, b) => b.score - a.score).slice(0, most).map((one) => one.row);
}

/** @param {Set<string>} asked @param {string[]} before */
function overlap(asked, before) {
  const shared = before.filter((word) => asked.has(word)).length;
  return shared / Math.max(1, asked.size + before.length - shared);
}
