// @ts-check
// The report form: running totals, questions that hang on an answer, and an honest save bar.
// Without it the form works as well: totals come with "Periksa laporan", all questions are shown.

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form.report"));
const formatter = new Intl.NumberFormat("id-ID");

/**
 * The whole number in a control, as people write it (1234 or 1.234); null for anything else.
 * @param {string} name
 * @returns {number | null}
 */
function figure(name) {
  const control = form?.elements.namedItem(name);
  if (!(control instanceof HTMLInputElement)) return null;
  const text = control.value.replace(/\s/g, "").replace("\u2212", "-");
  return /^-?(\d+|\d{1,3}(\.\d{3})+)$/.test(text) ? Number(text.replaceAll(".", "")) : null;
}

/** @param {string | undefined} names */
function sum(names) {
  return (names ?? "").split(" ").reduce((total, name) => total + (figure(name) ?? 0), 0);
}

/** @param {number} difference */
function inWords(difference) {
  if (difference === 0) return "sama";
  const sign = difference > 0 ? "+" : "\u2212";
  return `selisih ${sign}${formatter.format(Math.abs(difference))}`;
}

/** @param {HTMLElement} section */
function filledIn(section) {
  const names = new Set();
  for (const control of section.querySelectorAll("input, select, textarea")) {
    const { name, value, type } = /** @type {HTMLInputElement} */ (control);
    const counts = type === "radio" || type === "checkbox"
      ? /** @type {HTMLInputElement} */ (control).checked
      : value.trim() !== "";
    if (counts) names.add(name);
  }
  return names.size;
}

function showTotals() {
  for (const output of document.querySelectorAll("[data-sum]")) {
    const { sum: names } = /** @type {HTMLElement} */ (output).dataset;
    output.textContent = formatter.format(sum(names));
  }
  for (const output of document.querySelectorAll("[data-against]")) {
    const { against, columns } = /** @type {HTMLElement} */ (output).dataset;
    output.textContent = inWords(sum(columns) - Number(against));
  }
  for (const output of document.querySelectorAll("[data-filled]")) {
    const { filled } = /** @type {HTMLElement} */ (output).dataset;
    const section = document.getElementById(filled ?? "");
    if (section) output.textContent = String(filledIn(section));
  }
}

function showConditions() {
  for (const part of document.querySelectorAll("[data-parent]")) {
    const { parent, answer } = /** @type {HTMLElement} */ (part).dataset;
    const chosen = form?.querySelector(`input[name="${parent}"]:checked`);
    const value = chosen instanceof HTMLInputElement ? chosen.value : "";
    const hangsOnHidden = chosen?.closest("[data-parent]");
    const isAsked = value === answer
      && !(hangsOnHidden instanceof HTMLElement && hangsOnHidden.hidden);
    /** @type {HTMLElement} */ (part).hidden = !isAsked;
  }
}

function refresh() {
  showConditions();
  showTotals();
}

if (form) {
  form.classList.add("report-live");
  form.addEventListener("input", refresh);
  form.addEventListener("change", refresh);
  refresh();

  const saved = document.getElementById("tersimpan");
  /** @param {string} words */
  const say = (words) => {
    if (saved) saved.textContent = words;
  };
  form.addEventListener("input", () => say("Belum tersimpan"));
  form.addEventListener("htmx:beforeRequest", () => say("Menyimpan …"));
  for (const trouble of ["htmx:sendError", "htmx:timeout"]) {
    form.addEventListener(trouble, () => say("Menunggu sinyal. Isian masih di layar ini; jangan tutup halaman."));
  }
  form.addEventListener("htmx:responseError", () => say("Belum tersimpan. Tekan Simpan draf."));
}
