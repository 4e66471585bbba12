// @ts-check
/** The editor: the photo on a canvas under the frame's artwork, as the server will draw it. */
import { paintMirrored, Surroundings } from "./surroundings.js";
import { between, carried, centered, onPhoto, turned, wrapped, zoomed } from "./transform.js";

/**
 * @typedef {import("./transform.js").Crop} Crop
 * @typedef {import("./transform.js").Size} Size
 * @typedef {import("../page/words.js").Frame} Frame
 */

// How much larger and smaller than suggested the photo may get.
const LARGER = 2.4;
const SMALLER = 0.6;
const SHOW = 480;

/** @type {Map<string, Promise<HTMLImageElement>>} */
const overlays = new Map();

/** A frame's artwork, fetched once. @param {Frame} frame */
export function overlayOf(frame) {
  let overlay = overlays.get(frame.overlay);
  if (!overlay) {
    overlay = loaded(frame.overlay);
    overlay.catch(() => overlays.delete(frame.overlay));
    overlays.set(frame.overlay, overlay);
  }
  return overlay;
}

/** @param {string} address @returns {Promise<HTMLImageElement>} */
export function loaded(address) {
  const image = new Image();
  return new Promise((resolve, reject) => {
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error(address));
    image.src = address;
  });
}

export class Editor {
  /** @param {HTMLCanvasElement} canvas @param {() => void} onChange */
  constructor(canvas, onChange) {
    this.canvas = canvas;
    this.onChange = onChange;
    /** @type {HTMLCanvasElement | null} */
    this.picture = null;
    /** @type {Surroundings | null} */
    this.surroundings = null;
    /** The full photo's size, which crops count in. @type {Size} */
    this.size = [1, 1];
    /** Where the face would go, and where the member put it. @type {Crop} */
    this.usual = { cx: 0.5, cy: 0.5, side: 1, turn: 0 };
    this.crop = this.usual;
    /** @type {Frame | null} */
    this.frame = null;
    /** @type {HTMLImageElement | null} */
    this.overlay = null;
    /** @type {HTMLImageElement | null} */
    this.lettering = null;
    this.pending = 0;
    this.tween = 0;
  }

  /** What a crop's side may be. */
  get range() {
    return { least: this.usual.side / LARGER, most: this.usual.side / SMALLER };
  }

  /** How much larger than suggested the photo is, and how far it is turned. */
  get zoom() {
    return this.usual.side / this.crop.side;
  }

  get isMoved() {
    return this.crop !== this.usual;
  }

  /** Another photo. @param {HTMLCanvasElement | null} picture @param {Size} size */
  setPhoto(picture, size) {
    this.release();
    this.picture = picture;
    this.surroundings = picture && new Surroundings(picture);
    this.size = size;
    if (this.frame) this.usual = centered(size, this.frame.window);
    this.crop = this.usual;
    this.draw();
  }

  /** Give the photo's memory back now: phones have little of it. */
  release() {
    cancelAnimationFrame(this.tween);
    if (this.picture) this.picture.width = this.picture.height = 0;
    this.picture = this.surroundings = null;
  }

  /** Another frame; what the member did to the photo is kept. @param {Frame} frame @param {Crop | null} usual */
  async setFrame(frame, usual) {
    this.frame = frame;
    this.lettering = null;
    this.place(usual || centered(this.size, frame.window), true);
    const overlay = await overlayOf(frame).catch(() => null);
    if (this.frame !== frame) return;
    this.overlay = overlay;
    this.draw();
  }

  /** @param {HTMLImageElement | null} lettering */
  setLettering(lettering) {
    this.lettering = lettering;
    this.draw();
  }

  /** Another suggestion: the photo goes there, with what the member did to the last one where that
   * is to be kept. @param {Crop} usual @param {boolean} keep */
  place(usual, keep) {
    const from = this.crop;
    const goal = keep && this.isMoved ? carried(this.crop, this.usual, usual) : usual;
    this.usual = usual;
    this.crop = goal;
    this.glide(from, goal);
    this.onChange();
  }

  reset() {
    this.place(this.usual, false);
  }

  /** What the member does. @param {Crop} crop */
  change(crop) {
    cancelAnimationFrame(this.tween);
    this.crop = onPhoto(crop, this.size);
    this.draw();
    this.onChange();
  }

  /** @param {number} zoom */
  zoomTo(zoom) {
    this.change(zoomed(this.crop, zoom / this.zoom, this.range));
  }

  /** @param {number} degrees */
  turnTo(degrees) {
    this.change(turned(this.crop, wrapped(degrees - this.crop.turn)));
  }

  /** @param {Crop} from @param {Crop} to */
  glide(from, to) {
    cancelAnimationFrame(this.tween);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const start = performance.now();
    const step = (/** @type {number} */ now) => {
      const share = still ? 1 : Math.min(1, (now - start) / SHOW);
      this.paint(between(from, to, 1 - (1 - Math.max(0, share)) ** 3));
      if (share < 1) this.tween = requestAnimationFrame(step);
    };
    this.tween = requestAnimationFrame(step);
  }

  draw() {
    cancelAnimationFrame(this.pending);
    this.pending = requestAnimationFrame(() => this.paint(this.crop));
  }

  /** @param {Crop} crop */
  paint(crop) {
    const context = this.canvas.getContext("2d");
    if (!context) return;
    const side = this.canvas.width;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, side, side);
    if (this.picture) {
      paintMirrored(context, this.picture, crop, this.size, side);
      this.surroundings?.paint(context, crop, this.size, side);
    }
    if (this.overlay) context.drawImage(this.overlay, 0, 0, side, side);
    if (this.lettering) context.drawImage(this.lettering, 0, 0, side, side);
  }
}
