// Who works on this phone: signing in, unlocking by PIN, changing places.

import { fault, h, toast } from "../dom.js";
import { deliverNow, state } from "../sending.js";
import { PIN_LENGTH, current, lock, people, secondsToWait, setPin, unlock } from "../vault.js";

/** Before anybody has signed in, or while the server wants that again. */
export async function enter() {
  const news = state();
  const url = news.url ? `${news.url}?next=/kerja/` : "/masuk/?next=/kerja/";
  const isAway = news.phase === "offline" || !navigator.onLine;
  return h("div", { class: "stack", "data-screen": "enter" },
    h("h1", null, "Kerja Pokja"),
    news.phase === "send" || (news.phase === "rest" && !isAway)
      ? h("p", null, "Menyapa peladen …")
      : isAway
        ? h("p", null, "Belum ada sinyal. Untuk pertama kali, aplikasi perlu sinyal sebentar.")
        : h("p", null, news.message ?? "Masuk satu kali dengan sinyal. Sesudah itu aplikasi berjalan tanpa sinyal."),
    h("p", null, h("a", { class: "button button-block", href: url }, "Masuk")),
    isAway && h("p", null, h("button", { type: "button", class: "button button-secondary button-block", onclick: () => deliverNow() }, "Coba lagi")),
    h("p", { class: "field-hint" }, "Isian yang tersimpan di HP ini tetap aman."));
}

/** @param {any} props @returns {HTMLInputElement} */
const pinInput = (props) => h("input", {
  type: "password", inputmode: "numeric", autocomplete: "off", maxlength: PIN_LENGTH, pattern: "[0-9]*",
  class: "input phone-pin", ...props,
});

/** Choose oneself, give the PIN. */
export async function who() {
  const known = await people();
  const last = (await current())?.person.key;
  const locked = known.filter((one) => one.lock);
  return h("div", { class: "stack", "data-screen": "who" },
    h("h1", null, "Siapa yang bekerja?"),
    locked.map((one) => unlocking(one, locked.length === 1 || one.key === last)),
    h("section", { class: "panel stack-small" },
      h("h2", null, locked.length ? "Orang lain" : "Masuk"),
      h("p", null, "Masuk dengan akun sendiri. Isian tiap orang terpisah."),
      h("p", null, h("a", { class: "button button-secondary button-block", href: "/masuk/?next=/kerja/" }, "Masuk dengan akun"))));
}

function unlocking(person, isOpen) {
  const wrong = fault({ id: `salah-${person.key}` });
  const input = pinInput({ id: `pin-${person.key}`, "aria-describedby": `salah-${person.key}` });
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const wait = secondsToWait((await people()).find((one) => one.key === person.key) ?? person);
    if (wait) wrong.textContent = `Terlalu sering salah. Tunggu ${wait} detik.`;
    else if (await unlock(person.key, input.value)) {
      location.hash = "#/";
      window.dispatchEvent(new HashChangeEvent("hashchange"));
      deliverNow();
    } else {
      wrong.textContent = "PIN salah. Coba lagi.";
      input.value = "";
      input.focus();
    }
  };
  return h("details", { class: "panel phone-person", open: isOpen },
    h("summary", null, h("strong", null, person.name), h("span", { class: "phone-post" }, person.post)),
    h("form", { class: "stack-small", onsubmit: send },
      h("label", { for: input.id, class: "field-label" }, "PIN"), input, wrong,
      h("button", { class: "button button-block" }, "Buka")));
}

const field = (label, input) => h("div", { class: "field" }, h("label", { class: "field-label", for: input.id }, label), input);

/** Set a PIN, or another one. */
export async function pin() {
  const session = await current();
  const hasOne = Boolean(session?.person.lock);
  const old = pinInput({ id: "pin-lama", "aria-describedby": "pin-salah" });
  const one = pinInput({ id: "pin-baru", "aria-describedby": "pin-hint pin-salah" });
  const two = pinInput({ id: "pin-ulang", "aria-describedby": "pin-salah" });
  const wrong = fault({ id: "pin-salah" });
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const isShape = new RegExp(`^\\d{${PIN_LENGTH}}$`).test(one.value);
    if (!isShape) wrong.textContent = `PIN harus ${PIN_LENGTH} angka.`;
    else if (/^(\d)\1+$/.test(one.value) || "0123456789876543210".includes(one.value)) wrong.textContent = "PIN ini mudah ditebak. Pilih angka lain.";
    else if (one.value !== two.value) wrong.textContent = "Kedua PIN belum sama.";
    else if (await setPin(one.value, old.value)) {
      toast("PIN tersimpan di HP ini.");
      const isLeaving = sessionStorage.getItem("ganti");
      sessionStorage.removeItem("ganti");
      if (isLeaving) await switchPerson();
      else location.hash = "#/setelan";
    } else wrong.textContent = "PIN lama salah.";
  };
  return h("form", { class: "stack", onsubmit: send, "data-screen": "pin" },
    h("h1", null, hasOne ? "Ganti PIN" : "Buat PIN"),
    h("p", { id: "pin-hint" }, "PIN menjaga isian Anda di HP ini. PIN tidak dapat dipulihkan: catat di tempat aman."),
    hasOne && field("PIN lama", old), field(`PIN baru, ${PIN_LENGTH} angka`, one), field("Ulangi PIN", two),
    wrong,
    h("button", { class: "button button-block" }, "Simpan PIN"),
    h("a", { class: "button button-quiet button-block", href: "#/setelan" }, "Batal"));
}

/** Leave the place to another person; without a PIN one is made first. */
export async function switchPerson() {
  const session = await current();
  if (session && !session.person.lock) {
    sessionStorage.setItem("ganti", "1");
    toast("Buat PIN dulu, agar isian Anda tidak terbuka untuk orang lain.");
    location.hash = "#/pin";
    return;
  }
  await lock();
  location.hash = "#/siapa";
}
