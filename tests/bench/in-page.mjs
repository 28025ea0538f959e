// Functions that run in the host page while it is measured. Each must be self-contained.

/** Waits until the list has rows. */
export async function waitForRows() {
  while (document.querySelector('main [role="row"][data-item-index]') === null) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

/**
 * Scrolls the list to its end, one step in each frame.
 * @param {{step: number}} options pixels
 */
export async function scrollToEnd({ step }) {
  const scroller = /** @type {Element} */ (document.querySelector('[data-is-scrollable="true"],[data-is-scrollable=""]'));
  let before = -1;
  while (scroller.scrollTop !== before) {
    before = scroller.scrollTop;
    scroller.scrollTop += step;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

/**
 * How long each row that is mounted during a scroll waits for its badge: from the task in which the
 * host inserts it to the beginning of the frame that draws it with the badge.
 * @param {{steps: number, step: number}} options number of steps, and pixels
 * @returns {Promise<number[]>} milliseconds
 */
export async function badgePaint({ steps, step }) {
  const scroller = /** @type {Element} */ (document.querySelector('[data-is-scrollable="true"],[data-is-scrollable=""]'));
  /** @type {Map<Element, number>} */
  const waiting = new Map();
  /** @type {number[]} */
  const times = [];
  const observer = new MutationObserver((records) => {
    const now = performance.now();
    for (const record of records) {
      for (const node of record.addedNodes) {
        if (!(node instanceof Element) || node.localName.startsWith('partner-lens')) continue;
        const rows = node.matches('[data-item-index]') ? [node] : node.querySelectorAll('[role="row"][data-item-index]');
        for (const row of rows) waiting.set(row, now);
      }
    }
  });
  observer.observe(document.body, { childList: true, subtree: true });
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const collect = () => {
    const now = performance.now();
    for (const [row, since] of waiting) {
      if (!row.isConnected) waiting.delete(row);
      else if (row.querySelector('partner-lens-badge') !== null) {
        times.push(now - since);
        waiting.delete(row);
      }
    }
  };
  for (let index = 0; index < steps; index += 1) {
    scroller.scrollTop += step;
    // Rows mount and are badged within some frames; the next step comes when all are.
    for (let wait = 0; wait < 120; wait += 1) {
      await frame();
      collect();
      if (wait > 2 && waiting.size === 0) break;
    }
  }
  observer.disconnect();
  return times;
}
