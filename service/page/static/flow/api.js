// @ts-check
/** API: one function per call; it throws a Problem where the server refuses, else Unreachable. */
import { language } from "../page/words.js";

/**
 * @typedef {import("../editor/transform.js").CropJson} CropJson
 * @typedef {{box: [number, number, number, number]}} Face
 * @typedef {object} Photo
 * @property {string} id
 * @property {[number, number]} size
 * @property {Face[]} faces
 * @property {number | null} main
 * @property {Record<string, CropJson>} suggestions
 * @property {string[]} notes
 * @typedef {{photo: string, frame: string, crop: CropJson, text: Record<string, string>}} AvatarOptions
 */

const PATIENCE = 30_000;

const asJson = (/** @type {Response} */ answer) => answer.json();
const asBlob = (/** @type {Response} */ answer) => answer.blob();
const asText = (/** @type {Response} */ answer) => answer.text();

/** The server refused, in the page's language. */
export class Problem extends Error {
  /** @param {number} status @param {{code?: string, title?: string, hint?: string}} said @param {number} wait */
  constructor(status, said, wait) {
    super(said.title || String(status));
    this.status = status;
    this.code = said.code || "";
    this.title = said.title || "";
    this.hint = said.hint || "";
    /** Seconds until another try; 0 where that would not help. */
    this.wait = wait;
  }
}

/** There was no answer, or none of ours: no network, or a broken one. */
export class Unreachable extends Error {}

/** @param {number} status @param {string} body @param {string | null} retryAfter */
function problem(status, body, retryAfter) {
  let said = {};
  try {
    said = JSON.parse(body);
  } catch {
    // A proxy's own page, which is not for members.
  }
  const passing = status === 429 || status === 502 || status === 503 || status === 504;
  return new Problem(status, said, passing ? Math.max(1, Number(retryAfter) || 3) : 0);
}

/** Call the server and read the whole answer, since a connection may break in the middle.
 * @template T
 * @param {string} method @param {string} path @param {(answer: Response) => Promise<T>} read
 * @param {object} [body] @param {AbortSignal} [signal] @returns {Promise<T>} */
async function call(method, path, read, body, signal) {
  const out = new AbortController();
  const stop = () => out.abort();
  const timer = setTimeout(stop, PATIENCE);
  signal?.addEventListener("abort", stop);
  /** @type {Record<string, string>} */
  const headers = { "Accept-Language": language };
  if (body) headers["Content-Type"] = "application/json";
  try {
    const content = body && JSON.stringify(body);
    const answer = await fetch(path, { method, headers, body: content, signal: out.signal });
    if (answer.ok) return await read(answer);
    throw problem(answer.status, await answer.text(), answer.headers.get("Retry-After"));
  } catch (error) {
    throw error instanceof Problem ? error : new Unreachable();
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

/** Send a photo, by XMLHttpRequest because fetch reports no progress of uploads.
 * @param {Blob} file @param {(share: number) => void} progress @param {AbortSignal} signal
 * @returns {Promise<Photo>} */
export function sendPhoto(file, progress, signal) {
  const form = new FormData();
  form.append("photo", file, "photo");
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    const stop = () => request.abort();
    signal.addEventListener("abort", stop);
    request.upload.onprogress = (event) => progress(event.loaded / (event.total || 1));
    request.onload = () => {
      const { status, responseText } = request;
      if (status !== 201) return reject(problem(status, responseText, request.getResponseHeader("Retry-After")));
      try {
        return resolve(JSON.parse(responseText));
      } catch {
        // Something else answered, such as a hotel's login page.
        return reject(new Unreachable());
      }
    };
    request.onerror = request.ontimeout = request.onabort = () => reject(new Unreachable());
    request.onloadend = () => signal.removeEventListener("abort", stop);
    request.open("POST", "/v1/photos");
    request.setRequestHeader("Accept-Language", language);
    request.timeout = 2 * PATIENCE;
    request.send(form);
  });
}

/** Each frame's crop for a face. @param {string} photo @param {number | null} face @param {boolean} level
 * @returns {Promise<Record<string, CropJson>>} */
export async function suggestions(photo, face, level) {
  const query = new URLSearchParams({ level: String(level) });
  if (face !== null) query.set("face", String(face));
  return (await call("GET", `/v1/photos/${photo}/suggestions?${query}`, asJson)).suggestions;
}

/** A photo as JPEG, which every browser opens.
 * @param {string} photo @param {AbortSignal} signal */
export const photoAsJpeg = (photo, signal) =>
  call("GET", `/v1/photos/${photo}.jpg`, asBlob, undefined, signal);

/** A frame's texts as an image.
 * @param {string} frame @param {Record<string, string>} text @param {number} size */
export const lettering = (frame, text, size) =>
  call("POST", `/v1/frames/${frame}/lettering`, asBlob, { text, size });

/** @param {AvatarOptions} options @param {AbortSignal} signal @returns {Promise<{id: string, href: string}>} */
export const makeAvatar = (options, signal) => call("POST", "/v1/avatars", asJson, options, signal);

/** Have the server forget a photo, if it still holds it. @param {string} id */
export async function forget(id) {
  try {
    await call("DELETE", `/v1/photos/${id}`, asText);
  } catch (error) {
    if (!(error instanceof Problem && error.status === 404)) throw error;
  }
}

/** One of the site's own pages. @param {string} path @param {AbortSignal} [signal] */
export async function page(path, signal, method = "GET") {
  const html = await call(method, path, asText, undefined, signal);
  return new DOMParser().parseFromString(html, "text/html");
}

/** Retry until it succeeds, waiting as long as the server asks, or for the network.
 * @template T
 * @param {() => Promise<T>} work
 * @param {(error: Problem | Unreachable, times: number) => Promise<void>} wait
 * @param {AbortSignal} signal
 * @returns {Promise<T>} */
export async function patiently(work, wait, signal) {
  for (let times = 1; ; times += 1) {
    // Aborted while waiting: do not start again, and drop a late result.
    if (signal.aborted) throw new Unreachable();
    try {
      const result = await work();
      if (signal.aborted) throw new Unreachable();
      return result;
    } catch (error) {
      const passing = error instanceof Unreachable || (error instanceof Problem && error.wait > 0);
      if (signal.aborted || !passing) throw error;
      await wait(error, times);
    }
  }
}
