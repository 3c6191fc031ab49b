// @ts-check
// Searching, made quicker: near me on request, and no more ticks than can be compared.
// All of the page works without this file.

const DECIMALS = 2; // hundredths of a degree, about a kilometre

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-search]"));
const button = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-near]"));

if (form && button && "geolocation" in navigator) {
  button.hidden = false;
  const note = /** @type {HTMLElement | null} */ (document.querySelector("[data-near-note]"));
  if (note) note.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => near(form, coords.latitude, coords.longitude),
      () => failed(button),
      { maximumAge: 600_000, timeout: 15_000 },
    );
  });
}

/** @param {HTMLFormElement} within @param {number} latitude @param {number} longitude */
function near(within, latitude, longitude) {
  let field = /** @type {HTMLInputElement | null} */ (within.elements.namedItem("dekat"));
  if (!field) {
    field = document.createElement("input");
    field.type = "hidden";
    field.name = "dekat";
    within.append(field);
  }
  field.value = `${latitude.toFixed(DECIMALS)},${longitude.toFixed(DECIMALS)}`;
  within.requestSubmit();
}

/** @param {HTMLButtonElement} pressed */
function failed(pressed) {
  pressed.disabled = false;
  const told = /** @type {HTMLElement | null} */ (document.querySelector("[data-near-failed]"));
  if (!told) return;
  told.textContent = told.dataset.nearFailed ?? "";
  told.hidden = false;
}

const compared = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-compare]"));

if (compared) {
  const most = Number(compared.dataset.compare);
  const ticks = /** @type {NodeListOf<HTMLInputElement>} */ (
    compared.querySelectorAll("input[type=checkbox]")
  );
  const count = () => {
    const full = [...ticks].filter((tick) => tick.checked).length >= most;
    for (const tick of ticks) tick.disabled = full && !tick.checked;
  };
  compared.addEventListener("change", count);
  count();
}

// An empty field has no place in the address.
form?.addEventListener("formdata", (event) => {
  for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
});
