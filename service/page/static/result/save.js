// @ts-check
/** Save: by link, by share sheet or by copying, whichever the browser offers. */

// Zalo, Facebook, Messenger, Instagram, and any other app with Android's WebView.
const APPS = /Zalo|FBAN|FBAV|FB_IAB|Messenger|Instagram|; wv\)/;

/** Whether the page is open inside another app, where saving may fail. */
export const isInsideApp = () => APPS.test(navigator.userAgent);

/** Follow a link to an attachment. @param {string} href */
export function download(href) {
  const link = document.createElement("a");
  link.href = href;
  link.download = "";
  document.body.append(link);
  link.click();
  link.remove();
}

/** A function that opens the share sheet with a picture and returns whether that worked; null where
 * this browser shares no files. The picture is fetched now, since a sheet opens only right after a tap.
 * @param {string} src @param {string} name @returns {Promise<(() => Promise<boolean>) | null>} */
export async function sharer(src, name) {
  if (!navigator.canShare) return null;
  try {
    const picture = await (await fetch(src)).blob();
    const files = [new File([picture], name, { type: picture.type })];
    return navigator.canShare({ files }) ? () => shared(files) : null;
  } catch {
    return null;
  }
}

/** @param {File[]} files */
async function shared(files) {
  try {
    await navigator.share({ files });
    return true;
  } catch (error) {
    // Closing the sheet is no failure.
    return error instanceof DOMException && error.name === "AbortError";
  }
}

/** Copy a text to the clipboard; whether that worked. @param {string} text */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyOld(text);
  }
}

/** Copy a text by the older way. @param {string} text */
function copyOld(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.readOnly = true;
  field.className = "vh";
  (document.querySelector("dialog[open]") || document.body).append(field);
  field.select();
  const worked = document.execCommand("copy");
  field.remove();
  return worked;
}
