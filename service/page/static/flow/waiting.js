// @ts-check
/** Waiting: for the upload, for a place in the queue, for the network. */
import { get, say } from "../page/words.js";

const TEETH = 12;
const LONGEST = 60;

/** How far an upload is; the words of how long it may take are told once that can be known. */
export class Progress {
  /** @param {number | null} bytes  Of the shrunk photo; null where the original is sent. */
  constructor(bytes) {
    this.start = performance.now();
    get("sending-h", HTMLElement).textContent = say("sending");
    get("sending-p", HTMLElement).textContent =
      bytes === null ? say("sending.more") : say("sending.shrunk", { kb: Math.round(bytes / 1000) });
    this.show(0);
  }

  /** @param {number} share */
  show(share) {
    const percent = Math.floor(share * 100);
    const count = get("count", HTMLElement);
    count.textContent = `${percent}%`;
    count.setAttribute("aria-valuenow", String(percent));
    get("sent", SVGElement).setAttribute("stroke-dasharray", `${percent} 100`);
    const gone = (performance.now() - this.start) / 1000;
    if (share >= 1) get("sending-h", HTMLElement).textContent = say("placing");
    else if (gone > 1 && share > 0.02) {
      const seconds = Math.max(1, Math.round((gone * (1 - share)) / share));
      get("sending-h", HTMLElement).textContent = say("sending.left", { seconds });
    }
  }
}

/** How long to wait: what the server asks for, more each time, and never all phones at once.
 * @param {number} asked @param {number} times */
export const patience = (asked, times) =>
  Math.min(LONGEST, Math.ceil(asked * 1.5 ** (times - 1) * (1 + Math.random() / 4)));

/** Count seconds down on the gear; ends early where the member is impatient or gives up.
 * @param {number} seconds @param {AbortSignal} signal @returns {Promise<void>} */
export function countDown(seconds, signal) {
  const end = performance.now() + seconds * 1000;
  const show = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    get("secs", HTMLElement).textContent = String(left);
    get("secs-t", HTMLElement).textContent = say("left.seconds", { seconds: left });
    const teeth = Math.ceil((TEETH * left) / seconds);
    const lit = Array(teeth).fill("6 4").join(" ");
    get("teeth", SVGElement).setAttribute("stroke-dasharray", lit ? `${lit} 0 120` : "0 120");
  };
  show();
  const timer = setInterval(show, 250);
  return until(seconds * 1000, [], signal).finally(() => clearInterval(timer));
}

/** Wait for the network, trying anew by itself now and then. @param {number} times @param {AbortSignal} signal */
export function forNetwork(times, signal) {
  return until(Math.min(30, 2 ** times) * 1000, ["online"], signal);
}

/** @param {number} milliseconds @param {string[]} events @param {AbortSignal} signal @returns {Promise<void>} */
function until(milliseconds, events, signal) {
  const retry = document.querySelector('[data-do="retry"]');
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      for (const event of events) window.removeEventListener(event, go);
      retry?.removeEventListener("click", go);
      signal.removeEventListener("abort", go);
      resolve();
    };
    const timer = setTimeout(go, milliseconds);
    for (const event of events) window.addEventListener(event, go);
    retry?.addEventListener("click", go);
    signal.addEventListener("abort", go);
  });
}
