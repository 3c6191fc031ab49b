// @ts-check
// What every page gains with JavaScript; nothing here is needed to use the system.

/** Open one menu at a time, and close it by Escape or by a click elsewhere. */
const menus = () => /** @type {NodeListOf<HTMLDetailsElement>} */ (
  document.querySelectorAll("details.menu[open]")
);

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  for (const menu of menus()) if (!menu.contains(target)) menu.open = false;
});

// A row of tabs is wider than a phone: show the one that is open.
for (const tabs of document.querySelectorAll(".tabs")) {
  const open = /** @type {HTMLElement | null} */ (tabs.querySelector("[aria-current]"));
  if (open) tabs.scrollLeft = open.offsetLeft - (tabs.clientWidth - open.offsetWidth) / 2;
}

/** @param {Element} element */
const isTyping = (element) => element.matches("input, select, textarea, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const menu of menus()) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  }
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (event.key === "/" && plain && !isTyping(/** @type {Element} */ (event.target))) {
    const search = document.querySelector("#pencarian");
    if (search instanceof HTMLInputElement) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  }
});

/**
 * Ask in the page's own dialog. Without a dialog element the action goes on unasked.
 * @param {string} question
 * @param {string} answer the words on the confirming button
 * @param {string} [keep] the words on the button that leaves everything as it is
 * @returns {Promise<boolean>}
 */
function ask(question, answer, keep) {
  const dialog = document.querySelector("#konfirmasi");
  if (!(dialog instanceof HTMLDialogElement)) return Promise.resolve(true);
  const text = dialog.querySelector("[data-question]");
  const yes = dialog.querySelector("[data-yes]");
  if (text) text.textContent = question;
  if (yes) yes.textContent = answer;
  const no = dialog.querySelector("[data-no]");
  if (no) no.textContent = keep ?? "Batal";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

const confirmed = new WeakSet();

// <form data-confirm="Tarik kembali?" data-confirm-answer="Tarik kembali" data-confirm-keep="Jangan">
// or the same on a button; without the last one the way out is "Batal".
document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const button = /** @type {SubmitEvent} */ (event).submitter;
  const asks = button?.dataset.confirm ? button : form;
  const question = asks.dataset.confirm;
  if (!question || confirmed.has(form)) {
    confirmed.delete(form);
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  const { confirmAnswer, confirmKeep } = asks.dataset;
  void ask(question, confirmAnswer ?? "Lanjutkan", confirmKeep).then((yes) => {
    if (!yes) return;
    confirmed.add(form);
    form.requestSubmit(button);
  });
}, { capture: true });

document.addEventListener("htmx:confirm", (event) => {
  const { detail } = /** @type {CustomEvent} */ (event);
  if (!detail.question) return;
  event.preventDefault();
  const answer = detail.elt.dataset.confirmAnswer ?? "Lanjutkan";
  void ask(detail.question, answer, detail.elt.dataset.confirmKeep).then((yes) => {
    if (yes) detail.issueRequest(true);
  });
});

// Filters answer at once: <form data-autosubmit>; its own button is then not needed.
for (const form of document.querySelectorAll("form[data-autosubmit]")) {
  form.addEventListener("change", () => /** @type {HTMLFormElement} */ (form).requestSubmit());
}

// <button type="button" data-print>Cetak</button>
for (const button of document.querySelectorAll("[data-print]")) {
  /** @type {HTMLElement} */ (button).hidden = false;
  button.addEventListener("click", () => window.print());
}
