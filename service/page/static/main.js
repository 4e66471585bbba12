// @ts-check
/** Entry point: fetches the rest on the first sign that somebody wants to choose a photo. */
import { showChosen } from "./page/strip.js";
import { data, get } from "./page/words.js";

/** @typedef {import("./flow/app.js")} App */

const PAUSE = 4000;

/** @type {Promise<App> | null} */
let loading = null;

/** The photo that was chosen last. @type {File | null} */
let chosen = null;

/** Everything else, fetched once and in parallel. Modules are imported only when all have arrived,
 * because a browser never retries a module that failed. */
function app() {
  if (!loading) {
    loading = Promise.all(data.modules.map(fetched)).then(() => import("./flow/app.js"));
    loading.catch(() => {
      loading = null;
    });
  }
  return loading;
}

/** There is no network, or it answers something else. */
class Unfetched extends Error {}

/** @param {string} name */
async function fetched(name) {
  const answer = await fetch(new URL(name, import.meta.url).href).catch(() => null);
  const words = answer?.ok && (await answer.text().catch(() => null));
  if (!words) throw new Unfetched(name);
}

/** A photo was chosen: keep it, however long the rest takes to load.
 * @param {File | null | undefined} file */
async function start(file) {
  if (!file) return;
  chosen = file;
  const note = get("offline", HTMLElement);
  while (chosen === file) {
    try {
      const { start: begin } = await app();
      note.hidden = true;
      if (chosen === file) begin(file);
      return;
    } catch (error) {
      // Offline, fetched modules may be gone again: not every browser caches them.
      if (!(error instanceof Unfetched) && navigator.onLine) return plainly(file);
      note.hidden = false;
      await soon();
    }
  }
}

/** Submit the plain form where the rest loads but does not run. @param {File} file */
function plainly(file) {
  const photo = get("photo", HTMLInputElement);
  const transfer = new DataTransfer();
  transfer.items.add(file);
  photo.files = transfer.files;
  photo.form?.submit();
}

/** Wait until another try may succeed. @returns {Promise<void>} */
const soon = () =>
  new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      window.removeEventListener("online", go);
      resolve();
    };
    const timer = setTimeout(go, PAUSE);
    window.addEventListener("online", go);
  });

function landing() {
  const photo = get("photo", HTMLInputElement);
  const camera = get("camera", HTMLInputElement);
  const take = /** @type {HTMLElement} */ (document.querySelector('[data-do="take"]'));
  get("make", HTMLElement).hidden = true;
  take.hidden = get("drop", HTMLElement).hidden = false;
  showChosen();
  take.addEventListener("click", () => camera.click());
  for (const input of [photo, camera]) {
    input.addEventListener("change", () => {
      const file = input.files?.[0];
      start(file);
      // So that the same photo may be chosen again.
      input.value = "";
    });
  }
  const others = /** @type {NodeListOf<HTMLAnchorElement>} */ (
    document.querySelectorAll(".bar a[hreflang]")
  );
  document.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.name !== "frame") return;
    for (const other of others) {
      const address = new URL(other.href);
      address.searchParams.set("khung", target.value);
      other.href = address.href;
    }
  });
  for (const sign of ["pointerdown", "focusin", "dragenter"]) {
    document.addEventListener(sign, () => app().catch(() => {}), { once: true, passive: true });
  }
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    start(event.dataTransfer?.files[0]);
  });
  document.addEventListener("paste", (event) => start(event.clipboardData?.files[0]));
  // A photo chosen before this script ran.
  start(photo.files?.[0]);
}

/** Enliven the result page; where that fails, it works without. */
function result() {
  import("./result/result.js").then(({ enliven }) => enliven(get("main", HTMLElement)), () => {});
}

// Browsers from before 2021 keep the plain form, which needs no script.
if ("replaceChildren" in Element.prototype) {
  if (document.getElementById("landing")) landing();
  else result();
}
