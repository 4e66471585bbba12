// @ts-check
/** Flow: from a photo to the saved picture, one state after the other. */
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

const TITLES = {
  busy: say("Just a moment"),
  deleted: say("Deleted"),
  done: say("Your picture"),
  edit: say("Adjust the photo"),
  faces: say("Which one is you?"),
  landing: say("Frame your profile picture"),
  offline: say("Waiting for the network"),
  send: say("Framing"),
  trouble: say("This photo cannot be used"),
};

/** @typedef {keyof typeof TITLES} State */

const NOT_A_PHOTO = say("This file does not open");
const NOT_A_PHOTO_HINT = say(
  "It does not look like a photo. Please pick one from your gallery: JPG, PNG, WebP or HEIC.",
);

const editor = new Editor(get("canvas", HTMLCanvasElement), () => showSliders());
const texts = new Texts(editor);
const showSliders = sliders(editor);

/** The photo at hand, and what is known of it. */
const now = {
  /** @type {File | null} */ file: null,
  /** What is sent, and sent again if need be. @type {Blob | null} */ blob: null,
  /** The server's answer about it. @type {api.Photo | null} */ photo: null,
  /** @type {number | null} */ face: null,
  /** @type {Record<string, api.CropJson>} */ suggestions: {},
  /** @type {string | null} */ avatar: null,
  /** @type {State} */ state: "landing",
  work: new AbortController(),
};

/** Show a state: each part of the page names its states in `data-in`. @param {State} state */
function show(state) {
  const before = now.state;
  now.state = state;
  const parts = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-in]"));
  for (const part of parts) {
    // Not `hidden`, a property that SVG elements lack.
    part.toggleAttribute("hidden", !part.dataset.in?.split(" ").includes(state));
  }
  document.body.dataset.state = state;
  const frames = get("frames", HTMLElement);
  const home = get(state === "landing" ? "frames-home" : "p-frame", HTMLElement);
  if (frames.parentElement !== home) home.append(frames);
  showChosen();
  get("state", HTMLElement).textContent = TITLES[state];
  document.title = `${TITLES[state]}: ${document.title.split(": ").pop()}`;
  if (state === "edit") texts.show();
  if (before === state) return;
  window.scrollTo(0, 0);
  // Keep the focus where it is if that is still visible.
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  if (focused?.offsetParent) return;
  const heading = [...document.querySelectorAll("h1")].find((each) => each.offsetParent);
  heading?.focus({ preventScroll: true });
}

/** A photo was chosen. @param {File} file */
export async function start(file) {
  stop();
  if (history.state !== "edit") {
    history.pushState("edit", "", link("/", { khung: chosenFrame().name }));
  }
  if (now.photo) letGo(now.photo);
  Object.assign(now, { file, blob: null, photo: null, face: null, suggestions: {}, avatar: null });
  if (isNoPicture(file)) return trouble(NOT_A_PHOTO, NOT_A_PHOTO_HINT);
  new Progress(null);
  get("sending-h", HTMLElement).textContent = say("Opening your photo");
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
    return trouble(
      say("Over {megabytes} MB", { megabytes: data.maxMegabytes }),
      say("Choose another photo, or use a screenshot of this one."),
    );
  }
  return attempt(async () => {
    await send();
    if (!shrunk) await fetchPicture();
    settle();
  });
}

/** Run a part of the flow, and show what stops it. @param {() => Promise<void>} part */
async function attempt(part) {
  const { signal } = now.work;
  try {
    await part();
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof api.Problem && error.title) {
      trouble(error.title, error.hint, error.status >= 500 || error.status === 408);
    } else {
      trouble(
        say("Something went wrong"),
        say("Please try again in a few minutes. The mistake is ours, not yours."),
        true,
      );
    }
  }
}

/** Abort what is under way. */
function stop() {
  now.work.abort();
  now.work = new AbortController();
}

/** Ask the server until it answers; the state shows why it takes long.
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

/** Fetch the photo as JPEG, where this browser could not open it. */
async function fetchPicture() {
  const photo = /** @type {api.Photo} */ (now.photo);
  const { signal } = now.work;
  const fetched = async () => toCanvas(await api.photoAsJpeg(photo.id, signal));
  const picture = await patiently(fetched, "send");
  editor.setPhoto(picture, photo.size);
}

/** The photo has arrived: ask which face is meant, or go on to the editor. */
function settle() {
  const photo = /** @type {api.Photo} */ (now.photo);
  editor.size = photo.size;
  if (photo.notes.includes("several-faces") && editor.picture) {
    const main = now.face === null ? photo.main || 0 : now.face;
    showFaces(editor.picture, photo.size, photo.faces, main);
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

/** Show the chosen frame on the canvas. */
function chooseFrame() {
  const frame = chosenFrame();
  const crop = now.suggestions[frame.name];
  const label = say(
    "Your photo in the frame {frame}. Drag to move, pinch to zoom and turn. Keyboard: arrows to move, " +
      "plus and minus to zoom, square brackets to turn.",
    { frame: frame.title },
  );
  editor.canvas.setAttribute("aria-label", label);
  editor.setFrame(frame, crop ? fromJson(crop) : null);
  if (now.state === "edit") texts.show();
}

/** Place another face, or the same one upright. @param {boolean} level */
async function placeAnew(level) {
  const { photo } = now;
  if (!photo) return;
  await attempt(async () => {
    const suggested = () => withPhoto((id) => api.suggestions(id, now.face, level));
    now.suggestions = await patiently(suggested, "edit");
    edit([]);
  });
}

/** Do something with the held photo; if the server has forgotten it, send it again.
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

/** Have the picture made, show it, and start the download. */
async function save() {
  const button = get("save", HTMLButtonElement);
  const words = /** @type {HTMLElement} */ (button.querySelector("span"));
  const before = words.textContent;
  button.setAttribute("aria-disabled", "true");
  words.textContent = say("Framing it");
  await attempt(async () => {
    const options = { frame: chosenFrame().name, crop: toJson(editor.crop), text: texts.now };
    try {
      const { signal } = now.work;
      const making = () => withPhoto((photo) => api.makeAvatar({ photo, ...options }, signal));
      const made = await patiently(making, "edit");
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
  for (const back of done.querySelectorAll('[data-do="edit"]')) back.removeAttribute("hidden");
  if (!isInsideApp()) download(`${href}?download`);
}

/** The member deleted the picture: forget the photo too, here and on the server. */
function forgetAll() {
  if (now.photo) letGo(now.photo);
  Object.assign(now, { file: null, blob: null, photo: null, avatar: null });
  texts.written = {};
  editor.setPhoto(null, [1, 1]);
  forgetFaces();
  show("deleted");
}

/** Have the server forget a photo; if that fails, the photo expires. @param {api.Photo} photo */
const letGo = (photo) => api.forget(photo.id).catch(() => {});

/** Show what stopped the flow, and what to do.
 * @param {string} title @param {string} hint @param {boolean} [passing]  Whether to offer a retry. */
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
