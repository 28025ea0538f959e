// `window.__admin`: what tests may ask of the page. Nothing of it is used by the page itself.

import { seenErrors } from "./errors.js";

/** @typedef {import("./list-items.js").Item} Item */

const hooks = {
  errors: seenErrors,
  /** The rows in their shown order, those of closed groups too. @type {Item[]} */
  items: [],
  /** Renders everything anew, with new objects and every other time with new keys. */
  rerender: () => {},
  scrollToRow,
};

Object.assign(window, { __admin: hooks });

/** @param {Item[]} items */
export function publishItems(items) {
  hooks.items = items;
}

/** @param {() => void} rerender */
export function publishRerender(rerender) {
  hooks.rerender = rerender;
}

function nextFrame() {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

/**
 * The list that a row is in, and its place there: the 2023 layout has one list of GDAP relationships
 * and one of the other partners.
 *
 * @param {Element} scroller
 * @param {number} index place in `items`
 */
function placeOf(scroller, index) {
  const lists = scroller.querySelectorAll("[aria-rowcount]");
  const granular = hooks.items.filter((item) => item.granular).length;

  if (lists.length === 2 && index >= granular) {
    return { list: lists[1], row: index - granular };
  }

  return { list: lists[0], row: index };
}

/**
 * The row that stands in view, once there is one: Fluent's list draws a moment after it was scrolled.
 *
 * @param {Element} scroller
 * @returns {Promise<Element | undefined>} nothing if none came within a second
 */
async function rowInView(scroller) {
  const view = scroller.getBoundingClientRect();

  for (let frame = 0; frame < 60; frame += 1) {
    await nextFrame();

    const inView = [...scroller.querySelectorAll("[data-item-index]")].find((element) => {
      const box = element.getBoundingClientRect();

      return box.bottom > view.top && box.top < view.bottom;
    });

    if (inView) {
      return inView;
    }
  }

  return undefined;
}

/**
 * Scrolls until a row is rendered and in view. What isn't rendered has no place to ask for, so this
 * goes nearer step by step between what is known to be above and below.
 *
 * @param {number} index place in `items`
 * @returns {Promise<boolean>} whether the row was found; one in a closed group isn't
 */
async function scrollToRow(index) {
  const scroller = document.querySelector("main[data-is-scrollable]");

  if (!scroller || index < 0 || index >= hooks.items.length) {
    return false;
  }

  let above = 0;
  let below = scroller.scrollHeight;

  for (let step = 0; step < 40; step += 1) {
    const { list, row } = placeOf(scroller, index);
    const find = () => list.querySelector(`[data-item-index="${row}"]`);

    find()?.scrollIntoView({ block: "center" });

    const seen = await rowInView(scroller);

    if (find()) {
      find()?.scrollIntoView({ block: "center" });

      return true;
    }

    const seenIndex = Number(seen?.getAttribute("data-item-index"));
    const isInList = seen !== undefined && list.contains(seen);
    const isTooFar = isInList ? seenIndex > row : list.getBoundingClientRect().bottom < 0;
    const rowHeight = seen?.getBoundingClientRect().height ?? 0;
    const estimate = scroller.scrollTop + (isInList ? (row - seenIndex) * rowHeight : 0);

    if (isTooFar) {
      below = Math.min(below, scroller.scrollTop);
    } else {
      above = Math.max(above, scroller.scrollTop);
    }

    scroller.scrollTop = estimate > above && estimate < below ? estimate : (above + below) / 2;
  }

  return false;
}
