// Every error that React or the window throws is kept and reported, so that a test of something
// that draws into this page can see whether it broke the page.

/** @type {{message: string, stack: string}[]} */
export const seenErrors = [];

// Browsers raise this one as a window error although nothing failed: an observer's work was put off
// to the next frame.
const HARMLESS = /ResizeObserver loop/;

/** @param {unknown} error */
export function reportError(error) {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const stack = error instanceof Error ? (error.stack ?? "") : "";

  if (HARMLESS.test(message)) {
    return;
  }

  seenErrors.push({ message, stack });
  fetch("/__simulator/errors", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ message, stack }),
    keepalive: true,
  }).catch(() => {
    // The error stays in `seenErrors`; a report that can't be delivered must not make another one.
  });
}

export function listenForErrors() {
  window.addEventListener("error", (event) => reportError(event.error ?? event.message));
  window.addEventListener("unhandledrejection", (event) => reportError(event.reason));
}
