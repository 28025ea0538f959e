// Draws badges and the notice, as told. Text only ever goes in as text.
{
  const { sense, life } = globalThis.partnerLens;
  /** Room between the text of a cell and its badge, in pixels. */
  const GAP = 8;
  const COMPACT = 20;

  /** @type {Map<Element, Painted>} Rows and titles with a badge of ours. */
  const painted = new Map();
  /** @type {Set<Painted>} Badges that have not been put into free room yet. */
  const unfitted = new Set();
  /** @type {Map<string, number>} Width of a badge by its word. */
  const widths = new Map();
  let theme = 'light';
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
   * @param {string} [text]
   */
  const add = (parent, tag, part, text) => {
    const element = document.createElement(tag);
    element.setAttribute('part', part);
    if (text !== undefined) element.textContent = text;
    parent.append(element);
    return element;
  };

  /**
   * Gives `anchor` (a row, or the title) the badge, as the last child of `cell`. Nothing of the
   * page's own is moved or removed, so its React keeps working; when React rewrites the cell the
   * badge goes, and the observer paints it again.
   * @param {Element} anchor
   * @param {Element} cell
   * @param {string} key
   * @param {Badge} view
   */
  const badge = (anchor, cell, key, view) => {
    const old = painted.get(anchor);
    if (old?.key === key && old.view === view && old.element.parentNode === cell) return;
    clear(anchor);
    const { element, shadow } = make('partner-lens-badge');
    element.setAttribute('role', 'button');
    element.tabIndex = 0;
    element.dataset.level = view.level;
    element.dataset.coverage = view.coverage;
    element.setAttribute('aria-label', view.name);
    element.title = view.name;
    add(shadow, 'span', 'shape');
    add(shadow, 'span', 'label', view.label);
    const entry = { element, cell, key, view };
    painted.set(anchor, entry);
    cell.append(element);
    refit(entry);
  };

  /** @param {Element} anchor */
  const clear = (anchor) => {
    const old = painted.get(anchor);
    if (!old) return;
    old.element.remove();
    unfitted.delete(old);
    painted.delete(anchor);
  };

  /** @param {Painted} [entry] */
  const refit = (entry) => {
    if (entry) unfitted.add(entry);
    else for (const each of painted.values()) unfitted.add(each);
    fitting ||= requestAnimationFrame(fit);
  };

  /**
   * Puts new badges behind the text of their cells: the word where there's room for it, else the
   * shape alone, else the shape at the cell's end, where the page cuts its text off. All reads come
   * before all writes, once a frame, when the layout is about to be made anyway.
   */
  const fit = () => {
    fitting = 0;
    const moves = [...unfitted].filter((entry) => entry.element.isConnected).map(placeOf);
    unfitted.clear();
    for (const { element, compact, x, y } of moves) {
      if (compact) element.dataset.fit = 'compact';
      else delete element.dataset.fit;
      element.style.translate = `${x}px ${y}px`;
    }
  };

  /** @param {Painted} entry */
  const placeOf = ({ element, cell, view }) => {
    const at = element.getBoundingClientRect();
    const [oldX, oldY] = (element.style.translate || '0 0').split(' ').map(parseFloat);
    if (!element.dataset.fit && !widths.has(view.label)) widths.set(view.label, at.width);
    const width = widths.get(view.label) ?? at.width;
    const box = cell.getBoundingClientRect();
    const range = document.createRange();
    range.setStart(cell, 0);
    range.setEndBefore(element);
    const text = [...range.getClientRects()].filter((rect) => rect.width > 1).at(-1);
    const end = text ? text.right + GAP : box.left + GAP;
    const compact = end + width > box.right;
    const left = compact ? Math.min(end, box.right - COMPACT) : end;
    const middle = text && cell.childElementCount > 1 ? (text.top + text.bottom) / 2 : (box.top + box.bottom) / 2;
    return {
      element,
      compact,
      x: Math.round(left - at.left + oldX),
      y: Math.round(middle - (at.top + at.bottom) / 2 + (oldY || 0)),
    };
  };

  /** Takes away badges whose row has left the document, so that nothing is kept alive. */
  const sweep = () => {
    for (const anchor of painted.keys()) if (!anchor.isConnected) clear(anchor);
  };

  /** @type {HTMLElement | null} */
  let notice = null;
  let dismissed = '';

  /**
   * @param {Notice | null} view
   * @param {Words} words
   */
  const tell = (view, words) => {
    if (view && (view.report === dismissed || notice?.dataset.report === view.report)) return;
    notice?.remove();
    notice = null;
    if (!view) return;
    const { element, shadow } = make('partner-lens-notice');
    element.setAttribute('role', 'status');
    element.setAttribute('aria-label', view.title);
    element.dataset.report = view.report;
    add(shadow, 'p', 'title', view.title);
    add(shadow, 'p', 'body', view.body);
    const copy = add(shadow, 'button', 'button', words.copy);
    copy.addEventListener('click', async () => {
      await navigator.clipboard.writeText(view.report);
      copy.textContent = words.copied;
    });
    add(shadow, 'button', 'button', words.dismiss).addEventListener('click', () => {
      dismissed = view.report;
      tell(null, words);
    });
    document.documentElement.append(element);
    notice = element;
  };

  /** Follows the page's own theme, which need not be the browser's. */
  const followTheme = () => {
    let dark = matchMedia('(prefers-color-scheme: dark)').matches;
    for (let element = /** @type {Element | null} */ (sense.main()); element; element = element.parentElement) {
      const [r, g, b, a = 1] = getComputedStyle(element).backgroundColor.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0, 0];
      if (a < 0.5) continue;
      dark = r * 0.3 + g * 0.6 + b * 0.1 < 128;
      break;
    }
    const now = dark ? 'dark' : 'light';
    if (now === theme) return theme;
    theme = now;
    for (const element of document.querySelectorAll('partner-lens-badge,partner-lens-launcher,partner-lens-notice,partner-lens-panel')) {
      /** @type {HTMLElement} */ (element).dataset.theme = theme;
    }
    return theme;
  };

  const clearAll = () => {
    for (const anchor of [...painted.keys()]) clear(anchor);
    notice?.remove();
    notice = null;
    cancelAnimationFrame(fitting);
    fitting = 0;
  };
  life.addEventListener('abort', clearAll, { once: true });

  globalThis.partnerLens.paint = {
    make,
    add,
    badge,
    clear,
    clearAll,
    refit,
    sweep,
    tell,
    followTheme,
    /** @param {EventTarget | null} target */
    viewOf: (target) => [...painted.values()].find(({ element }) => element === target)?.view,
  };
}
