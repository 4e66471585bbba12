// @ts-check
/** Waiting: for the upload, for a place in the queue, for the network. */
import { get, say } from "../page/words.js";

const TEETH = 12;
const LONGEST = 60;

/** The progress of an upload, with an estimate of the time left once there can be one. */
export class Progress {
  /** @param {number | null} bytes  Of the shrunk photo; null where the original is sent. */
  constructor(bytes) {
    this.start = performance.now();
    get("sending-h", HTMLElement).textContent = say("Sending your photo");
    get("sending-p", HTMLElement).textContent =
      bytes === null
        ? say("Pick a frame meanwhile.")
        : say("Shrunk to {kb} kB to spare your data. Pick a frame meanwhile.", {
            kb: Math.round(bytes / 1000),
          });
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
    const heading = get("sending-h", HTMLElement);
    if (share >= 1) heading.textContent = say("Finding the place for your face");
    else if (gone > 1 && share > 0.02) {
      const seconds = Math.max(1, Math.round((gone * (1 - share)) / share));
      heading.textContent = say("Sending your photo, about {seconds} s left", { seconds });
    }
  }
}

/** Seconds to wait: what the server asks for, with exponential backoff and jitter.
 * @param {number} asked @param {number} times */
export const patience = (asked, times) =>
  Math.min(LONGEST, Math.ceil(asked * 1.5 ** (times - 1) * (1 + Math.random() / 4)));

/** Count seconds down on the gear; ends early on a retry or an abort.
 * @param {number} seconds @param {AbortSignal} signal @returns {Promise<void>} */
export function countDown(seconds, signal) {
  const end = performance.now() + seconds * 1000;
  const show = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    get("secs", HTMLElement).textContent = String(left);
    get("secs-t", HTMLElement).textContent = say("{seconds} s", { seconds: left });
    const teeth = Math.ceil((TEETH * left) / seconds);
    const lit = Array(teeth).fill("6 4").join(" ");
    get("teeth", SVGElement).setAttribute("stroke-dasharray", lit ? `${lit} 0 120` : "0 120");
  };
  show();
  const timer = setInterval(show, 250);
  return until(seconds * 1000, [], signal).finally(() => clearInterval(timer));
}

/** Wait for the network, at most 30 seconds. @param {number} times @param {AbortSignal} signal */
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
