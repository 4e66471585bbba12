// @ts-check
/** What the page told the scripts: its words, its frames, what its links carry on. */

/**
 * @typedef {object} Frame
 * @property {string} name
 * @property {string} title
 * @property {[number, number, number, number]} window
 * @property {string} overlay
 * @property {{id: string, label: string}[]} texts
 *
 * @typedef {object} Data
 * @property {Frame[]} frames
 * @property {Record<string, string>} query
 * @property {number} maxMegabytes
 * @property {string[]} modules
 * @property {Record<string, string>} words
 * @property {Record<string, string>} slots
 */

/** @type {Data} */
export const data = JSON.parse(document.getElementById("data")?.textContent || "{}");

export const language = document.documentElement.lang;

/** Words in the page's language. @param {string} key @param {Record<string, string | number>} [values] */
export function say(key, values = {}) {
  return data.words[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** A frame by its name. @param {string} name */
export function frameOf(name) {
  return data.frames.find((frame) => frame.name === name) || data.frames[0];
}

/** A link that carries on what the page was opened with. @param {string} path @param {Record<string, string>} [more] */
export function link(path, more = {}) {
  const query = new URLSearchParams({ ...data.query, ...more }).toString();
  return query ? `${path}?${query}` : path;
}

/** An element by its id, of the kind that it is. @template {Element} T @param {string} id @param {new () => T} kind @returns {T} */
export function get(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(id);
  return found;
}
