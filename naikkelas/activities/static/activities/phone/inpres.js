// Which activity of Inpres 3/2022 a title means: the table of the server (rules/suggesting.py) added
// up on the phone, and what this person chose before. The person always decides.

/** @typedef {import("./shapes").Rules} Rules */
/** @typedef {import("./shapes").Table} Table */

const SHOWN = 3;
const LEAST_SCORE = 0.5;
const OWN_CHOICE = 3; // an own title that was the same before outweighs the words
const VOWELS = "aiueo";

/** A word without its usual affixes. @param {string} word @param {Rules} rules */
function stem(word, rules) {
  if (/^\d+$/.test(word) || word.length <= rules.least + 1) return word;
  return withoutPrefix(withoutSuffix(word, rules), rules);
}

/** @param {string} word @param {Rules} rules */
function withoutSuffix(word, rules) {
  for (const suffix of rules.suffixes) {
    if (word.endsWith(suffix) && word.length - suffix.length > rules.least) return word.slice(0, -suffix.length);
  }
  return word;
}

/** @param {string} word @param {Rules} rules */
function withoutPrefix(word, rules) {
  for (const [prefix, swallowed] of rules.prefixes) {
    const rest = word.slice(prefix.length);
    if (word.startsWith(prefix) && rest.length >= rules.least) return (VOWELS.includes(rest[0]) ? swallowed : "") + rest;
  }
  for (const prefix of rules.plain) {
    const rest = word.slice(prefix.length);
    if (word.startsWith(prefix) && rest.length > rules.least && !VOWELS.includes(rest[0])) return rest;
  }
  return word;
}

/** Stems, and pairs and triples of neighbours, each once. @param {string} text @param {Rules} rules @returns {string[]} */
export function terms(text, rules) {
  const stop = new Set(rules.stop);
  const stems = (text.toLowerCase().match(/[a-z]+|\d+/g) ?? [])
    .flatMap((word) => rules.short[word] ?? [word]).filter((word) => !stop.has(word)).map((word) => stem(word, rules));
  const found = [1, 2, 3].flatMap((length) => stems.slice(0, stems.length - length + 1 || undefined)
    .map((_, at) => stems.slice(at, at + length)).filter((run) => run.length === length).map((run) => run.join(" ")));
  return [...new Set(found)];
}

/**
 * @param {string} title @param {{inpres_terms?: Table, inpres_words?: Rules} | null} bekal
 * @param {Record<string, string>} [chosen] stems of titles of before, to the code that was chosen
 * @returns {string[]} codes, the likeliest first; none where no word fits
 */
export function suggest(title, bekal, chosen = {}) {
  if (!bekal?.inpres_terms || !bekal.inpres_words) return [];
  const asked = terms(title, bekal.inpres_words);
  /** @type {Map<string, number>} */
  const scores = new Map();
  const add = (/** @type {string} */ code, /** @type {number} */ weight) => scores.set(code, (scores.get(code) ?? 0) + weight);
  for (const term of asked) {
    for (const [code, weight] of Object.entries(bekal.inpres_terms[term] ?? {})) add(code, weight);
  }
  for (const [before, code] of Object.entries(chosen)) add(code, OWN_CHOICE * alike(asked, before.split("|")));
  return [...scores].filter(([, score]) => score >= LEAST_SCORE)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, SHOWN).map(([code]) => code);
}

/** Jaccard: 1 for the same terms, 0 for none in common. @param {string[]} one @param {string[]} other */
function alike(one, other) {
  const shared = other.filter((term) => one.includes(term)).length;
  return shared / Math.max(1, one.length + other.length - shared);
}
