// @ts-check
/**
 * Transform: the crop, the square of the photo that fills the frame, computed as on the server.
 *
 * Pure arithmetic, for drawing, for gestures and for requests.
 * @typedef {{cx: number, cy: number, side: number, turn: number}} Crop
 *   The square's middle and side in pixels of the full upright photo; degrees clockwise by which
 *   the photo is turned about that middle.
 * @typedef {{x: number, y: number}} Point  In shares of the frame's side, or in pixels of the photo.
 * @typedef {[number, number]} Size
 * @typedef {{least: number, most: number}} Range  What a crop's side may be.
 * @typedef {{box: [number, number, number, number], turn: number}} CropJson
 */

/** @type {Point} */
const MIDDLE = { x: 0.5, y: 0.5 };

/** @param {number} degrees */
const radians = (degrees) => (degrees * Math.PI) / 180;

/** An angle within -180 to 180. @param {number} degrees */
export const wrapped = (degrees) => ((((degrees + 180) % 360) + 360) % 360) - 180;

/** @param {CropJson} json @returns {Crop} */
export function fromJson({ box: [left, top, right, bottom], turn }) {
  return { cx: (left + right) / 2, cy: (top + bottom) / 2, side: right - left, turn };
}

/** @param {Crop} crop @returns {CropJson} */
export function toJson({ cx, cy, side, turn }) {
  const half = side / 2;
  return { box: [cx - half, cy - half, cx + half, cy + half], turn };
}

/** The pixel of the photo that a crop shows at a place. @param {Crop} crop @param {Point} at */
export function toPhoto(crop, at) {
  const [dx, dy] = back(crop.turn, (at.x - 0.5) * crop.side, (at.y - 0.5) * crop.side);
  return { x: crop.cx + dx, y: crop.cy + dy };
}

/** The crop that shows a pixel of the photo at a place.
 * @param {Point} pixel @param {Point} at @param {number} side @param {number} turn @returns {Crop} */
function showing(pixel, at, side, turn) {
  const [dx, dy] = back(turn, (at.x - 0.5) * side, (at.y - 0.5) * side);
  return { cx: pixel.x - dx, cy: pixel.y - dy, side, turn: wrapped(turn) };
}

/** A vector on the turned photo as one on the upright photo.
 * @param {number} turn @param {number} x @param {number} y @returns {Size} */
function back(turn, x, y) {
  const cos = Math.cos(radians(turn));
  const sin = Math.sin(radians(turn));
  return [cos * x + sin * y, cos * y - sin * x];
}

/** Moved, so that what was at one place is at another. @param {Crop} crop @param {Point} from @param {Point} to */
export const dragged = (crop, from, to) =>
  showing(toPhoto(crop, from), to, crop.side, crop.turn);

/** Larger by a factor, about a place. @param {Crop} crop @param {number} factor @param {Range} range */
export const zoomed = (crop, factor, range, at = MIDDLE) =>
  showing(toPhoto(crop, at), at, within(crop.side / factor, range), crop.turn);

/** Turned further clockwise, about a place. @param {Crop} crop @param {number} degrees */
export const turned = (crop, degrees, at = MIDDLE) =>
  showing(toPhoto(crop, at), at, crop.side, crop.turn + degrees);

/** Moved, zoomed and turned by two fingers that went from two places to two others.
 * @param {Crop} crop @param {[Point, Point]} from @param {[Point, Point]} to @param {Range} range */
export function pinched(crop, from, to, range) {
  const was = way(...from);
  const is = way(...to);
  const side = crop.side * (was.length / Math.max(is.length, 1e-6));
  const turn = crop.turn + ((is.angle - was.angle) * 180) / Math.PI;
  return showing(toPhoto(crop, was.middle), is.middle, within(side, range), turn);
}

/** @param {Point} a @param {Point} b */
function way(a, b) {
  return {
    length: Math.hypot(b.x - a.x, b.y - a.y),
    angle: Math.atan2(b.y - a.y, b.x - a.x),
    middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
  };
}

/** @param {number} side @param {Range} range */
const within = (side, { least, most }) => Math.min(Math.max(side, least), most);

/** The crop with its middle on the photo, so that nobody loses it.
 * @param {Crop} crop @param {Size} size @returns {Crop} */
export function onPhoto(crop, [width, height]) {
  const cx = Math.min(Math.max(crop.cx, 0), width);
  const cy = Math.min(Math.max(crop.cy, 0), height);
  return { ...crop, cx, cy };
}

/** The largest crop whose window lies on the photo, until the server has found the face.
 * @param {Size} size @param {[number, number, number, number]} window @returns {Crop} */
export function centered([width, height], [left, top, right, bottom]) {
  const side = Math.min(width / (right - left), height / (bottom - top));
  const x = (width - (right - left) * side) / 2 - left * side;
  const y = (height - (bottom - top) * side) / 4 - top * side;
  return { cx: x + side / 2, cy: y + side / 2, side, turn: 0 };
}

/** A crop changed from one suggestion, as the same change of another.
 * @param {Crop} crop @param {Crop} from @param {Crop} to */
export function carried(crop, from, to) {
  const scale = to.side / from.side;
  const cx = to.cx + (crop.cx - from.cx) * scale;
  const cy = to.cy + (crop.cy - from.cy) * scale;
  return { cx, cy, side: crop.side * scale, turn: wrapped(to.turn + crop.turn - from.turn) };
}

/** A crop between two others.
 * @param {Crop} a @param {Crop} b @param {number} share  From 0 to 1. @returns {Crop} */
export function between(a, b, share) {
  const mix = (/** @type {number} */ x, /** @type {number} */ y) => x + (y - x) * share;
  const side = a.side * (b.side / a.side) ** share;
  const turn = wrapped(a.turn + wrapped(b.turn - a.turn) * share);
  return { cx: mix(a.cx, b.cx), cy: mix(a.cy, b.cy), side, turn };
}

/** The transform from pixels of the photo to a canvas, for CanvasRenderingContext2D.setTransform.
 * @param {Crop} crop @param {number} side @returns {[number, number, number, number, number, number]} */
export function matrix(crop, side) {
  const scale = side / crop.side;
  const cos = Math.cos(radians(crop.turn)) * scale;
  const sin = Math.sin(radians(crop.turn)) * scale;
  const x = side / 2 - (cos * crop.cx - sin * crop.cy);
  const y = side / 2 - (sin * crop.cx + cos * crop.cy);
  return [cos, sin, -sin, cos, x, y];
}

/** The copies of the photo that a crop shows: [0, 0] is the photo, its neighbours mirror images.
 * @param {Crop} crop @param {Size} size @returns {Size[]} */
export function tiles(crop, [width, height]) {
  const corners = [0, 1].flatMap((x) => [0, 1].map((y) => toPhoto(crop, { x, y })));
  const columns = span(corners.map((corner) => corner.x / width));
  const rows = span(corners.map((corner) => corner.y / height));
  return columns.flatMap((column) => rows.map((row) => /** @type {Size} */ ([column, row])));
}

/** @param {number[]} places */
function span(places) {
  const first = Math.floor(Math.min(...places) + 1e-9);
  const last = Math.ceil(Math.max(...places) - 1e-9) - 1;
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}
