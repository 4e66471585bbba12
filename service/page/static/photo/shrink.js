// @ts-check
/** The photo, made small on the phone: it spares the member's data, and leaves EXIF and GPS behind. */

const LONGEST = 2048;
const HEAVY = 800_000;
const QUALITIES = [0.9, 0.82, 0.72];

/**
 * @typedef {object} Shrunk
 * @property {HTMLCanvasElement} picture  Upright; it is what the editor draws.
 * @property {Blob} file  The same as a JPEG, which is what the server gets.
 * @property {() => void} release  Gives the picture's memory back.
 */

/** What no server could make a picture of is not worth the upload. @param {File} file */
export const isNoPicture = (file) =>
  /^(text|audio|video)\//.test(file.type) || /\.(pdf|docx?|xlsx?|pptx?|zip)$/i.test(file.name);

/** The photo at most 2048 pixels long; null where this browser cannot open it: the server may.
 * @param {Blob} file @returns {Promise<Shrunk | null>} */
export async function shrink(file) {
  const source = await opened(file);
  if (!source) return null;
  const scale = Math.min(1, LONGEST / Math.max(source.width, source.height));
  const picture = document.createElement("canvas");
  picture.width = Math.max(1, Math.round(source.width * scale));
  picture.height = Math.max(1, Math.round(source.height * scale));
  const context = picture.getContext("2d");
  if (!context) return null;
  context.fillStyle = "#fff";
  context.fillRect(0, 0, picture.width, picture.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(source, 0, 0, picture.width, picture.height);
  if ("close" in source) source.close();
  const release = () => {
    picture.width = picture.height = 0;
  };
  const light = await packed(picture);
  if (light) return { picture, file: light, release };
  release();
  return null;
}

/** As good a JPEG as is light enough. @param {HTMLCanvasElement} picture */
async function packed(picture) {
  let file = null;
  for (const quality of QUALITIES) {
    file = await jpeg(picture, quality);
    if (!file || file.size <= HEAVY) return file;
  }
  return file;
}

/** A file that the server made a picture of, as a canvas. @param {Blob} file */
export async function toCanvas(file) {
  const source = await opened(file);
  if (!source) return null;
  const picture = document.createElement("canvas");
  [picture.width, picture.height] = [source.width, source.height];
  picture.getContext("2d")?.drawImage(source, 0, 0);
  if ("close" in source) source.close();
  return picture;
}

/** @param {Blob} file @returns {Promise<ImageBitmap | HTMLImageElement | null>} */
async function opened(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    // Older Safari knows no options, and opens HEIC only as an element.
    return element(file);
  }
}

/** @param {Blob} file @returns {Promise<HTMLImageElement | null>} */
function element(file) {
  const image = new Image();
  const address = URL.createObjectURL(file);
  return new Promise((resolve) => {
    const end = (/** @type {HTMLImageElement | null} */ result) => {
      URL.revokeObjectURL(address);
      resolve(result);
    };
    image.onload = () => end(image);
    image.onerror = () => end(null);
    image.src = address;
  });
}

/** @param {HTMLCanvasElement} canvas @param {number} quality @returns {Promise<Blob | null>} */
function jpeg(canvas, quality) {
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
}
