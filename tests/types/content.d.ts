// The shapes that the content script shares: with the worker (crates/protocol/src/content.rs), and
// among its own files through `globalThis.partnerLens`.

interface LineFacts {
  text: string;
  control: boolean;
}

interface BlockFacts {
  heading: string;
  level: number;
  lines: LineFacts[];
}

interface RowFacts {
  isGroup: boolean;
  group: string | null;
  cells: string[];
  sharesName: boolean;
}

interface TableFacts {
  id: number;
  caption: string | null;
  headers: string[];
  rowCount: number | null;
  rows: RowFacts[];
}

interface PageSense {
  route: string;
  language: string;
  organization: string | null;
  title: string | null;
  busy: boolean;
  settled: boolean;
  notices: string[];
  blocks: BlockFacts[];
}

interface Layout {
  open: boolean;
  width: number;
  launcher: number;
  float: [number, number];
}

interface Words {
  launcher: string;
  panel: string;
  resize: string;
  drag: string;
}

interface Badge {
  partner: string;
  level: 'unknown' | 'none' | 'low' | 'medium' | 'high' | 'critical';
  coverage: string;
  label: string;
  name: string;
}

interface TablePaint {
  id: number;
  recognised: boolean;
  column: number;
  rows: (Badge | null)[];
}

interface Paint {
  tables: TablePaint[];
  title: Badge | null;
  /** A quiet notice. */
  notice: string | null;
}

/** A row as read; kept until the page touches it. */
interface SensedRow {
  element: Element;
  cells: (Element | undefined)[];
  /** Its own part of the key. */
  text: string;
  key: string;
  facts: RowFacts;
}

interface SensedTable {
  headers: Element[];
  rows: SensedRow[];
  /** The rows of the last telling, in its order. */
  told: SensedRow[];
  facts: TableFacts;
}

/** A badge on the page. */
interface Painted {
  element: HTMLElement;
  /** Its inside, which shows the word. */
  shadow: ShadowRoot;
  anchor: Element;
  /** Where it may stand, the preferred one first. */
  cells: Element[];
  key: string;
  /** What it says. */
  view: Badge;
}

/** One stay on the route. */
interface Stay {
  reading: string;
  route: string;
  end: AbortController;
  /** Badges by row key; null for a row that takes none. */
  known: Map<string, Badge | null>;
  tables: Map<number, { recognised: boolean; column: number; headers: string }>;
  /** Whether rows were seen that aren't known. */
  fresh?: boolean;
  asking?: boolean;
  /** What the page looked like when it was told last. */
  last: string;
  page?: PageSense | null;
  words?: Words;
  timers: ReturnType<typeof setTimeout>[];
  /** Until when rows count as rushing by, as an event's time stamp. */
  rush: number;
  /** The title with a badge. */
  title?: Element | null;
  /** Watches the columns' widths. */
  sizes: ResizeObserver;
  /** Asked for while a question was out: whether the page had settled. */
  again?: boolean;
}

interface PartnerLens {
  life: AbortSignal;
  stop: () => void;
  sense: {
    main: () => Element;
    title: () => Element | undefined;
    tables: () => Element[];
    readTable: (table: Element) => SensedTable;
    readPage: (settled: boolean) => PageSense;
    forget: (records: MutationRecord[]) => void;
  };
  paint: {
    make: (name: string) => { element: HTMLElement; shadow: ShadowRoot };
    add: (parent: ShadowRoot, tag: string, part: string, text?: string) => HTMLElement;
    badge: (anchor: Element, cells: (Element | undefined)[], column: number | undefined, key: string, view: Badge) => void;
    clear: (anchor: Element) => void;
    clearAll: () => void;
    refit: (entry?: Painted) => void;
    sweep: () => void;
    followTheme: () => string;
    viewOf: (target: EventTarget | null) => Badge | undefined;
  };
  dock: {
    enter: (saved: Layout, texts: Words, keep: (layout: Layout) => void) => void;
    open: (route: string, quiet?: boolean) => void;
    close: () => void;
    toggle: () => void;
    tell: (text: string | null) => void;
    leave: () => void;
  };
}

declare var partnerLens: PartnerLens;
