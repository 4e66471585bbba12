// @ts-check
/** Taps: the actions of buttons, by the name in `data-do`. */

/** Run the tapped action, unless it is still running.
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
