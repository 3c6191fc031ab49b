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
    const chosen = form?.querySelector(
      `input[name="${parent}"]:checked, input[name="${parent}"][data-settled]`,
    );
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

  // What was typed within the last seconds is sent off when the page is left.
  let typed = 0;
  let sent = 0;
  let kept = 0;
  const count = () => { typed += 1; };
  form.addEventListener("input", count);
  form.addEventListener("change", count);
  form.addEventListener("htmx:beforeRequest", () => { sent = typed; });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (/** @type {CustomEvent} */ (event).detail.successful) kept = sent;
  });
  // What is sent off whole is not saved once more behind its back, as a draft that nobody needs.
  let isLeaving = false;
  form.addEventListener("submit", () => {
    kept = typed;
    isLeaving = true;
    form.dispatchEvent(new Event("htmx:abort"));
  });
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (isLeaving) event.preventDefault();
  });
  window.addEventListener("pageshow", () => { isLeaving = false; });

  const keepNow = async () => {
    if (typed === kept) return;
    const before = kept;
    kept = typed;
    form.dispatchEvent(new Event("htmx:abort")); // an older saving must not come in after this one
    const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
    const token = body.get("csrfmiddlewaretoken") ?? "";
    try {
      const answer = await fetch(form.getAttribute("hx-post") ?? "", {
        method: "POST", body, keepalive: true, headers: { "x-csrftoken": token },
      });
      if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
      if (typed === kept) say((await answer.text()).trim());
    } catch {
      kept = before;
    }
  };
  window.addEventListener("pagehide", () => void keepNow());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") void keepNow();
  });
  // The page behind a link may show the draft, so it waits for it; at most two seconds.
  document.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest("a[href]");
    if (!(link instanceof HTMLAnchorElement) || typed === kept || event.defaultPrevented) return;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    const isHere = link.origin === location.origin && !link.target && !link.download;
    if (!isPlain || !isHere || link.getAttribute("href")?.startsWith("#")) return;
    event.preventDefault();
    const waited = new Promise((resolve) => { setTimeout(resolve, 2000); });
    void Promise.race([keepNow(), waited]).then(() => location.assign(link.href));
  });
}
