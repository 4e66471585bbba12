// @ts-check
/** Surroundings: the extended background past the photo's edge, as the server fills it. */
import { data } from "../page/words.js";
import { matrix, tiles, toPhoto } from "./transform.js";

/**
 * @typedef {import("./transform.js").Crop} Crop
 * @typedef {import("./transform.js").Size} Size
 * @typedef {object} Fade  A blur of the mirror image, stronger the further out.
 * @property {number} start  Where it begins, outside the photo, in sides of the crop.
 * @property {number} end  Where it is complete.
 * @property {number} blur  The Gaussian's sigma, in sides of the crop.
 * @property {number} side  Pixels of its grid, no finer than the blur leaves.
 */

// Each grid is half as fine as the one before.
const FINEST = 180;

/** @type {Fade[]} */
const FADES = data.fades.map(([start, end, blur], at) => ({ start, end, blur, side: FINEST / 2 ** at }));

// Enough of the photo for a blur; it is read back at every movement.
const LONGEST = 512;

// The sigma, in pixels of a grid, that averaging and enlarging it already gives.
const GIVEN = 0.5;

/** Draw a photo, and its mirror images where the crop reaches past it.
 * @param {CanvasRenderingContext2D} context @param {HTMLCanvasElement} picture  The photo at any scale.
 * @param {Crop} crop @param {Size} size  The full photo's. @param {number} side  Of the square drawn on. */
export function paintMirrored(context, picture, crop, size, side) {
  const [width, height] = size;
  context.imageSmoothingQuality = "high";
  for (const [column, row] of tiles(crop, size)) {
    context.setTransform(...matrix(crop, side));
    context.translate(column * width, row * height);
    if (column % 2) context.transform(-1, 0, 0, 1, width, 0);
    if (row % 2) context.transform(1, 0, 0, -1, 0, height);
    context.drawImage(picture, 0, 0, width, height);
  }
  context.setTransform(1, 0, 0, 1, 0, 0);
}

/** A photo's surroundings, to be drawn over its mirror images. Canvas filters would be simpler, but
 * Safari lacks them before 2024. */
export class Surroundings {
  /** @param {HTMLCanvasElement} picture */
  constructor(picture) {
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    this.picture = surface(picture.width * scale, picture.height * scale);
    this.picture.imageSmoothingQuality = "high";
    this.picture.drawImage(picture, 0, 0, this.picture.canvas.width, this.picture.canvas.height);
    this.grids = FADES.map(({ side }) => surface(side, side));
  }

  /** Blur the mirror images.
   * @param {CanvasRenderingContext2D} context @param {Crop} crop
   * @param {Size} size  The full photo's. @param {number} side  Of the square drawn on. */
  paint(context, crop, size, side) {
    if (tiles(crop, size).length === 1) return;
    const [finest] = this.grids;
    paintMirrored(finest, this.picture.canvas, crop, size, FADES[0].side);
    let colors = finest.getImageData(0, 0, FADES[0].side, FADES[0].side).data;
    FADES.forEach((fade, at) => {
      if (at) colors = halved(colors, FADES[at - 1].side);
      const sigma = Math.sqrt((fade.blur * fade.side) ** 2 - GIVEN ** 2);
      const soft = blurred(colors, fade.side, sigma, weigh(fade, crop, size));
      this.grids[at].putImageData(new ImageData(soft, fade.side, fade.side), 0, 0);
      context.drawImage(this.grids[at].canvas, 0, 0, side, side);
    });
  }
}

/** The context of a canvas that is read often, and therefore kept off the graphics chip.
 * @param {number} width @param {number} height */
function surface(width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("canvas");
  return context;
}

/** Every four pixels averaged to one. @param {Uint8ClampedArray} colors @param {number} side */
function halved(colors, side) {
  const half = side / 2;
  const result = new Uint8ClampedArray(half * half * 4);
  for (let y = 0; y < half; y += 1) {
    for (let x = 0; x < half; x += 1) {
      const from = (2 * y * side + 2 * x) * 4;
      for (let c = 0; c < 4; c += 1) {
        const below = from + side * 4 + c;
        const sum = colors[from + c] + colors[from + 4 + c] + colors[below] + colors[below + 4];
        result[(y * half + x) * 4 + c] = sum / 4;
      }
    }
  }
  return result;
}

/** Blurred along both axes where it is visible; edges are mirrored.
 * @param {Uint8ClampedArray} colors @param {number} side @param {number} sigma
 * @param {Uint8ClampedArray} alphas */
function blurred(colors, side, sigma, alphas) {
  const radius = Math.round(2.5 * sigma);
  const weight = (/** @type {number} */ at) => Math.exp(-((at - radius) ** 2) / (2 * sigma ** 2));
  const bell = Array.from({ length: 2 * radius + 1 }, (_, at) => weight(at));
  const sum = bell.reduce((a, b) => a + b);
  const weights = Float32Array.from(bell, (each) => each / sum);
  const last = side - 1;
  const mirrored = (/** @type {number} */ at) => last - Math.abs(last - Math.abs(at));
  const length = side + 2 * radius;
  const places = Int32Array.from({ length }, (_, at) => 4 * mirrored(at - radius));
  const once = blurredAlongX(colors, side, weights, places, null);
  return blurredAlongX(once, side, weights, places, alphas);
}

/** Blurred along x and transposed; only where alpha is not 0, if alphas are given.
 * @param {Uint8ClampedArray} colors @param {number} side @param {Float32Array} weights
 * @param {Int32Array} places  Offsets of the pixels of a row, mirrored beyond both its ends.
 * @param {Uint8ClampedArray | null} alphas */
function blurredAlongX(colors, side, weights, places, alphas) {
  const result = new Uint8ClampedArray(colors.length);
  for (let y = 0; y < side; y += 1) {
    const row = y * side * 4;
    for (let x = 0; x < side; x += 1) {
      const pixel = x * side + y;
      if (alphas && !alphas[pixel]) continue;
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let at = 0; at < weights.length; at += 1) {
        const from = row + places[x + at];
        red += weights[at] * colors[from];
        green += weights[at] * colors[from + 1];
        blue += weights[at] * colors[from + 2];
      }
      result[pixel * 4] = red;
      result[pixel * 4 + 1] = green;
      result[pixel * 4 + 2] = blue;
      if (alphas) result[pixel * 4 + 3] = alphas[pixel];
    }
  }
  return result;
}

/** The alpha of each pixel of a fade, 0 to 255.
 * @param {Fade} fade @param {Crop} crop @param {Size} size */
function weigh({ start: near, end, side }, crop, [width, height]) {
  const share = 1 / side;
  const start = toPhoto(crop, { x: share / 2, y: share / 2 });
  const right = toPhoto(crop, { x: share * 1.5, y: share / 2 });
  const [dx, dy] = [right.x - start.x, right.y - start.y];
  const alphas = new Uint8ClampedArray(side * side);
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      const x = start.x + column * dx - row * dy;
      const y = start.y + column * dy + row * dx;
      const across = Math.max(0, -x, x - width);
      const down = Math.max(0, -y, y - height);
      const outside = Math.sqrt(across * across + down * down) / crop.side;
      alphas[row * side + column] = (255 * (outside - near)) / (end - near);
    }
  }
  return alphas;
}
