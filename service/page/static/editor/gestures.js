// @ts-check
/** Gestures: moves the photo by fingers, mouse, wheel and keys. */
import { dragged, pinched, turned, zoomed } from "./transform.js";

/**
 * @typedef {import("./transform.js").Point} Point
 * @typedef {import("./editor.js").Editor} Editor
 */

// What an arrow key moves, in sides of the canvas, and how many times that with Shift.
const STEP = 0.01;
const LEAP = 5;

/** Listen for gestures on an editor's canvas. @param {Editor} editor */
export function listen(editor) {
  const { canvas } = editor;
  /** Where each finger was last. @type {Map<number, Point>} */
  const fingers = new Map();
  const lift = (/** @type {PointerEvent} */ event) => fingers.delete(event.pointerId);
  canvas.addEventListener("pointerdown", (event) => {
    if (fingers.size > 1) return;
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, placeOf(canvas, event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return;
    const before = [...fingers.values()];
    fingers.set(event.pointerId, placeOf(canvas, event));
    const after = [...fingers.values()];
    if (after.length === 1) editor.change(dragged(editor.crop, before[0], after[0]));
    else {
      const [from, to] = [before, after].map(([a, b]) => /** @type {[Point, Point]} */ ([a, b]));
      editor.change(pinched(editor.crop, from, to, editor.range));
    }
  });
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const factor = Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015));
    editor.change(zoomed(editor.crop, factor, editor.range, placeOf(canvas, event)));
  }, { passive: false });
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (press(editor, event.key, event.shiftKey ? LEAP : 1)) event.preventDefault();
  });
}

/** Where an event is, in shares of the canvas.
 * @param {HTMLCanvasElement} canvas @param {MouseEvent} event */
function placeOf(canvas, event) {
  const box = canvas.getBoundingClientRect();
  return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
}

/** Do what a key means; whether it means anything.
 * @param {Editor} editor @param {string} key @param {number} times */
function press(editor, key, times) {
  const { crop, range } = editor;
  const step = STEP * times;
  const move = (/** @type {number} */ x, /** @type {number} */ y) =>
    dragged(crop, { x: 0.5, y: 0.5 }, { x: 0.5 + x, y: 0.5 + y });
  /** @type {Record<string, () => import("./transform.js").Crop>} */
  const keys = {
    ArrowLeft: () => move(-step, 0),
    ArrowRight: () => move(step, 0),
    ArrowUp: () => move(0, -step),
    ArrowDown: () => move(0, step),
    "+": () => zoomed(crop, 1.05, range),
    "=": () => zoomed(crop, 1.05, range),
    "-": () => zoomed(crop, 1 / 1.05, range),
    "]": () => turned(crop, 1),
    "[": () => turned(crop, -1),
  };
  if (!(key in keys)) return false;
  editor.change(keys[key]());
  return true;
}
