// @ts-check
/** Tools: tabs, sliders and the fields for a name, beside the editor. */
import { lettering, Problem } from "../flow/api.js";
import { loaded } from "./editor.js";
import { wrapped } from "./transform.js";
import { get, say } from "../page/words.js";

/** @typedef {import("./editor.js").Editor} Editor */

const PAUSE = 600;
const HINT = say("The name is only on this picture.");
// Of the slots that frames usually have; others have the label of the frame's manifest.
/** @type {Record<string, string>} */
const LABELS = { name: say("Full name"), unit: say("Unit") };

/** Switch to a tab. @param {HTMLElement} tab */
export function open(tab) {
  const list = /** @type {HTMLElement} */ (tab.parentElement);
  const tabs = /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("[role=tab]"));
  for (const each of tabs) {
    const chosen = each === tab;
    each.setAttribute("aria-selected", String(chosen));
    each.tabIndex = chosen ? 0 : -1;
    get(String(each.getAttribute("aria-controls")), HTMLElement).hidden = !chosen;
  }
}

/** Tabs that open by tap and by arrow keys. */
export function listenToTabs() {
  const tabs = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[role=tab]")]);
  for (const tab of tabs) {
    tab.addEventListener("click", () => open(tab));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const there = tabs.filter((each) => !each.hidden);
      const next = there[(there.indexOf(tab) + step + there.length) % there.length];
      open(next);
      next.focus();
    });
  }
}

/** Connect the sliders with an editor; returns what updates them. @param {Editor} editor */
export function sliders(editor) {
  const zoom = get("zoom", HTMLInputElement);
  const turn = get("turn", HTMLInputElement);
  // The slider turns within 45 degrees of a right angle; the buttons turn by right angles.
  const quarter = () => 90 * Math.round(wrapped(editor.crop.turn - editor.suggested.turn) / 90);
  zoom.addEventListener("input", () => editor.zoomTo(Number(zoom.value) / 100));
  turn.addEventListener("input", () =>
    editor.turnTo(editor.suggested.turn + quarter() + Math.min(44, Math.max(-44, Number(turn.value)))));
  return () => {
    const degrees = wrapped(editor.crop.turn - editor.suggested.turn);
    zoom.value = String(Math.round(editor.zoom * 100));
    turn.value = String(Math.round(degrees - quarter()));
    zoom.style.setProperty("--fill", `${((Number(zoom.value) - 60) / 180) * 100}%`);
    get("zoom-o", HTMLElement).textContent = `${zoom.value} %`;
    get("turn-o", HTMLElement).textContent = `${Math.round(degrees)}°`;
  };
}

/** The member's texts on the frame, and their preview. */
export class Texts {
  /** @param {Editor} editor */
  constructor(editor) {
    this.editor = editor;
    /** By the slot's id; kept when the frame changes. @type {Record<string, string>} */
    this.written = {};
    this.timer = 0;
  }

  /** The texts that the frame has slots for. @returns {Record<string, string>} */
  get now() {
    const slots = this.editor.frame?.texts || [];
    const said = slots.map(({ id }) => [id, (this.written[id] || "").trim()]);
    return Object.fromEntries(said.filter(([, text]) => text));
  }

  /** Show the frame's fields; without any there is no tab. */
  show() {
    const slots = this.editor.frame?.texts || [];
    const tab = get("t-text", HTMLElement);
    tab.hidden = !slots.length;
    const isOpen = tab.getAttribute("aria-selected") === "true";
    if (tab.hidden && isOpen) open(get("t-frame", HTMLElement));
    get("fields", HTMLElement).replaceChildren(...slots.map((slot) => this.field(slot)));
    get("p-text", HTMLElement).classList.toggle("panel--none", tab.hidden);
    this.draw();
  }

  /** @param {{id: string, label: string}} slot */
  field({ id, label }) {
    const field = document.createElement("label");
    const name = document.createElement("span");
    const free = document.createElement("em");
    const input = document.createElement("input");
    field.className = "field";
    free.textContent = say("optional");
    name.append(LABELS[id] || label, " ", free);
    input.maxLength = 80;
    input.value = this.written[id] || "";
    input.setAttribute("autocomplete", { name: "name", unit: "organization" }[id] || "off");
    input.addEventListener("input", () => {
      this.written[id] = input.value;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.draw(), PAUSE);
    });
    field.append(name, input);
    return field;
  }

  /** Have the server draw the texts, so that the preview is what will be saved. */
  async draw() {
    const { editor, now } = this;
    const { frame } = editor;
    this.complain("");
    if (!frame || !Object.keys(now).length) {
      editor.setLettering(null);
      return;
    }
    try {
      const address = URL.createObjectURL(await lettering(frame.name, now, editor.canvas.width));
      const image = await loaded(address).finally(() => URL.revokeObjectURL(address));
      const isCurrent = JSON.stringify(this.now) === JSON.stringify(now);
      if (editor.frame === frame && isCurrent) editor.setLettering(image);
    } catch (error) {
      // The texts are drawn again for the avatar; report only what cannot be drawn.
      if (error instanceof Problem && !error.wait) this.complain(`${error.title} ${error.hint}`);
    }
  }

  /** @param {string} words */
  complain(words) {
    const line = get("text-say", HTMLElement);
    line.textContent = words || HINT;
    line.classList.toggle("hint--bad", Boolean(words));
  }
}

const PLACEMENTS = {
  placed: say("Your face is in place"),
  none: say("No face found yet"),
  tilted: say("Your head tilts a little"),
};

/** Show how the face was placed, in one line or one note.
 * @param {"placed" | "none" | "tilted"} kind */
export function tell(kind) {
  const note = get("doubt", HTMLElement);
  note.hidden = kind === "placed";
  get("chip", HTMLElement).hidden = kind !== "placed";
  get("chip-t", HTMLElement).textContent = PLACEMENTS.placed;
  if (kind === "placed") return;
  get("doubt-h", HTMLElement).textContent = PLACEMENTS[kind];
  get("doubt-p", HTMLElement).textContent = 
    kind === "none" ? say("Drag the photo to fit the circle. You can save it all the same.") : "";
  const level = get("level", HTMLElement);
  level.hidden = kind !== "tilted";
  level.textContent = say("Straighten");
}

/** Show what stopped the flow, and what to do.
 * @param {string} title @param {string} hint @param {string} file */
export function explain(title, hint, file) {
  get("trouble-h", HTMLElement).textContent = title;
  get("trouble-p", HTMLElement).textContent = hint;
  get("trouble-f", HTMLElement).textContent = file;
}
