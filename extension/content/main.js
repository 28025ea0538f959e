// Wakes on the Partner relationships page, tells the worker what is there and paints its answer.
// On every other route it watches the address and does nothing else.
{
  const { sense, paint, dock, life, stop } = globalThis.partnerLens;
  const VERSION = 1;
  const TIMEOUT = 10_000;
  /** Quiet times after which the page is looked at again, and counts as settled, in milliseconds. */
  const [SOON, SETTLED] = [200, 2_000];
  const KNOWN_ROWS = 20_000;

  const isOnRoute = () => /^#\/partners(?![^/?&])/i.test(location.hash);
  const isAlive = () => chrome.runtime?.id;

  /**
   * Asks the worker. A worker that ended before it answered is asked once more: the question
   * itself starts the next one.
   * @param {string} kind
   * @param {object} body
   * @returns {Promise<any>} the answer, or undefined when there is none to be had now
   */
  const ask = async (kind, body) => {
    for (let tries = 0; tries < 2 && !life.aborted; tries += 1) {
      try {
        const late = new Promise((_, reject) => setTimeout(reject, TIMEOUT));
        const sent = chrome.runtime.sendMessage(JSON.stringify({ v: VERSION, message: { [kind]: body } }));
        const { ok, error } = JSON.parse(await Promise.race([sent, late])).message;
        // This copy is older than the worker: the new one is on its way or takes a reload.
        if (error?.code === 'reload-page') stop();
        if (error?.code !== 'try-again') return ok;
      } catch {
        if (!isAlive()) stop();
      }
    }
  };

  /** @type {Stay | null} */
  let stay = null;

  const enter = async () => {
    const end = new AbortController();
    /** @type {Stay} */
    const mine = {
      reading: crypto.randomUUID(),
      route: location.hash,
      end,
      known: new Map(),
      tables: new Map(),
      last: '',
      timers: [],
      rush: 0,
      sizes: new ResizeObserver(() => paint.refit()),
    };
    stay = mine;
    /** @type {{ layout: Layout, words: Words } | undefined} */
    let hello;
    while (!hello && !end.signal.aborted) {
      hello = (await ask('hello', {}))?.welcome;
      if (!hello) await new Promise((resolve) => setTimeout(resolve, TIMEOUT));
    }
    if (!hello || end.signal.aborted) return;
    mine.words = hello.words;
    paint.followTheme();
    dock.enter(hello.layout, hello.words, (layout) => ask('layout', layout));
    watch(mine);
  };

  const leave = () => {
    if (!stay) return;
    stay.end.abort();
    stay.timers.forEach(clearTimeout);
    stay = null;
    paint.clearAll();
    dock.leave();
  };

  /** @param {Node} node */
  const isOurs = (node) => node.nodeName.startsWith('PARTNER-LENS');

  /** @param {Stay} mine */
  const watch = (mine) => {
    const { signal } = mine.end;
    const observer = new MutationObserver((records) => {
      const theirs = records.filter(
        ({ type, addedNodes, removedNodes }) => type !== 'childList' || ![...addedNodes, ...removedNodes].every(isOurs),
      );
      if (theirs.length === 0) return;
      sense.forget(theirs);
      look(mine);
    });
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    signal.onabort = () => {
      observer.disconnect();
      mine.sizes.disconnect();
    };
    // A press may switch the page's theme; it has happened a moment later.
    addEventListener('click', () => setTimeout(paint.followTheme, SOON), { signal, capture: true });
    let [top, since] = [0, 0];
    /** @param {Event} event */
    const onScroll = ({ target, timeStamp }) => {
      // Asking where it stands makes the layout.
      if (timeStamp < since + SOON) return;
      const to = /** @type {Element} */ (target).scrollTop ?? scrollY;
      // Where a screen goes by within 40 milliseconds nobody reads, and nothing is painted.
      mine.rush = Math.abs(to - top) * 40 > innerHeight * (timeStamp - since) ? timeStamp + SETTLED : 0;
      [top, since] = [to, timeStamp];
    };
    addEventListener('scroll', onScroll, { signal, capture: true });
    look(mine);
  };

  /** @param {string[]} headers */
  const named = (headers) => headers.join('\n');

  /**
   * Something has changed: paints at once, and looks again when the page has come to rest.
   * @param {Stay} mine
   */
  const look = (mine) => {
    mine.timers.forEach(clearTimeout);
    mine.timers = [setTimeout(flush, SOON, mine, false), setTimeout(flush, SETTLED, mine, true)];
    scan(mine);
  };

  /** Paints what is known already, in this very task, and asks for the rest. @param {Stay} mine */
  const scan = (mine) => {
    paint.sweep();
    const rush = performance.now() < mine.rush;
    const reads = sense.tables().map(sense.readTable);
    for (const { headers, rows, facts } of reads) {
      // Columns that get another width leave other room for badges.
      headers.forEach((header) => mine.sizes.observe(header));
      const told = mine.tables.get(facts.id);
      const isSame = told?.headers === named(facts.headers);
      for (const row of rows) {
        const view = mine.known.get(row.key);
        if (view && !rush) paint.badge(row.element, row.cells, told?.column, row.key, view);
        else paint.clear(row.element);
        // A table that was refused is asked about again only when its headers change.
        if (view === undefined && (!isSame || told?.recognised)) mine.fresh = true;
      }
    }
    flush(mine, undefined, reads);
  };

  /**
   * Tells the worker what is new: rows that aren't known, with the group rows, whose level follows
   * from them. One question at a time; what comes up meanwhile goes with the next.
   * @param {Stay} mine
   * @param {boolean} [settled] whether the page is at rest; absent while rows rush by
   * @param {SensedTable[]} [reads] the tables as just read
   */
  const flush = async (mine, settled, reads) => {
    if (mine.end.signal.aborted) return;
    if (settled !== undefined) {
      // At rest, whatever was not painted while rows rushed by gets its badge.
      mine.rush = 0;
      scan(mine);
    }
    if (mine.asking) {
      mine.again ||= settled;
      return;
    }
    if (settled === undefined && !mine.fresh) return;
    if (settled !== undefined || !mine.page) mine.page = sense.readPage(settled ?? false);
    reads ??= sense.tables().map(sense.readTable);
    /** @param {SensedRow} row */
    const isFresh = (row) => !mine.known.has(row.key);
    // A partner may have a group row in another table, which a fresh row here changes too.
    const fresh = reads.some((read) => read.rows.some(isFresh));
    for (const read of reads) {
      // Copies: by the time of the answer a row may stand for something else.
      if (fresh) read.told = read.rows.filter((row) => row.facts.isGroup || isFresh(row)).map((row) => ({ ...row }));
      read.facts.rows = read.told.map((row) => row.facts);
    }
    const shape = JSON.stringify([mine.page, reads.map(({ facts, rows }) => [facts.headers, rows.length > 0])]);
    if (!mine.fresh && shape === mine.last) return;
    mine.asking = true;
    mine.fresh = false;
    const { reading } = mine;
    /** @type {Paint | undefined} */
    const answer = (await ask('facts', { reading, ...mine.page, tables: reads.map(({ facts }) => facts) }))?.paint;
    mine.asking = false;
    if (mine.end.signal.aborted) return;
    if (!answer || reading !== mine.reading) {
      mine.fresh = true;
      mine.timers.push(setTimeout(look, answer ? 0 : SETTLED, mine));
      return;
    }
    mine.last = shape;
    take(mine, answer, reads);
    settled = mine.again;
    mine.again = undefined;
    flush(mine, settled);
  };

  /** @param {Stay} mine @param {Paint} answer @param {SensedTable[]} reads */
  const take = (mine, answer, reads) => {
    if (mine.known.size > KNOWN_ROWS) mine.known.clear();
    answer.tables.forEach(({ id, recognised, column, rows }, index) => {
      const { facts, told } = reads[index];
      mine.tables.set(id, { recognised, column, headers: named(facts.headers) });
      rows.forEach((view, at) => mine.known.set(told[at].key, view));
    });
    // Looking for the title makes the layout, so a list is spared it.
    const title = answer.title && sense.title();
    if (title) paint.badge(title, [title], 0, '', /** @type {Badge} */ (answer.title));
    else paint.clear(/** @type {Element} */ (mine.title));
    mine.title = title;
    dock.tell(answer.notice);
    // The page may have changed while the worker thought; reading it again keeps every badge true.
    scan(mine);
  };

  /** Forgets what was answered. @param {Stay} mine */
  const again = (mine) => {
    mine.last = '';
    mine.page = null;
    mine.known.clear();
    if (mine.words) look(mine);
  };

  const follow = () => {
    if (!isAlive()) stop();
    else if (!isOnRoute()) leave();
    else if (!stay) enter();
    else if (stay.route !== location.hash) {
      // From the list to a relationship's page and back: a new reading, the same stay for the panel.
      stay.route = location.hash;
      stay.reading = crypto.randomUUID();
      paint.clearAll();
      again(stay);
    }
  };

  /** @param {string} text @param {chrome.runtime.MessageSender} sender @param {(answer: unknown) => void} answer */
  const onPush = (text, sender, answer) => {
    if (sender.id !== chrome.runtime.id || typeof text !== 'string') return;
    answer(true);
    const { v, message } = JSON.parse(text);
    if (v !== VERSION || !stay?.words) return;
    if (message['toggle-panel']) dock.toggle();
    if (message['close-panel']) dock.close();
    if (message.repaint) again(stay);
  };

  /** A press on a badge; the row under it must not open as well. @param {Event} event */
  const onPress = (event) => {
    const view = event.isTrusted && paint.viewOf(event.target);
    if (!view || (event instanceof KeyboardEvent && !['Enter', ' '].includes(event.key))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    dock.open(`#/partner/${view.partner}`);
  };

  /** @param {KeyboardEvent} event */
  const onShortcut = (event) => {
    if (!stay?.words || !event.isTrusted || !event.altKey || !event.shiftKey || event.code !== 'KeyL') return;
    event.preventDefault();
    dock.toggle();
  };

  const whole = { capture: true, signal: life };
  addEventListener('click', onPress, whole);
  addEventListener('keydown', onPress, whole);
  addEventListener('keydown', onShortcut, whole);
  chrome.runtime.onMessage.addListener(onPush);

  // The Navigation API sees what the page does with history; the poll stands in where it is missing
  // and notices that the extension is gone, of which nobody tells a content script.
  globalThis.navigation?.addEventListener('currententrychange', follow, whole);
  addEventListener('hashchange', follow, whole);
  const poll = setInterval(follow, 1_000);
  life.onabort = () => {
    clearInterval(poll);
    leave();
    chrome.runtime?.onMessage?.removeListener(onPush);
  };
  follow();
}
