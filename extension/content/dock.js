// The launcher and the docked panel: where they are, how they move, and room for them.
{
  const { paint, life } = globalThis.partnerLens;
  const [MIN, MAX] = [320, 720];
  const STEP = 24;
  /** What an admin could want to press; all that is ours has `hidden`. */
  const CONTROL = ':is(a,button,[role=button],[role=link],[role^=menu],[role=tab],input,select,textarea,[role=columnheader]):not([hidden])';
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
   * The boxes of the page's controls that can be seen at the right of the window, whatever of ours
   * is over them.
   * @param {number} left
   * @param {number} top
   * @param {number} bottom
   */
  const controlsIn = (left, top, bottom) => {
    const found = [];
    for (const control of document.querySelectorAll(CONTROL)) {
      const rect = control.getBoundingClientRect();
      const x = Math.max((rect.left + rect.right) / 2, left + 1);
      const y = clamp((rect.top + rect.bottom) / 2, top + 1, bottom - 1);
      // Looking up a point is slow, and most controls are elsewhere.
      if (rect.right < x || rect.bottom < y || rect.top > y) continue;
      if (document.elementsFromPoint(x, y).some((each) => control.contains(each))) found.push(rect);
    }
    return found;
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
    let moved = 0;
    handle.onpointerdown = (event) => {
      moved = 0;
      if (event.isTrusted && event.button === 0) handle.setPointerCapture(event.pointerId);
    };
    handle.onpointermove = ({ pointerId, movementX, movementY }) => {
      if (!handle.hasPointerCapture(pointerId) || !(movementX || movementY)) return;
      moved += 1;
      move(movementX, movementY);
    };
    handle.onlostpointercapture = () => moved && save();
    // A hand shakes when it presses.
    handle.onclick = (event) => event.isTrusted && moved < 3 && press?.();
    handle.onkeydown = (event) => {
      const at = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Enter', ' '].indexOf(event.key);
      if (at < 0 || !event.isTrusted) return;
      event.preventDefault();
      if (at > 3) return press?.();
      move([-STEP, STEP][at] ?? 0, [-STEP, STEP][at - 2] ?? 0);
      save();
    };
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
      if (controlsIn(left, top, top + 36).length === 0) return;
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
    for (const rect of controlsIn(left, top, bottom)) {
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
    if ((notice?.ariaLabel ?? null) === text) return;
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
