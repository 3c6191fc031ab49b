// Words, dates and numbers as people here write them.

export const STATES = {
  draf: "Draf",
  menunggu: "Menunggu sinyal",
  terkirim: "Terkirim",
  diperiksa: "Diperiksa",
  perbaiki: "Perlu diperbaiki",
};
/** @typedef {keyof typeof STATES} State */

/** @type {Record<State, string>} */
export const STATE_BADGES = {
  draf: "badge",
  menunggu: "badge badge-warn",
  terkirim: "badge badge-info",
  diperiksa: "badge badge-ok",
  perbaiki: "badge badge-danger",
};

const DAYS = ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"];
const MONTHS = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus",
  "September", "Oktober", "November", "Desember"];

/** @param {number} n */
export const number = (n) => new Intl.NumberFormat("id-ID").format(n);

/** "2026-11-21" → "Sabtu, 21 November 2026". @param {string} iso */
export function day(iso) {
  const [y, m, d] = iso.split("-").map(Number);
  if (!y || !m || !d) return iso;
  return `${DAYS[new Date(y, m - 1, d).getDay()]}, ${d} ${MONTHS[m - 1]} ${y}`;
}

/** "2026-11" → "November 2026". @param {string} key */
export function month(key) {
  const [y, m] = key.split("-").map(Number);
  return m ? `${MONTHS[m - 1]} ${y}` : key;
}

/** @param {number} n */
const two = (n) => String(n).padStart(2, "0");

/** The phone's own time of a moment. @param {number} ms */
export function moment(ms) {
  const at = new Date(ms);
  return `${at.getDate()} ${MONTHS[at.getMonth()]} ${at.getFullYear()} pukul ${two(at.getHours())}.${two(at.getMinutes())}`;
}

/** The date of a moment on this phone's calendar, as "2026-11-21". @param {Date} at */
export const isoDay = (at) =>
  `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;

/** @param {number} bytes */
export function size(bytes) {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} kB`;
  return `${number(Math.round(bytes / 100_000) / 10)} MB`;
}
