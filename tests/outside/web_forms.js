// @ts-check
// Fills a form in with the engine of ODK Web Forms and gives what it would send.
import { loadForm } from "/engine.js";

/** @typedef {{form: string, files: Record<string, string>, answers: [string, any][]}} Task */

const answer = (/** @type {string} */ text) => ({
  ok: true,
  status: 200,
  headers: new Headers({ "content-type": "text/csv; charset=utf-8" }),
  text: async () => text,
  blob: async () => new Blob([text], { type: "text/csv" }),
});

const missing = { ok: false, status: 404, text: async () => "", blob: async () => new Blob([]) };

const walk = (/** @type {any} */ node) => [node, ...(node.currentState.children ?? []).flatMap(walk)];

const nameOf = (/** @type {any} */ node) => node.currentState.reference.split("/").at(-1);

const typeInto = (/** @type {any} */ node, /** @type {any} */ value) => {
  if (node.nodeType === "select") {
    node.selectValues([value].flat());
  } else if (node.nodeType === "upload") {
    node.setValue(value && new File([Uint8Array.from(value.bytes)], value.name, { type: "image/jpeg" }));
  } else {
    node.setValue(node.valueType === "int" ? BigInt(value) : value);
  }
};

const shown = (/** @type {any} */ value) =>
  Array.isArray(value) ? value.join(" ") : value === null ? "" : String(value);

/** @param {Task} task */
export const fill = async ({ form, files, answers }) => {
  const loaded = await loadForm(form, {
    fetchFormAttachment: async (url) => {
      const name = url.href.split("/").at(-1) ?? "";
      return name in files ? answer(files[name]) : missing;
    },
  });
  if (loaded.status === "failure") {
    return { status: loaded.status, error: String(loaded.error?.message ?? loaded.error) };
  }
  const { root } = loaded.createInstance();
  const find = (/** @type {string} */ name) => {
    const found = walk(root).find((node) => nameOf(node) === name);
    if (!found) {
      throw new Error(`no question ${name}`);
    }
    return found;
  };
  const state = () =>
    Object.fromEntries(
      walk(root)
        .filter((node) => !node.currentState.children)
        .map((node) => [
          nameOf(node),
          { value: shown(node.currentState.value), relevant: node.currentState.relevant, type: node.nodeType },
        ]),
    );
  const before = state();
  for (const [name, value] of answers) {
    typeInto(find(name), value);
  }
  const payload = await root.prepareInstancePayload();
  const sent = [...payload.data[0].entries()];
  return {
    status: loaded.status,
    warnings: loaded.warnings?.length ?? 0,
    before,
    after: state(),
    violations: (payload.violations ?? []).map((one) => [
      nameOf({ currentState: { reference: one.reference } }),
      one.violation?.message?.asString ?? "",
    ]),
    parts: await Promise.all(
      sent.map(async ([name, file]) => [name, file.name, file.type, [...new Uint8Array(await file.arrayBuffer())]]),
    ),
  };
};
