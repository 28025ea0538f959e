// The launcher and the docked panel: where they are, how they move, and room for them.
{
  const { paint, life } = globalThis.partnerLens;
  const [MIN, MAX] = [320, 720];
  const STEP = 24;
  /** What an admin could want to press. */
  const CONTROL = 'a,button,input,select,textarea,[role=button],[role=link],[role^=menu],[role=columnheader]';
  const root = document.documentElement;

  /** @type {Words} */
  let words;
  /** @type {Layout} */
  let layout;
  /** @type {() => void} */
  let save;
  /** @type {HTMLElement | undefined} */
  let launcher;
  /** @type {HTMLElement | undefined} */
  let notice;
  /** @type {{ element: HTMLElement, frame: HTMLIFrameElement, edge: HTMLElement } | undefined} */
  let panel;
  /** @type {Element | null} */
  let opener;

  /** @param {number} value @param {number} low @param {number} high */
  const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

  /**
   * The page's controls in a box, looked up at points of a grid. Our own elements are left out.
   * @param {number} left
   * @param {number} top
   * @param {number} right
   * @param {number} bottom
   */
  const controlsIn = (left, top, right, bottom) => {
    /** @type {Set<Element>} */
    const found = new Set();
    for (let y = top + 4; y < bottom; y += 16) {
      for (let x = left + 4; x < right; x += 24) {
        const element = document.elementsFromPoint(x, y).find((each) => !each.nodeName.startsWith('PARTNER-LENS'));
        const control = element?.closest(CONTROL);
        if (control) found.add(control);
      }
    }
    return [...found].map((element) => element.getBoundingClientRect());
  };

  /**
   * Lets a handle be moved by the pointer and by arrow keys.
   * @param {HTMLElement} handle
   * @param {string} role
   * @param {string} name
   * @param {(dx: number, dy: number) => void} move
   * @param {() => void} [press]
   */
  const movable = (handle, role, name, move, press) => {
    handle.role = role;
    handle.ariaLabel = name;
    handle.tabIndex = 0;
    let held = false;
    let moved = false;
    handle.addEventListener('pointerdown', (event) => {
      held = event.isTrusted && event.button === 0;
      moved = false;
      if (held) handle.setPointerCapture(event.pointerId);
    });
    handle.addEventListener('pointermove', ({ movementX, movementY }) => {
      if (!held || !(movementX || movementY)) return;
      moved = true;
      move(movementX, movementY);
    });
    handle.addEventListener('lostpointercapture', () => {
      held = false;
      if (moved) save();
    });
    handle.addEventListener('click', (event) => {
      if (event.isTrusted && !moved) press?.();
    });
    handle.addEventListener('keydown', (event) => {
      const at = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Enter', ' '].indexOf(event.key);
      if (at < 0 || !event.isTrusted) return;
      event.preventDefault();
      if (at > 3) return press?.();
      move([-STEP, STEP, 0, 0][at], [0, 0, -STEP, STEP][at]);
      save();
    });
  };

  /**
   * The launcher goes where it was left, or to the nearest place that covers no control; a notice
   * stands beside it.
   */
  const placeLauncher = () => {
    if (!launcher) return;
    const left = innerWidth - 36 - (notice?.offsetWidth ?? 0);
    for (let step = 0; step < 24; step += 1) {
      const shift = (step % 2 ? 1 : -1) * Math.ceil(step / 2) * 40;
      const top = clamp((layout.launcher * innerHeight) / 1000 + shift, 0, innerHeight - 36);
      launcher.style.top = `${top}px`;
      if (notice) notice.style.top = `${top}px`;
      if (controlsIn(left, top, innerWidth, top + 36).length === 0) return;
    }
  };

  /**
   * Narrows the page, then looks at what is left under the panel: a bar across the top or buttons
   * in the corner make the panel shorter; anything else makes it float, to be moved by hand.
   */
  const place = () => {
    if (!panel) return;
    const { element, edge } = panel;
    const width = clamp(layout.width, MIN, Math.min(MAX, innerWidth));
    const left = innerWidth - width;
    let [top, bottom] = [0, innerHeight];
    // Room comes from our style sheet, so that it goes with it.
    root.style.setProperty('--pl-room', `${width}px`);
    element.dataset.mode = 'dock';
    for (const rect of controlsIn(left, top, innerWidth, bottom)) {
      if (rect.bottom < innerHeight / 3) top = Math.max(top, rect.bottom + 6);
      else bottom = Math.min(bottom, rect.top - 6);
    }
    const docked = bottom - top > innerHeight / 2 && left > 480;
    if (!docked) {
      element.dataset.mode = 'float';
      const height = Math.min(640, innerHeight);
      const [x, y] = layout.float;
      layout.float = [clamp(x, -left, 0), clamp(y, 0, innerHeight - height)];
      top = layout.float[1];
      bottom = top + height;
    }
    Object.assign(element.style, {
      width: `${width}px`,
      top: `${top}px`,
      height: `${bottom - top}px`,
      left: `${left + (docked ? 0 : layout.float[0])}px`,
    });
    edge.ariaValueNow = String(width);
    paint.refit();
  };

  const build = () => {
    const { element, shadow } = paint.make('partner-lens-panel');
    const frame = /** @type {HTMLIFrameElement} */ (paint.add(shadow, 'iframe', 'frame'));
    frame.title = words.panel;
    frame.allow = 'clipboard-write';
    const edge = paint.add(shadow, 'div', 'edge');
    edge.ariaOrientation = 'vertical';
    edge.ariaValueMin = String(MIN);
    edge.ariaValueMax = String(MAX);
    movable(edge, 'separator', words.resize, (dx) => {
      layout.width = clamp(layout.width - Math.round(dx), MIN, MAX);
      place();
    });
    movable(paint.add(shadow, 'div', 'grip'), 'button', words.drag, (dx, dy) => {
      layout.float = [layout.float[0] + Math.round(dx), layout.float[1] + Math.round(dy)];
      place();
    });
    root.append(element);
    return { element, frame, edge };
  };

  /** @param {string} route @param {boolean} [quiet] whether the focus stays where it is */
  const open = (route, quiet) => {
    if (!panel) opener = document.activeElement;
    panel ??= build();
    const { frame } = panel;
    const focus = () => quiet || (frame.blur(), frame.focus());
    // A frame that gets another document loses the focus, and doesn't notice.
    frame.onload = focus;
    frame.src = `${chrome.runtime.getURL('panel.html')}?theme=${paint.followTheme()}${route}`;
    place();
    focus();
    layout.open = true;
    save();
  };

  const hide = () => {
    if (!panel) return;
    panel.element.remove();
    panel = undefined;
    root.style.removeProperty('--pl-room');
    paint.refit();
  };

  const close = () => {
    hide();
    layout.open = false;
    save();
    /** @type {HTMLElement | undefined} */ (opener?.isConnected && opener !== document.body ? opener : launcher)?.focus();
  };

  const toggle = () => (panel ? close() : open('#/overview'));

  /** Says something quietly; the panel says more. @param {string | null} text */
  const tell = (text) => {
    if (notice?.ariaLabel === text) return;
    notice?.remove();
    notice = undefined;
    if (text) {
      const { element, shadow } = paint.make('partner-lens-notice');
      notice = element;
      element.role = 'status';
      element.ariaLabel = text;
      shadow.append(text);
      root.append(element);
    }
    placeLauncher();
  };

  const leave = () => {
    hide();
    tell(null);
    launcher?.remove();
    launcher = undefined;
  };

  /**
   * @param {Layout} saved
   * @param {Words} texts
   * @param {(layout: Layout) => void} keep
   */
  const enter = (saved, texts, keep) => {
    layout = saved;
    words = texts;
    save = () => keep(layout);
    const { element, shadow } = paint.make('partner-lens-launcher');
    launcher = element;
    paint.add(shadow, 'span', 'ring');
    paint.add(shadow, 'span', 'handle');
    /** @param {number} _ @param {number} dy */
    const slide = (_, dy) => {
      const top = clamp(parseFloat(element.style.top) + dy, 0, innerHeight - 36);
      element.style.top = `${top}px`;
      layout.launcher = Math.round((top / innerHeight) * 1000);
    };
    movable(element, 'button', words.launcher, slide, toggle);
    root.append(element);
    placeLauncher();
    if (layout.open) open('#/overview', true);
  };

  addEventListener('resize', () => (placeLauncher(), place()), { signal: life });

  globalThis.partnerLens.dock = { open, close, toggle, tell, enter, leave };
}
