// Trainings: lessons to read and tests to sit without a signal. No right answer lies on the phone.

import { fault, h, icon, toast } from "../dom.js";
import { chips, chosen as chosenKampung, placeOf } from "../forms.js";
import * as queue from "../queue.js";
import { deliverNow } from "../sending.js";
import { isoDay } from "../words.js";
import { back } from "./report.js";

/** @type {Record<string, string>} */
const KINDS = { pra: "Tes awal", pasca: "Tes akhir" };

/** The sessions that the phone took along, and its kampung. */
async function known() {
  const kampung = (await chosenKampung())?.id ?? "";
  const bekal = await queue.provisions(kampung);
  return { kampung, courses: /** @type {any[]} */ (bekal?.training ?? []) };
}

/** What was sat on this phone, whether it has left it or not. @returns {Promise<Set<string>>} */
async function sat() {
  const found = new Set();
  for (const row of await queue.list()) {
    if (row.kind !== "tes" || row.state === "perbaiki") continue;
    const { participant, kind, number } = (await queue.content(row)).body;
    found.add(`${participant} ${kind} ${number}`);
  }
  return found;
}

/** All sessions. */
export async function trainings() {
  const { courses } = await known();
  return h("div", { class: "stack", "data-screen": "trainings" }, back("#/"), h("h1", null, "Pelatihan"),
    !courses.length && h("p", null, "Belum ada undangan pelatihan di HP ini. Buka sekali saat ada sinyal."),
    h("ul", { class: "phone-list" }, courses.map((one) => h("li", null,
      h("a", { class: "phone-line", href: `#/pelatihan/${one.id}` },
        h("span", { class: "phone-step" }, h("span", null, one.name), h("span", { class: "field-hint" }, `${one.days}, ${one.place}`)), icon("next"))))));
}

/** One session: its lessons, and the tests of those who may sit them here. @param {string} id */
export async function training(id) {
  const course = (await known()).courses.find((one) => one.id === id);
  if (!course) return trainings();
  const done = await sat();
  const today = isoDay(new Date(await queue.now()));
  const open = (/** @type {any} */ person) => person.tests.filter((/** @type {any} */ one) =>
    !done.has(`${person.id} ${one.kind} ${one.number}`) && (one.kind === "pra" || today >= course.from));
  return h("div", { class: "stack", "data-screen": "training" }, back("#/pelatihan"), h("h1", null, course.name),
    h("p", null, `${course.days}, ${course.place}`),
    h("h2", null, "Materi"),
    course.lessons.map((/** @type {any} */ one) => h("details", { class: "panel phone-group" },
      h("summary", null, h("strong", null, one.title), ` (${one.minutes} menit)`),
      one.text.map((/** @type {string} */ text) => h("p", null, text)))),
    h("h2", null, "Tes"),
    !course.people.some((/** @type {any} */ one) => open(one).length) && h("p", null, "Tidak ada tes yang menunggu di HP ini."),
    h("ul", { class: "phone-list" }, course.people.flatMap((/** @type {any} */ person) => open(person).map((/** @type {any} */ one) =>
      h("li", null, h("a", { class: "phone-line", href: `#/tes/${person.id}/${one.kind}` }, h("span", { class: "phone-line-title" }, `${KINDS[one.kind]}: ${person.name}`), icon("next")))))));
}

/** One test of one person. @param {string} key @param {string} kind */
export async function test(key, kind) {
  const { kampung, courses } = await known();
  const course = courses.find((one) => one.people.some((/** @type {any} */ person) => person.id === key));
  const person = course?.people.find((/** @type {any} */ one) => one.id === key);
  const asked = person?.tests.find((/** @type {any} */ one) => one.kind === kind);
  if (!asked || (await sat()).has(`${key} ${kind} ${asked.number}`)) return trainings();
  const memory = `tes ${key} ${kind} ${asked.number}`;
  /** @type {Record<string, number>} */
  const answers = (await queue.remembered(memory)) ?? {};
  const wrong = fault();
  let isSending = false;
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const open = asked.questions.find((/** @type {any} */ one) => !(one.code in answers));
    if (open) {
      wrong.textContent = `Belum dijawab: ${open.text}`;
      placeOf(open.code)?.querySelector("input")?.focus();
      return;
    }
    if (isSending) return;
    isSending = true;
    const content = { title: `${KINDS[kind]}: ${course.name}`, body: { participant: key, kind, number: asked.number, answers } };
    await queue.close(await queue.draft("tes", kampung, content), content);
    toast("Jawaban tersimpan dan dikirim begitu ada sinyal.");
    location.hash = `#/pelatihan/${course.id}`;
    deliverNow();
  };
  return h("form", { class: "stack", onsubmit: send, "data-screen": "test" }, back(`#/pelatihan/${course.id}`),
    h("h1", null, KINDS[kind]), h("p", null, `${course.name} · ${person.name}`),
    asked.questions.map((/** @type {any} */ one, /** @type {number} */ place) => h("fieldset", { class: "panel", "data-field": one.code },
      h("legend", { class: "field-label" }, `${place + 1}. ${one.text}`),
      chips({ name: `soal-${one.code}`, label: "", kind: "choice" }, one.options.map((/** @type {string} */ text, /** @type {number} */ n) => [String(n), text]),
        "radio", one.code in answers ? [String(answers[one.code])] : [], ([chosen]) => {
          if (chosen === undefined) delete answers[one.code];
          else answers[one.code] = Number(chosen);
          wrong.textContent = "";
          void queue.remember(memory, answers);
        }))),
    wrong, h("button", { class: "button button-block" }, icon("send"), "Kirim jawaban"));
}
