// @ts-check
// How far an upload is, on a slow line. Without JavaScript the form is sent as any other.

/** Watch the forms of the page, also those of an answer. */
function watch() {
  for (const form of document.querySelectorAll("form[data-upload]")) {
    if (form instanceof HTMLFormElement) form.addEventListener("submit", send);
  }
}

/** @param {SubmitEvent} event */
function send(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const bar = form.querySelector("progress");
  const words = form.querySelector(".evidence-sent");
  const button = form.querySelector("button[type=submit]");
  if (!bar || !words || !(button instanceof HTMLButtonElement)) return;
  event.preventDefault();
  const done = (/** @type {string} */ text) => {
    words.textContent = text;
    button.disabled = false;
    bar.hidden = true;
  };
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    const percent = total ? Math.floor((100 * loaded) / total) : 0;
    bar.value = percent;
    words.textContent = percent < 100 ? `${percent}% terkirim` : "Memeriksa berkas …";
  });
  request.addEventListener("load", () => {
    if (!show(request)) done("Belum tersimpan. Coba lagi.");
  });
  request.addEventListener("error", () => done("Sambungan terputus. Coba lagi."));
  bar.hidden = false;
  button.disabled = true;
  request.open("POST", window.location.href);
  request.send(new FormData(form));
}

/**
 * A stored file brings the list anew; what was refused brings the form with its words.
 * @param {XMLHttpRequest} request
 */
function show(request) {
  const isStored = request.status >= 200 && request.status < 300;
  if (!isStored && request.status !== 422) return false;
  const answer = new DOMParser().parseFromString(request.responseText, "text/html");
  const name = isStored ? "#isi" : "#tambah";
  const fresh = answer.querySelector(name);
  if (!fresh) return false;
  document.querySelector(name)?.replaceWith(fresh);
  if (isStored) window.scrollTo(0, 0);
  else document.querySelector("#tambah .error-summary")?.scrollIntoView();
  watch();
  return true;
}

watch();
