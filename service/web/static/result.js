// @ts-check
/** The finished picture's page, made livelier; it is the server's own and works without. */
import { forget, page } from "./api.js";
import { copy, isInsideApp, sharer } from "./save.js";
import { get, say } from "./words.js";

const COPIED = 2000;

/** @typedef {{onDelete?: () => void}} Hooks */

/** Bring the result page to life. @param {HTMLElement} root @param {Hooks} [hooks] */
export function enliven(root, hooks = {}) {
  const done = /** @type {HTMLElement} */ (root.querySelector(".done"));
  const token = String(done.dataset.token);
  countDown(Number(done.dataset.left));
  helpSheet();
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-copy]"))) {
    button.hidden = false;
    button.addEventListener("click", () => copyBy(button));
  }
  get("caption-hint", HTMLElement).hidden = true;
  offerSharing();
  const form = /** @type {HTMLFormElement} */ (root.querySelector(".keep"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    remove(root, token, form.action, hooks);
  });
}

/** Say how long the picture is still there. @param {number} seconds */
function countDown(seconds) {
  const line = /** @type {HTMLElement} */ (get("expiry", HTMLElement).querySelector("b"));
  const end = performance.now() + seconds * 1000;
  const show = () => {
    const left = Math.max(0, Math.round((end - performance.now()) / 1000));
    const values = { minutes: Math.floor(left / 60), seconds: left % 60 };
    if (!line.isConnected || !left) clearInterval(timer);
    line.textContent = values.minutes ? say("left", values) : say("left.seconds", values);
    if (!left) get("expiry", HTMLElement).textContent = say("gone");
  };
  const timer = setInterval(show, 1000);
  show();
}

/** The help as a sheet; unasked only where saving is not sure to work. */
function helpSheet() {
  const sheet = get("sheet", HTMLDialogElement);
  const help = get("help", HTMLElement);
  if (!sheet.showModal) return;
  get("sheet-in", HTMLElement).append(get("help-in", HTMLElement));
  const summary = /** @type {HTMLElement} */ (help.querySelector("summary"));
  const opener = document.createElement("button");
  opener.type = "button";
  opener.className = "plain help__open";
  opener.textContent = summary.textContent;
  opener.addEventListener("click", () => sheet.showModal());
  help.replaceWith(opener);
  sheet.addEventListener("click", (event) => {
    if (event.target === sheet) sheet.close();
  });
  if (isInsideApp()) sheet.showModal();
}

async function offerSharing() {
  const picture = /** @type {HTMLImageElement} */ (document.querySelector(".shot > img"));
  const share = await sharer(picture.src, "avatar.jpg");
  const button = document.getElementById("share");
  if (!share || !button) return;
  button.hidden = false;
  button.addEventListener("click", share);
}

/** @param {HTMLElement} button */
async function copyBy(button) {
  const what = String(button.dataset.copy);
  const text = what === "caption" ? get("caption", HTMLElement).innerText : new URL(what, location.href).href;
  if (!(await copy(text))) return;
  const words = /** @type {HTMLElement} */ (button.querySelector("span"));
  const before = words.textContent;
  words.textContent = say("copied");
  button.setAttribute("aria-live", "polite");
  setTimeout(() => {
    words.textContent = before;
  }, COPIED);
}

/** Delete what the server holds, and say so in its own words.
 * @param {HTMLElement} root @param {string} token @param {string} action @param {Hooks} hooks */
async function remove(root, token, action, hooks) {
  try {
    await forget("avatars", token);
    const answer = await page(action, undefined, "POST");
    root.replaceChildren(...(answer.querySelector("main")?.children || []));
    root.querySelector("h1")?.focus();
    hooks.onDelete?.();
  } catch {
    // Without the network nothing was deleted, and the button says so by staying.
  }
}
