// @ts-check
/** The flow: from a photo to the saved picture, one state after the other. */
import * as api from "./api.js";
import { Editor, overlayOf } from "../editor/editor.js";
import { chosenFace, forgetFaces, showFaces } from "../photo/faces.js";
import { listen } from "../editor/gestures.js";
import { enliven } from "../result/result.js";
import { download, isInsideApp } from "../result/save.js";
import { isNoPicture, shrink, toCanvas } from "../photo/shrink.js";
import { showChosen } from "../page/strip.js";
import { listenToTaps } from "../page/taps.js";
import { explain, listenToTabs, open, sliders, tell, Texts } from "../editor/tools.js";
import { fromJson, toJson } from "../editor/transform.js";
import { countDown, forNetwork, patience, Progress } from "./waiting.js";
import { data, frameOf, get, link, say } from "../page/words.js";

/** @typedef {"landing" | "send" | "busy" | "offline" | "faces" | "edit" | "done" | "deleted" | "trouble"} State */

const editor = new Editor(get("canvas", HTMLCanvasElement), () => showSliders());
const texts = new Texts(editor);
const showSliders = sliders(editor);

/** What is known of the photo at hand. */
const now = {
  /** @type {File | null} */ file: null,
  /** What is sent, kept to be sent again. @type {Blob | null} */ blob: null,
  /** What the server said of it. @type {api.Photo | null} */ photo: null,
  /** @type {number | null} */ face: null,
  /** @type {Record<string, api.CropJson>} */ suggestions: {},
  /** @type {string | null} */ avatar: null,
  /** @type {State} */ state: "landing",
  work: new AbortController(),
};

/** Show a state: each part of the page names those that it stands in. @param {State} state */
function show(state) {
  const before = now.state;
  now.state = state;
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-in]"))) {
    // Not `hidden = …`: drawings have no such property.
    part.toggleAttribute("hidden", !part.dataset.in?.split(" ").includes(state));
  }
  document.body.dataset.state = state;
  const frames = get("frames", HTMLElement);
  const home = get(state === "landing" ? "frames-home" : "p-frame", HTMLElement);
  if (frames.parentElement !== home) home.append(frames);
  showChosen();
  get("state", HTMLElement).textContent = say(`title.${state}`);
  document.title = `${say(`title.${state}`)}: ${document.title.split(": ").pop()}`;
  if (state === "edit") texts.show();
  if (before === state) return;
  window.scrollTo(0, 0);
  // Whoever is at something that is still there stays at it.
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  if (focused?.offsetParent) return;
  const heading = [...document.querySelectorAll("h1")].find((each) => each.offsetParent);
  heading?.focus({ preventScroll: true });
}

/** A photo was chosen. @param {File} file */
export async function start(file) {
  stop();
  if (history.state !== "edit") history.pushState("edit", "", link("/", { khung: chosenFrame().name }));
  if (now.photo) letGo(now.photo);
  Object.assign(now, { file, blob: null, photo: null, face: null, suggestions: {}, avatar: null });
  if (isNoPicture(file)) return trouble(say("not-photo"), say("not-photo.more"));
  new Progress(null);
  get("sending-h", HTMLElement).textContent = say("opening");
  editor.setPhoto(null, [1, 1]);
  show("send");
  open(get("t-frame", HTMLElement));
  const { signal } = now.work;
  chooseFrame();
  const shrunk = await shrink(file);
  if (signal.aborted) return shrunk?.release();
  if (shrunk) editor.setPhoto(shrunk.picture, [shrunk.picture.width, shrunk.picture.height]);
  now.blob = shrunk?.file || file;
  if (now.blob.size > data.maxMegabytes * 2 ** 20) {
    return trouble(say("too-large", { megabytes: data.maxMegabytes }), say("too-large.more"));
  }
  return attempt(async () => {
    await send();
    if (!shrunk) await fetchPicture();
    settle();
  });
}

/** Do a part of the flow; what stops it is told. @param {() => Promise<void>} part */
async function attempt(part) {
  const { signal } = now.work;
  try {
    await part();
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof api.Problem && error.title) trouble(error.title, error.hint, error.status >= 500 || error.status === 408);
    else trouble(say("trouble"), say("trouble.more"), true);
  }
}

/** Give up what is under way. */
function stop() {
  now.work.abort();
  now.work = new AbortController();
}

/** Ask the server until it answers; meanwhile the state says why it takes long.
 * @template T @param {() => Promise<T>} work @param {State} meanwhile @returns {Promise<T>} */
function patiently(work, meanwhile) {
  const { signal } = now.work;
  return api.patiently(work, async (error, times) => {
    if (error instanceof api.Problem) {
      show("busy");
      await countDown(patience(error.wait, times), signal);
    } else {
      show("offline");
      await forNetwork(times, signal);
    }
    if (!signal.aborted) show(meanwhile);
  }, signal);
}

/** Send the photo. */
async function send() {
  const blob = /** @type {Blob} */ (now.blob);
  const small = blob.size < Number(now.file?.size) ? blob.size : null;
  now.photo = await patiently(() => {
    const progress = new Progress(small);
    return api.sendPhoto(blob, (share) => progress.show(share), now.work.signal);
  }, "send");
  now.suggestions = now.photo.suggestions;
}

/** The photo as the server sees it, where this browser could not open it. */
async function fetchPicture() {
  const photo = /** @type {api.Photo} */ (now.photo);
  const { signal } = now.work;
  const picture = await patiently(async () => toCanvas(await api.photoAsJpeg(photo.id, signal)), "send");
  editor.setPhoto(picture, photo.size);
}

/** The photo is there: who is it, and where does the face go? */
function settle() {
  const photo = /** @type {api.Photo} */ (now.photo);
  editor.size = photo.size;
  if (photo.notes.includes("several-faces") && editor.picture) {
    showFaces(editor.picture, photo.size, photo.faces, now.face === null ? photo.main || 0 : now.face);
    show("faces");
    return;
  }
  edit(photo.notes);
}

/** @param {string[]} notes */
function edit(notes) {
  show("edit");
  const crop = now.suggestions[chosenFrame().name];
  if (crop) editor.place(fromJson(crop), now.photo === null);
  if (notes.includes("no-face")) open(get("t-place", HTMLElement));
  tell(notes.includes("no-face") ? "none" : notes.includes("tilted") ? "tilted" : "placed");
  get("who", HTMLElement).hidden = !now.photo?.notes.includes("several-faces");
}

function chosenFrame() {
  const radio = /** @type {HTMLInputElement | null} */ (document.querySelector("[name=frame]:checked"));
  return frameOf(radio?.value || "");
}

/** The frame that is chosen, on the canvas. */
function chooseFrame() {
  const frame = chosenFrame();
  const crop = now.suggestions[frame.name];
  editor.canvas.setAttribute("aria-label", say("canvas", { frame: frame.title }));
  editor.setFrame(frame, crop ? fromJson(crop) : null);
  if (now.state === "edit") texts.show();
}

/** Another face, or the same one upright. @param {boolean} level */
async function placeAnew(level) {
  const { photo } = now;
  if (!photo) return;
  await attempt(async () => {
    now.suggestions = await patiently(() => withPhoto((id) => api.suggestions(id, now.face, level)), "edit");
    edit([]);
  });
}

/** Do something with the held photo; where it is held no more, the kept one is sent again.
 * @template T @param {(id: string) => Promise<T>} work @returns {Promise<T>} */
async function withPhoto(work) {
  try {
    return await work(/** @type {api.Photo} */ (now.photo).id);
  } catch (error) {
    if (!(error instanceof api.Problem) || error.code !== "photo-gone") throw error;
    now.photo = await api.sendPhoto(/** @type {Blob} */ (now.blob), () => {}, now.work.signal);
    return work(now.photo.id);
  }
}

/** Have the picture made, show it, and begin saving it. */
async function save() {
  const button = get("save", HTMLButtonElement);
  const words = /** @type {HTMLElement} */ (button.querySelector("span"));
  const before = words.textContent;
  button.setAttribute("aria-disabled", "true");
  words.textContent = say("saving");
  await attempt(async () => {
    const wish = { frame: chosenFrame().name, crop: toJson(editor.crop), text: texts.now };
    try {
      const made = await patiently(
        () => withPhoto((photo) => api.makeAvatar({ photo, ...wish }, now.work.signal)), "edit");
      now.avatar = made.id;
      await showResult(made.id, made.href);
    } catch (error) {
      if (!(error instanceof api.Problem) || !error.code.startsWith("text-")) throw error;
      open(get("t-text", HTMLElement));
      texts.complain(`${error.title} ${error.hint}`);
    }
  });
  button.removeAttribute("aria-disabled");
  words.textContent = before;
}

/** @param {string} token @param {string} href */
async function showResult(token, href) {
  const path = link(`/anh/${token}`);
  const page = await patiently(() => api.page(path, now.work.signal), "edit");
  const done = get("done", HTMLElement);
  done.replaceChildren(...(page.querySelector("main")?.children || []));
  history.pushState("done", "", path);
  show("done");
  enliven(done, { onDelete: () => forgetAll() });
  for (const back of /** @type {NodeListOf<HTMLElement>} */ (done.querySelectorAll('[data-do="edit"]'))) {
    back.hidden = false;
  }
  if (!isInsideApp()) download(`${href}?download`);
}

/** The member deleted the picture: the photo goes too, here and there. */
function forgetAll() {
  if (now.photo) letGo(now.photo);
  Object.assign(now, { file: null, blob: null, photo: null, avatar: null });
  texts.written = {};
  editor.setPhoto(null, [1, 1]);
  forgetFaces();
  show("deleted");
}

/** Nobody wants a photo any more; where this does not reach the server, its time will run out. @param {api.Photo} photo */
const letGo = (photo) => api.forget(photo.id).catch(() => {});

/** Say what stopped the flow, and what to do. @param {string} title @param {string} hint @param {boolean} [passing] */
function trouble(title, hint, passing = false) {
  explain(title, hint, now.file?.name || "");
  get("again", HTMLElement).hidden = !passing;
  show("trouble");
}

/** Back to the beginning; the frame stays chosen. */
function home() {
  stop();
  show("landing");
}

/** @type {Record<string, () => unknown>} */
const actions = {
  home: () => {
    home();
    history.pushState(null, "", link("/", { khung: chosenFrame().name }));
  },
  edit: () => history.back(),
  choose: () => get("photo", HTMLInputElement).click(),
  again: () => now.file && start(now.file),
  reset: () => editor.reset(),
  level: () => placeAnew(true),
  who: () => settle(),
  face: () => {
    now.face = chosenFace();
    return placeAnew(false);
  },
  save,
  smaller: () => editor.zoomTo(editor.zoom / 1.1),
  larger: () => editor.zoomTo(editor.zoom * 1.1),
  left: () => editor.turnTo(editor.crop.turn - 90),
  right: () => editor.turnTo(editor.crop.turn + 90),
};

listenToTaps(actions);
document.addEventListener("change", (event) => {
  if (/** @type {HTMLInputElement} */ (event.target).name === "frame") chooseFrame();
});
window.addEventListener("popstate", ({ state }) => {
  if (state === "edit" && editor.picture && now.photo) show("edit");
  else if (state === "done" && now.avatar) show("done");
  else home();
});
listen(editor);
listenToTabs();
overlayOf(chosenFrame()).catch(() => {});
