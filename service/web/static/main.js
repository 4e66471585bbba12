// @ts-check
/** The way in: on the first sign that somebody wants to choose a photo, the rest is fetched. */
import { data, get } from "./words.js";

/** @typedef {import("./app.js")} App */

/** @type {Promise<App> | null} */
let loading = null;

/** Everything else, fetched once and at once: not one module after the other. */
function app() {
  if (loading) return loading;
  for (const name of data.modules) {
    const link = document.createElement("link");
    link.rel = "modulepreload";
    link.href = new URL(name, import.meta.url).href;
    document.head.append(link);
  }
  loading = import("./app.js");
  loading.catch(() => {
    loading = null;
  });
  return loading;
}

/** @param {File | null | undefined} file */
async function start(file) {
  if (file) (await app()).start(file);
}

function landing() {
  const photo = get("photo", HTMLInputElement);
  const camera = get("camera", HTMLInputElement);
  const take = /** @type {HTMLElement} */ (document.querySelector('[data-do="take"]'));
  get("make", HTMLElement).hidden = true;
  take.hidden = get("drop", HTMLElement).hidden = false;
  photo.setAttribute("data-live", "");
  take.addEventListener("click", () => camera.click());
  for (const input of [photo, camera]) {
    input.addEventListener("change", () => {
      const file = input.files?.[0];
      // Emptied, so that the same photo may be chosen again.
      start(file).finally(() => {
        input.value = "";
      });
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
    document.addEventListener(sign, () => app(), { once: true, passive: true });
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

async function result() {
  (await import("./result.js")).enliven(get("main", HTMLElement));
}

// Browsers of before 2020 keep the plain form, which needs none of this.
if ("replaceChildren" in Element.prototype) {
  if (document.getElementById("landing")) landing();
  else result();
}
