// Draws badges, as told. Text only ever goes in as text.
{
  const { sense } = globalThis.partnerLens;
  /** Room between the text of a cell and its badge, and the width of a shape alone, in pixels. */
  const GAP = 4;
  const COMPACT = 14;

  /** @type {Map<Element, Painted>} Rows and titles with a badge of ours. */
  const painted = new Map();
  /** @type {Set<Painted>} Badges that have not been put into free room yet. */
  const unfitted = new Set();
  let theme = 'light';
  /** @type {Map<string, number>} Width of a badge by its word. */
  const widths = new Map();
  let fitting = 0;

  /**
   * Makes one of our elements: known by name from the document, closed inside.
   * @param {string} name
   */
  const make = (name) => {
    const element = document.createElement(name);
    element.hidden = true; // See overlay.css: its sheet shows it.
    element.dataset.theme = theme;
    return { element, shadow: element.attachShadow({ mode: 'closed' }) };
  };

  /**
   * @param {ShadowRoot | Element} parent
   * @param {string} tag
   * @param {string} part
   */
  const add = (parent, tag, part) => {
    const element = document.createElement(tag);
    element.setAttribute('part', part);
    parent.append(element);
    return element;
  };

  /**
   * Gives `anchor` (a row, or the title) the badge, as the last child of one of its `cells`: the
   * first one with room, which is the one that was chosen for it unless its text fills it. Nothing
   * of the page's own is moved or removed, so its React keeps working; when React rewrites the cell
   * the badge goes, and the observer paints it again.
   * @param {Element} anchor
   * @param {(Element | undefined)[]} all its cells
   * @param {number | undefined} column the first to try
   * @param {string} key
   * @param {Badge} view
   */
  const badge = (anchor, all, column, key, view) => {
    let entry = painted.get(anchor);
    if (entry?.key !== key || !entry.element.isConnected) {
      clear(anchor);
      // A row that comes back into the document brings its old one.
      anchor.querySelector('partner-lens-badge')?.remove();
      const cells = [...all.slice(column), ...all].filter((cell) => cell !== undefined);
      const { element, shadow } = make('partner-lens-badge');
      element.role = 'button';
      // A list that moves the focus itself takes what says so; of the rest, only links and buttons.
      element.dataset.isFocusable = 'true';
      element.tabIndex = 0;
      entry = { element, shadow, anchor, cells, key, view };
      painted.set(anchor, entry);
    } else if (entry.view === view) return;
    // What is told anew goes into the badge that is there, which may have the focus.
    entry.view = view;
    const { element, shadow, cells } = entry;
    element.title = element.ariaLabel = view.name;
    element.dataset.level = view.level;
    element.dataset.coverage = view.coverage;
    shadow.textContent = view.label;
    if (!element.isConnected) cells[0].append(element);
    refit(entry);
  };

  /** @param {Element} anchor */
  const clear = (anchor) => {
    painted.get(anchor)?.element.remove();
    painted.delete(anchor);
  };

  /** @param {Painted} [entry] */
  const refit = (entry) => {
    for (const each of entry ? [entry] : painted.values()) unfitted.add(each);
    fitting ||= requestAnimationFrame(fit);
  };

  /**
   * Puts new badges into free room. All reads come before all writes, once a frame, when the layout
   * is about to be made anyway.
   */
  const fit = () => {
    fitting = 0;
    const moves = [...unfitted].filter(({ element }) => element.isConnected).map(placeOf);
    unfitted.clear();
    for (const { entry, cell, compact, x, y } of moves) {
      const { element } = entry;
      element.toggleAttribute('data-compact', compact);
      if (element.parentNode === cell) {
        element.style.translate = `${x}px ${y}px`;
      } else {
        // Where it stands in another cell is known when it is there.
        cell.append(element);
        refit(entry);
      }
    }
  };

  /**
   * The free room at the end of a cell: where it starts, and the cell's box.
   * @param {Element} cell
   * @param {Element} box
   */
  const roomIn = (cell, box) => {
    const { left, right, top, bottom } = box.getBoundingClientRect();
    // A table may be wider than what is seen of it.
    const edge = Math.min(right, sense.main().getBoundingClientRect().right);
    let start = left;
    const walker = document.createTreeWalker(cell);
    const range = document.createRange();
    while (walker.nextNode()) {
      const node = walker.currentNode;
      // Boxes may fill the cell; only what is seen in them takes room.
      if (node.nodeType === Node.ELEMENT_NODE && !/^(?:BUTTON|IMG|INPUT|SVG)$/i.test(node.nodeName)) continue;
      range.selectNode(node);
      start = Math.max(start, range.getBoundingClientRect().right);
    }
    return { cell, right: edge, top, middle: (top + bottom) / 2, start: start + GAP };
  };

  /**
   * Where a badge goes: the first cell with room for its shape, or the upper corner of the first,
   * beside the line of its text; with its word where there is room for that too.
   * @param {Painted} entry
   */
  const placeOf = (entry) => {
    const { element, view, anchor, cells } = entry;
    const at = element.getBoundingClientRect();
    if (!element.hasAttribute('data-compact')) widths.set(view.label, at.width + GAP);
    // A cell that is alone has the whole row.
    const first = roomIn(cells[0], cells.at(-1) === cells[0] ? anchor : cells[0]);
    let room = first;
    for (let next = 1; room.right - room.start < COMPACT; next += 1) {
      room = cells[next] ? roomIn(cells[next], cells[next]) : { ...first, start: first.right - COMPACT, middle: first.top + 5 };
    }
    const [oldX, oldY] = (element.style.translate || '0 0').split(' ').map(parseFloat);
    const compact = room.right - room.start < (widths.get(view.label) ?? 0);
    return {
      entry,
      cell: room.cell,
      compact,
      x: Math.round(room.start + (compact ? 0 : GAP) - at.left + oldX),
      y: Math.round(room.middle - (at.top + at.bottom) / 2 + (oldY || 0)),
    };
  };

  /** Lets go of badges whose row has left the document, so that nothing is kept alive. */
  const sweep = () => {
    for (const anchor of painted.keys()) if (!anchor.isConnected) painted.delete(anchor);
  };

  /** Follows the page's own theme, which need not be the browser's: it is dark where text is light. */
  const followTheme = () => {
    const { color } = getComputedStyle(sense.title() ?? sense.main());
    const [r, g, b] = /** @type {string[]} */ (color.match(/\d+/g)).map(Number);
    theme = r + g + b > 382 ? 'dark' : 'light';
    for (const element of document.querySelectorAll('partner-lens-badge,partner-lens-launcher,partner-lens-notice,partner-lens-panel')) {
      /** @type {HTMLElement} */ (element).dataset.theme = theme;
    }
    return theme;
  };

  const clearAll = () => {
    for (const anchor of painted.keys()) clear(anchor);
  };

  globalThis.partnerLens.paint = {
    make,
    add,
    badge,
    clear,
    clearAll,
    refit,
    sweep,
    followTheme,
    /** @param {EventTarget | null} target */
    viewOf: (target) => [...painted.values()].find(({ element }) => element === target)?.view,
  };
}
