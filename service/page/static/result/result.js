// @ts-check
/** Result: enhances the finished picture's page, which works without scripts too. */
import { page } from "../flow/api.js";
import { copy, isInsideApp, sharer } from "./save.js";
import { get, say } from "../page/words.js";

const COPIED = 2000;

/** @typedef {{onDelete?: () => void}} Hooks */

/** Enhance the result page. @param {HTMLElement} root @param {Hooks} [hooks] */
export function enliven(root, hooks = {}) {
  const done = /** @type {HTMLElement} */ (root.querySelector(".done"));
  countDown(root, Number(done.dataset.left));
  helpSheet();
  const buttons = /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-copy]"));
  buttons.forEach(offerCopy);
  get("caption-hint", HTMLElement).hidden = true;
  offerSharing();
  const form = /** @type {HTMLFormElement} */ (root.querySelector(".keep"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    remove(root, form, hooks);
  });
}

/** Show how long the picture is still held; then remove what would save it.
 * @param {HTMLElement} root @param {number} seconds */
function countDown(root, seconds) {
  const line = get("expiry", HTMLElement);
  const words = /** @type {HTMLElement} */ (line.querySelector("b"));
  // Not performance.now, which stops on some phones while they sleep.
  const end = Date.now() + seconds * 1000;
  const show = () => {
    const left = Math.max(0, Math.round((end - Date.now()) / 1000));
    const values = { minutes: Math.floor(left / 60), seconds: left % 60 };
    words.textContent = values.minutes
      ? say("{minutes} min {seconds} s", values)
      : say("{seconds} s", values);
    if (!left) {
      line.textContent = say("The picture has been deleted from the server.");
      root.querySelector(".dock")?.remove();
    }
    if (!left || !line.isConnected) clearInterval(timer);
  };
  const timer = setInterval(show, 1000);
  show();
}

/** Show the help as a sheet; at once only in apps where saving may fail. */
function helpSheet() {
  // Safari has dialogs since 2022; without them the help unfolds in the page.
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

/** Offer the share sheet once the picture has been shown. */
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
    const isCaption = what === "caption";
    const text = isCaption ? get("caption", HTMLElement).innerText : new URL(what, location.href).href;
    if (!(await copy(text))) {
      // The hint says how to copy by hand.
      get("caption-hint", HTMLElement).hidden = false;
      return;
    }
    words.textContent = say("Copied");
    clearTimeout(timer);
    timer = setTimeout(() => {
      words.textContent = before;
    }, COPIED);
  });
}

/** Delete the picture on the server, and show the server's answer.
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
    line.textContent = say(
      "Not deleted yet. Tap again once you are online; else it still goes when its time is up.",
    );
  }
}
