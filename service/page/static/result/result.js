// @ts-check
/** The finished picture's page, made livelier; it is the server's own and works without. */
import { page } from "../flow/api.js";
import { copy, isInsideApp, sharer } from "./save.js";
import { get, say } from "../page/words.js";

const COPIED = 2000;

/** @typedef {{onDelete?: () => void}} Hooks */

/** Bring the result page to life. @param {HTMLElement} root @param {Hooks} [hooks] */
export function enliven(root, hooks = {}) {
  const done = /** @type {HTMLElement} */ (root.querySelector(".done"));
  countDown(root, Number(done.dataset.left));
  helpSheet();
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-copy]"))) {
    offerCopy(button);
  }
  get("caption-hint", HTMLElement).hidden = true;
  offerSharing();
  const form = /** @type {HTMLFormElement} */ (root.querySelector(".keep"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    remove(root, form, hooks);
  });
}

/** Say how long the picture is still there; then there is nothing to save any more.
 * @param {HTMLElement} root @param {number} seconds */
function countDown(root, seconds) {
  const line = get("expiry", HTMLElement);
  const words = /** @type {HTMLElement} */ (line.querySelector("b"));
  // Not performance.now: on some phones it stands still while they sleep.
  const end = Date.now() + seconds * 1000;
  const show = () => {
    const left = Math.max(0, Math.round((end - Date.now()) / 1000));
    const values = { minutes: Math.floor(left / 60), seconds: left % 60 };
    words.textContent = values.minutes ? say("left", values) : say("left.seconds", values);
    if (!left) {
      line.textContent = say("gone");
      root.querySelector(".dock")?.remove();
    }
    if (!left || !line.isConnected) clearInterval(timer);
  };
  const timer = setInterval(show, 1000);
  show();
}

/** The help as a sheet; unasked only where saving is not sure to work. */
function helpSheet() {
  // Safari has it since 2022; without, the help unfolds in the page.
  if (typeof HTMLDialogElement === "undefined") return;
  const sheet = get("sheet", HTMLDialogElement);
  const help = get("help", HTMLElement);
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

/** Offer the share sheet once the picture is there to be shared; it is first of all to be seen. */
async function offerSharing() {
  const picture = /** @type {HTMLImageElement} */ (document.querySelector(".shot > img"));
  const button = get("share", HTMLButtonElement);
  await picture.decode().catch(() => {});
  const share = await sharer(picture.src, "avatar.jpg");
  if (!share) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.hidden = !(await share());
  });
}

/** @param {HTMLElement} button */
function offerCopy(button) {
  const what = String(button.dataset.copy);
  const words = /** @type {HTMLElement} */ (button.querySelector("span"));
  const before = words.textContent;
  let timer = 0;
  words.setAttribute("aria-live", "polite");
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = what === "caption" ? get("caption", HTMLElement).innerText : new URL(what, location.href).href;
    if (!(await copy(text))) {
      // Then by hand, as the hint says.
      get("caption-hint", HTMLElement).hidden = false;
      return;
    }
    words.textContent = say("copied");
    clearTimeout(timer);
    timer = setTimeout(() => {
      words.textContent = before;
    }, COPIED);
  });
}

/** Delete what the server holds, and say so in its own words.
 * @param {HTMLElement} root @param {HTMLFormElement} form @param {Hooks} hooks */
async function remove(root, form, hooks) {
  const line = get("delete-say", HTMLElement);
  line.textContent = "";
  try {
    const answer = await page(form.action, undefined, "POST");
    root.replaceChildren(...(answer.querySelector("main")?.children || []));
    root.querySelector("h1")?.focus();
    hooks.onDelete?.();
  } catch {
    line.textContent = say("delete.failed");
  }
}
