// @ts-check
/** Shrink: makes the photo small on the phone, to spare data and to drop EXIF and GPS. */

const LONGEST = 2048;
const HEAVY = 800_000;
const QUALITIES = [0.9, 0.82, 0.72];

/**
 * @typedef {object} Shrunk
 * @property {HTMLCanvasElement} picture  Upright, for the editor.
 * @property {Blob} file  The same as JPEG, for the server.
 * @property {() => void} release  Frees the picture's memory.
 */

/** Whether a file is certainly no picture, and not worth the upload. @param {File} file */
export const isNoPicture = (file) =>
  /^(text|audio|video)\//.test(file.type) || /\.(pdf|docx?|xlsx?|pptx?|zip)$/i.test(file.name);

/** The photo at most 2048 pixels long; null where this browser cannot open it.
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

/** The best JPEG that is light enough. @param {HTMLCanvasElement} picture */
async function packed(picture) {
  let file = null;
  for (const quality of QUALITIES) {
    file = await jpeg(picture, quality);
    if (!file || file.size <= HEAVY) return file;
  }
  return file;
}

/** An image file as a canvas. @param {Blob} file */
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
    // Older Safari takes no options, and opens HEIC only as an element.
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
