// @ts-check
/** Words: the page's data for its scripts: texts, frames, and the query that links carry on. */

/**
 * @typedef {object} Frame
 * @property {string} name
 * @property {string} title
 * @property {[number, number, number, number]} window
 * @property {string} overlay  The address of its artwork.
 * @property {{id: string, label: string}[]} texts
 *
 * @typedef {object} Data
 * @property {Frame[]} frames
 * @property {[number, number, number][]} fades  Of the extended background: start, end and blur.
 * @property {Record<string, string>} query
 * @property {number} maxMegabytes
 * @property {string[]} modules
 * @property {Record<string, string>} words  Translations by the English text.
 */

/** @type {Data} */
export const data = JSON.parse(document.getElementById("data")?.textContent || "{}");

export const language = document.documentElement.lang;

/** A text in the page's language. Only literals, which the catalogues' tool can find.
 * @param {string} text  In English, with {names} where the values go.
 * @param {Record<string, string | number>} [values] */
export function say(text, values = {}) {
  return (data.words[text] || text).replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** A frame by its name. @param {string} name */
export function frameOf(name) {
  return data.frames.find((frame) => frame.name === name) || data.frames[0];
}

/** A link that carries on the page's query.
 * @param {string} path @param {Record<string, string>} [more] */
export function link(path, more = {}) {
  const query = new URLSearchParams({ ...data.query, ...more }).toString();
  return query ? `${path}?${query}` : path;
}

/** An element by its id.
 * @template {Element} T @param {string} id @param {new () => T} kind @returns {T} */
export function get(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(id);
  return found;
}
