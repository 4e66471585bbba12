// @ts-check
/** The way in: on the first sign that somebody wants to choose a photo, the rest is fetched. */
import { showChosen } from "./page/strip.js";
import { data, get } from "./page/words.js";

/** @typedef {import("./flow/app.js")} App */

const PAUSE = 4000;

/** @type {Promise<App> | null} */
let loading = null;

/** The photo that was chosen last. @type {File | null} */
let chosen = null;

/** Everything else, fetched once and at once: not one module after the other. They are modules only
 * when all are there, because a browser takes one that failed for failed for good. */
function app() {
  if (!loading) {
    loading = Promise.all(data.modules.map(fetched)).then(() => import("./flow/app.js"));
    loading.catch(() => {
      loading = null;
    });
  }
  return loading;
}

/** The network is not there, or gives something else. */
class Unfetched extends Error {}

/** @param {string} name */
async function fetched(name) {
  const answer = await fetch(new URL(name, import.meta.url).href).catch(() => null);
  const words = answer?.ok && (await answer.text().catch(() => null));
  if (!words) throw new Unfetched(name);
}

/** A photo was chosen: it is kept, however long the rest takes to come. @param {File | null | undefined} file */
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
      // Offline, even what was fetched may not be there any more: not every browser keeps it.
      if (!(error instanceof Unfetched) && navigator.onLine) return plainly(file);
      note.hidden = false;
      await soon();
    }
  }
}

/** Where the rest came and does not run, the form does the whole job. @param {File} file */
function plainly(file) {
  const photo = get("photo", HTMLInputElement);
  const transfer = new DataTransfer();
  transfer.items.add(file);
  photo.files = transfer.files;
  photo.form?.submit();
}

/** When another try may be worth it. @returns {Promise<void>} */
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
      // Emptied, so that the same photo may be chosen again.
      start(file);
      input.value = "";
    });
  }
  const other = /** @type {HTMLAnchorElement} */ (document.querySelector(".bar a[hreflang]"));
  document.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.name !== "frame") return;
    const address = new URL(other.href);
    address.searchParams.set("khung", target.value);
    other.href = address.href;
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

/** Without the network the page stays plain, and does what it is for. */
function result() {
  import("./result/result.js").then(({ enliven }) => enliven(get("main", HTMLElement)), () => {});
}

// Browsers of before 2021 keep the plain form, which needs none of this.
if ("replaceChildren" in Element.prototype) {
  if (document.getElementById("landing")) landing();
  else result();
}
