// @ts-check
/** Faces: chooses one of several people on a photo. */
import { get, say } from "../page/words.js";

/**
 * @typedef {import("../flow/api.js").Face} Face
 * @typedef {{at: number, x: number, y: number, radius: number}} Ring  `at` is the face's number.
 */

const SVG = "http://www.w3.org/2000/svg";
const WIDE = 960;
const SMALL = 168;
// A ring's radius, in sides of the face's box, which ends at brow and chin: room for hair.
const RING = 0.8;

/** Show the photo with a ring and a button for each face, numbered from left to right.
 * @param {HTMLCanvasElement} picture @param {[number, number]} size
 * @param {Face[]} faces @param {number} main  The number of the face to choose first. */
export function showFaces(picture, size, faces, main) {
  const group = get("group", HTMLCanvasElement);
  group.width = WIDE;
  group.height = Math.round((WIDE * size[1]) / size[0]);
  draw(group, picture, [0, 0, picture.width, picture.height]);
  get("faces-h", HTMLElement).textContent = say("{count} faces here", { count: faces.length });
  const order = faces.map((_, at) => at).sort((a, b) => faces[a].box[0] - faces[b].box[0]);
  const rings = order.map((at) => ({ at, ...ringOf(faces[at].box) }));
  const picks = rings.map((ring, place) => pick(picture, size, ring, place + 1, ring.at === main));
  get("pick", HTMLElement).replaceChildren(...picks);
  const paint = () => paintRings(size, rings, chosenFace());
  for (const radio of get("pick", HTMLElement).querySelectorAll("input")) {
    radio.addEventListener("change", paint);
  }
  paint();
}

/** Drop the pictures of them. */
export function forgetFaces() {
  get("group", HTMLCanvasElement).width = 0;
  get("pick", HTMLElement).replaceChildren();
}

/** The number of the face that is chosen. */
export function chosenFace() {
  const radio = /** @type {HTMLInputElement | null} */ (document.querySelector("[name=face]:checked"));
  return Number(radio?.value || 0);
}

/** @param {Face["box"]} box */
function ringOf([left, top, right, bottom]) {
  const radius = RING * Math.max(right - left, bottom - top);
  return { x: (left + right) / 2, y: (top + bottom) / 2, radius };
}

/** @param {HTMLCanvasElement} canvas @param {HTMLCanvasElement} picture
 * @param {[number, number, number, number]} from */
function draw(canvas, picture, [x, y, width, height]) {
  const context = canvas.getContext("2d");
  if (!context) return;
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, x, y, width, height, 0, 0, canvas.width, canvas.height);
}

/** A face's button.
 * @param {HTMLCanvasElement} picture @param {[number, number]} size @param {Ring} ring
 * @param {number} number @param {boolean} checked */
function pick(picture, size, { at, x, y, radius }, number, checked) {
  const template = get("pick-t", HTMLTemplateElement);
  const label = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  const radio = /** @type {HTMLInputElement} */ (label.querySelector("input"));
  radio.value = String(at);
  radio.checked = checked;
  const canvas = /** @type {HTMLCanvasElement} */ (label.querySelector("canvas"));
  canvas.width = canvas.height = SMALL;
  const scale = picture.width / size[0];
  const side = 2 * radius * scale;
  draw(canvas, picture, [(x - radius) * scale, (y - radius) * scale, side, side]);
  const name = /** @type {HTMLElement} */ (label.querySelector(".frame__name"));
  name.textContent = say("Person {number}", { number });
  return label;
}

/** @param {[number, number]} size @param {Ring[]} rings @param {number} chosen */
function paintRings([width, height], rings, chosen) {
  const svg = get("rings", SVGElement);
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const holes = rings.map(({ x, y, radius: r }) =>
    `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`);
  const dim = shape("path", { class: "dim", d: `M0 0H${width}V${height}H0Z${holes.join("")}` });
  const marks = rings.map(({ at, x, y, radius }, place) => {
    const badge = Math.max(radius * 0.24, width * 0.03);
    const [bx, by] = [x + radius * 0.71, y + radius * 0.71];
    const group = shape("g", { class: at === chosen ? "me" : "" });
    const number = shape("text", { x: bx, y: by + badge * 0.38, "font-size": badge * 1.1 });
    number.textContent = String(place + 1);
    const ring = shape("circle", { class: "ring-of", cx: x, cy: y, r: radius });
    group.append(ring, shape("circle", { class: "no", cx: bx, cy: by, r: badge }), number);
    group.addEventListener("click", () => {
      const radio = document.querySelector(`[name=face][value="${at}"]`);
      /** @type {HTMLElement | null} */ (radio)?.click();
    });
    return group;
  });
  svg.replaceChildren(dim, ...marks);
}

/** @param {string} name @param {Record<string, string | number>} attributes */
function shape(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
