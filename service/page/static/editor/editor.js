// @ts-check
/** Editor: the photo on a canvas under the frame's artwork, as the server will draw it. */
import { paintMirrored, Surroundings } from "./surroundings.js";
import { between, carried, centered, onPhoto, turned, wrapped, zoomed } from "./transform.js";

/**
 * @typedef {import("./transform.js").Crop} Crop
 * @typedef {import("./transform.js").Size} Size
 * @typedef {import("../page/words.js").Frame} Frame
 */

// How much larger and smaller than suggested the photo may get.
const MAX_ZOOM = 2.4;
const MIN_ZOOM = 0.6;
// Milliseconds of a glide.
const GLIDE = 480;

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
    /** The full photo's size, in which crops are counted. @type {Size} */
    this.size = [1, 1];
    /** The suggested crop, and the member's. @type {Crop} */
    this.suggested = { cx: 0.5, cy: 0.5, side: 1, turn: 0 };
    this.crop = this.suggested;
    /** @type {Frame | null} */
    this.frame = null;
    /** @type {HTMLImageElement | null} */
    this.overlay = null;
    /** @type {HTMLImageElement | null} */
    this.lettering = null;
    this.pending = 0;
    this.tween = 0;
  }

  /** The limits of a crop's side. */
  get range() {
    return { least: this.suggested.side / MAX_ZOOM, most: this.suggested.side / MIN_ZOOM };
  }

  /** How much larger than suggested the photo is. */
  get zoom() {
    return this.suggested.side / this.crop.side;
  }

  get isMoved() {
    return this.crop !== this.suggested;
  }

  /** Show another photo. @param {HTMLCanvasElement | null} picture @param {Size} size */
  setPhoto(picture, size) {
    this.release();
    this.picture = picture;
    this.surroundings = picture && new Surroundings(picture);
    this.size = size;
    if (this.frame) this.suggested = centered(size, this.frame.window);
    this.crop = this.suggested;
    this.draw();
  }

  /** Free the photo's memory now: phones have little. */
  release() {
    cancelAnimationFrame(this.tween);
    if (this.picture) this.picture.width = this.picture.height = 0;
    this.picture = this.surroundings = null;
  }

  /** Show another frame, keeping the member's changes to the crop.
   * @param {Frame} frame @param {Crop | null} suggested */
  async setFrame(frame, suggested) {
    this.frame = frame;
    this.lettering = null;
    this.place(suggested || centered(this.size, frame.window), true);
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

  /** Glide to another suggestion, on request with the member's changes to the last one.
   * @param {Crop} suggested @param {boolean} keep */
  place(suggested, keep) {
    const from = this.crop;
    const goal = keep && this.isMoved ? carried(this.crop, this.suggested, suggested) : suggested;
    this.suggested = suggested;
    this.crop = goal;
    this.glide(from, goal);
    this.onChange();
  }

  reset() {
    this.place(this.suggested, false);
  }

  /** Apply the member's change. @param {Crop} crop */
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
      const share = still ? 1 : Math.min(1, (now - start) / GLIDE);
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
