// @ts-check
/** Taps: what buttons do, by the name that each gives in `data-do`. */

/** Do what is tapped; what is still being done is not begun a second time.
 * @param {Record<string, () => unknown>} actions */
export function listenToTaps(actions) {
  /** @type {Set<string>} */
  const doing = new Set();
  document.addEventListener("click", async (event) => {
    const target = /** @type {Element} */ (event.target).closest("[data-do]");
    const name = target?.getAttribute("data-do") || "";
    if (!(name in actions)) return;
    event.preventDefault();
    if (doing.has(name)) return;
    doing.add(name);
    try {
      await actions[name]();
    } finally {
      doing.delete(name);
    }
  });
}
