// @ts-check
/** Strip: the row of frames, which is wider than a phone. */

/** Bring the chosen frame into view, without scrolling the page. */
export function showChosen() {
  const chosen = document.querySelector("[name=frame]:checked")?.closest(".frame");
  const strip = chosen?.closest(".strip");
  if (!chosen || !strip) return;
  const [one, all] = [chosen.getBoundingClientRect(), strip.getBoundingClientRect()];
  if (one.left < all.left || one.right > all.right) {
    strip.scrollLeft += one.left + one.width / 2 - all.left - all.width / 2;
  }
}
