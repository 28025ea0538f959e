// Reads the page: its tables, headings and messages, by ARIA roles and header cells. It knows no
// class name, no column position and no word of any language; what things mean is decided in Rust.
{
  const TABLE = '[role=grid],[role=treegrid],[role=table],table';
  const ROW = '[role=row],tr';
  const CELL = '[role=gridcell],[role=cell],[role=rowheader],td';
  const HEADER = '[role=columnheader],th';
  const HEADING = 'h1,h2,h3,h4,h5,h6,[role=heading]';
  const TITLE = 'h1,[role=heading][aria-level="1"]';
  const CONTROL = 'a,button,[role=button],[role=link],[role^=menu],[role=tab],input,select,textarea,nav,[role=navigation]';
  const INLINE = /^(?:B|EM|I|MARK|STRONG|WBR)$/;

  let nextTable = 0;
  /** @type {WeakMap<Element, number>} */
  const tableIds = new WeakMap();
  /** @type {WeakMap<Element, SensedRow>} Rows read since the page last touched them. */
  const rowsRead = new WeakMap();

  /** @param {string} text */
  const tidy = (text) => text.replace(/\s+/g, ' ').trim();

  /** @param {Node} root */
  function* textNodes(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (parent && !parent.nodeName.startsWith('PARTNER-LENS')) {
        yield { parent, text: walker.currentNode.nodeValue ?? '' };
      }
    }
  }

  /**
   * The text of `element`, with a space where it passes from one box to the next. Adjacent text
   * nodes of one parent belong together: React splits `{name} ({count})`.
   * @param {Element} element
   */
  const textOf = (element) => {
    let all = '';
    let last = null;
    for (const { parent: box, text } of textNodes(element)) {
      /** @type {Element} */
      let parent = box;
      while (parent !== element && INLINE.test(parent.nodeName)) parent = parent.parentElement ?? element;
      all += (last && last !== parent ? ' ' : '') + text;
      last = parent;
    }
    return tidy(all);
  };

  /** @param {Element} element */
  const isShown = (element) => element.getClientRects().length > 0;

  const main = () => document.querySelector('main,[role=main]') ?? document.body;

  const tables = () => [...main().querySelectorAll(TABLE)].filter((table) => !table.parentElement?.closest(TABLE));

  /**
   * The cells of a row by column. `aria-colindex` tells the column where it is there; else cells
   * stand under headers in order, counted from the end, since what a table puts before its columns
   * (a check box, an expander) is not always a cell in every row.
   * @param {Element} row
   * @param {Element[]} headers
   */
  const cellsOf = (row, headers) => {
    const cells = [...row.querySelectorAll(CELL)];
    const columns = headers.map((header) => header.getAttribute('aria-colindex'));
    /** @type {(Element | undefined)[]} */
    const placed = headers.map(() => undefined);
    const numbered = [...headers, ...cells].every((cell) => cell.hasAttribute('aria-colindex'));
    cells.forEach((cell, index) => {
      const column = numbered ? columns.indexOf(cell.getAttribute('aria-colindex')) : index + headers.length - cells.length;
      if (column >= 0) placed[column] = cell;
    });
    return placed;
  };

  /**
   * @param {Element} element
   * @param {Element[]} headers
   * @returns {SensedRow}
   */
  const readRow = (element, headers) => {
    const own = element.querySelectorAll(CELL);
    // A group row opens and closes, and has no cell of its own under most headers.
    const isGroup = own.length < Math.max(headers.length, 2) && element.matches('[aria-expanded],:has([aria-expanded])');
    const cells = isGroup ? [[...own].find(textOf) ?? element] : cellsOf(element, headers);
    const texts = cells.map((cell) => (cell ? textOf(cell) : ''));
    const text = JSON.stringify([isGroup, texts]);
    return { element, cells, text, key: '', facts: { isGroup, group: null, cells: texts, sharesName: false } };
  };

  /** @param {Element} table */
  const captionOf = (table) => {
    const headings = [...main().querySelectorAll(HEADING)].filter(
      (heading) => !heading.matches(TITLE) && heading.compareDocumentPosition(table) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    const heading = headings.at(-1);
    return (heading ? textOf(heading) : table.getAttribute('aria-label')) || null;
  };

  /**
   * The rows of a table with their keys. A key holds all that a badge could depend on, so a row
   * that was recycled for another relationship has another key.
   * @param {Element} table
   * @returns {SensedTable}
   */
  const readTable = (table) => {
    const headers = [...table.querySelectorAll(HEADER)].filter((cell) => cell.getAttribute('scope') !== 'row');
    const titles = headers.map(textOf);
    const above = headers.map((cell) => cell.closest(ROW));
    const caption = captionOf(table);
    const id = tableIds.get(table) ?? nextTable++;
    tableIds.set(table, id);
    /** @type {SensedRow[]} */
    const rows = [];
    /** @type {Map<string, SensedRow>} */
    const groups = new Map();
    /** @type {string | null} */
    let group = null;
    for (const element of table.querySelectorAll(ROW)) {
      if (above.includes(element)) continue;
      const row = rowsRead.get(element) ?? readRow(element, headers);
      rowsRead.set(element, row);
      const { facts } = row;
      if (!facts.cells.some(Boolean)) continue;
      facts.sharesName = false;
      facts.group = facts.isGroup ? null : group;
      if (facts.isGroup) {
        group = facts.cells[0];
        const partner = group.replace(/\s*[(（]\s*\d+\s*[)）]$/, '');
        const twin = groups.get(partner);
        if (twin) twin.facts.sharesName = facts.sharesName = true;
        groups.set(partner, row);
      }
      rows.push(row);
    }
    const name = JSON.stringify([caption, titles]);
    for (const row of rows) row.key = name + row.text + row.facts.sharesName + row.facts.group;
    const count = Number(table.getAttribute('aria-rowcount'));
    // Where it counts rows of which none is found, its headers say nothing about it.
    const known = rows.length || count < 2 ? titles : [];
    return { headers, rows, told: [], facts: { id, caption, headers: known, rowCount: count || null, rows: [] } };
  };

  /**
   * The page's headings and the lines below each, tables left out.
   * @returns {BlockFacts[]}
   */
  const outline = () => {
    /** @type {BlockFacts[]} */
    const blocks = [{ heading: '', level: 0, lines: [] }];
    let last = null;
    for (const { parent, text } of textNodes(main())) {
      if (!tidy(text) || parent.closest(TABLE) || blocks.length > 60) continue;
      const heading = parent.closest(HEADING);
      const { lines } = /** @type {BlockFacts} */ (blocks.at(-1));
      if (!heading) {
        const line = lines.at(-1);
        if (line && last === parent) line.text += text;
        else if (lines.length < 200) lines.push({ text, control: Boolean(parent.closest(CONTROL)) });
      } else if (heading !== last) {
        blocks.push({ heading: textOf(heading), level: heading.matches(TITLE) ? 1 : 2, lines: [] });
      }
      last = heading ?? parent;
    }
    return blocks;
  };

  /**
   * What the page shows beside its rows.
   * @param {boolean} settled
   */
  const readPage = (settled) => {
    const blocks = outline();
    const lines = blocks.flatMap((block) => block.lines.filter((line) => !line.control).map((line) => tidy(line.text)));
    const notices = [...document.querySelectorAll('[role=alert],[role=status]')].filter(isShown).map(textOf);
    return {
      route: location.hash,
      language: document.documentElement.lang || navigator.language,
      // The admin center names the organization in the first words above the title.
      organization: blocks[0].lines.find((line) => !line.control)?.text ?? null,
      title: blocks.find((block) => block.level === 1)?.heading ?? null,
      busy: [...main().querySelectorAll('[aria-busy=true],[role=progressbar]')].some(isShown),
      settled,
      notices: notices.concat(tables().length ? [] : lines).filter(Boolean),
      blocks,
    };
  };

  /** @param {MutationRecord[]} records */
  const forget = (records) => {
    for (const { target } of records) {
      const row = (target instanceof Element ? target : target.parentElement)?.closest(ROW);
      if (row) rowsRead.delete(row);
    }
  };

  globalThis.partnerLens.sense = {
    main,
    tables,
    readTable,
    readPage,
    forget,
    title: () => [...main().querySelectorAll(TITLE)].find(isShown),
  };
}
