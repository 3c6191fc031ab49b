// @ts-check
// The queue: how many reports are ticked, and all of them at once. Without it the ticks of the
// page count as they stand, and the button says how many the server ticked.

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-tick-all]"));
const toggle = /** @type {HTMLButtonElement | null} */ (form?.querySelector("[data-tick-toggle]"));
const count = /** @type {HTMLElement | null} */ (form?.querySelector("[data-tick-count]"));

function ticks() {
  const found = form?.querySelectorAll('input[name="pilih"]') ?? [];
  return /** @type {HTMLInputElement[]} */ ([...found]);
}

function show() {
  const ticked = ticks().filter((tick) => tick.checked).length;
  if (count) {
    count.textContent = (count.dataset.tickCount ?? "").replace("{n}", String(ticked));
    const button = count.closest("button");
    if (button) button.disabled = ticked === 0;
  }
  if (toggle) {
    toggle.hidden = false;
    toggle.textContent = ticked > 0 ? "Hapus semua centang" : "Centang semua";
  }
}

form?.addEventListener("change", show);
toggle?.addEventListener("click", () => {
  const ticked = ticks().some((tick) => tick.checked);
  for (const tick of ticks()) tick.checked = !ticked;
  show();
});
show();
