// The icons of the page, drawn here: nothing is fetched from Fluent's icon fonts.

import { registerIcons, setIconOptions } from "@fluentui/react/lib/Styling";

/** @type {Record<string, string>} */
const shapes = {
  alert: "M10 2.5 18.5 17.5h-17zM10 8v4.5M10 14.5v.8",
  arrowDown: "M10 3v13M5.5 11.5 10 16l4.5-4.5",
  arrowUp: "M10 17V4M5.5 8.5 10 4l4.5 4.5",
  bag: "M4 6.5h12V17H4zM7 6.5V5a3 3 0 0 1 6 0v1.5",
  bell: "M4.5 14.5V9a5.5 5.5 0 0 1 11 0v5.5l1 1h-13zM8.5 16a1.6 1.6 0 0 0 3 0",
  card: "M2.5 4.5h15v11h-15zM2.5 8h15M5 12.5h3",
  chart: "M3 3v14h14M5.5 13l3.5-4 3 2.5L17 5.5",
  chat: "M3 4h14v10H9l-3.5 3V14H3zM7 7.5v2M10 7.5v2M13 7.5v2",
  check: "M3.5 10.5 8 15 16.5 5.5",
  chevronDown: "M4 7.5 10 13l6-5.5",
  chevronRight: "M7.5 4 13 10l-5.5 6",
  chevronUp: "M4 13 10 7.5l6 5.5",
  clearFilter: "M2.5 3.5h15L12 10v6.5L8 14v-4zM12.5 12.5l5 5M17.5 12.5l-5 5",
  cross: "M4.5 4.5l11 11M15.5 4.5l-11 11",
  dots: "M4 10h.6M9.7 10h.6M15.4 10h.6",
  dotsVertical: "M10 4v.6M10 9.7v.6M10 15.4v.6",
  filter: "M2.5 3.5h15L12 10v6.5L8 14v-4z",
  flag: "M5 18V3M5 4h10.5L13 7.5l2.5 3.5H5",
  gear: "M10 7.4a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2zM8.7 2.5h2.6l.4 2.2 1.5.6 1.9-1.2 1.8 1.8-1.2 1.9.6 1.5 2.2.4v2.6l-2.2.4-.6 1.5 1.2 1.9-1.8 1.8-1.9-1.2-1.5.6-.4 2.200H8.7l-.4-2.2-1.5-.6-1.9 1.2-1.8-1.8 1.2-1.9-.6-1.5-2.2-.4V9.7l2.2-.4.6-1.5-1.2-1.9 1.8-1.8 1.9 1.2 1.5-.6z",
  grid: "M3 3h5.5v5.5H3zM11.5 3H17v5.5h-5.5zM3 11.5h5.5V17H3zM11.5 11.5H17V17h-5.5z",
  headset: "M3.5 12V9.5a6.5 6.5 0 0 1 13 0V12M3.5 11H6v4.5H3.5zM14 11h2.5v4.5H14zM15.5 15.5c0 1.5-2 2-4 2",
  health: "M10 16.5C4 12.5 2.5 9.8 2.5 7.500a3.7 3.7 0 0 1 7.5-1 3.7 3.7 0 0 1 7.5 1c0 2.3-1.5 5-7.5 9zM2.5 10h4l1.5-2 2 4 1.5-2h6",
  help: "M7.3 7.500a2.7 2.7 0 1 1 4 2.400c-.9.5-1.3 1-1.3 2M10 14v.6M10 2.500a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15z",
  home: "M3 9.5 10 3.500l7 6M5 8.500V17h3.500v-4.500h3V17H15V8.5",
  info: "M10 2.500a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM10 9v5M10 6v.6",
  list: "M3 5h14M3 10h9M3 15h12",
  menu: "M2.5 5h15M2.5 10h15M2.5 15h15",
  moon: "M13 2.500A7.5 7.5 0 1 1 4.5 13.5 8 8 0 0 0 13 2.500z",
  people: "M7 9a2.7 2.7 0 1 0 0-5.400A2.7 2.7 0 0 0 7 9zM2.5 16c0-3 2-4.5 4.5-4.500s4.5 1.5 4.5 4.500M13.5 8.500a2.2 2.2 0 1 0 0-4.400M14 11.500c2 .2 3.5 1.5 3.5 4",
  person: "M10 10a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM4 17.500c0-3.5 2.5-5.5 6-5.500s6 2 6 5.5",
  question: "M6.5 6.500a3.5 3.5 0 1 1 5.3 3c-1.3.8-1.8 1.5-1.8 3M10 15.500v1",
  refresh: "M16 6.500A7 7 0 1 0 17 10M16.5 2.500v4h-4",
  role: "M8 9.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 16.500c0-3 2.3-4.8 5.5-4.800M11 12h6.500v5H11zM12.5 12v-1a1.7 1.7 0 0 1 3.5 0v1",
  search: "M12 3a5 5 0 1 1 0 10 5 5 0 0 1 0-10zM8.5 11.5 3 17",
  shield: "M10 2.5 16.5 5v5c0 4-3 6.5-6.5 7.500C6.5 16.5 3.5 14 3.5 10V5z",
  sun: "M10 6.500a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.300l1.5 1.500M14.2 14.200l1.5 1.500M15.7 4.300l-1.5 1.500M5.8 14.200l-1.5 1.5",
  waffle: "M4 4h.6M9.7 4h.6M15.4 4h.6M4 10h.6M9.7 10h.6M15.4 10h.6M4 16h.6M9.7 16h.6M15.4 16h.6",
  wrench: "M17 6.500a4 4 0 0 1-5.5 3.700L5.5 16.500a1.8 1.8 0 0 1-2.5-2.500l6.3-6A4 4 0 0 1 14 3l-2 2.5.5 2 2 .5z",
};

/** Shapes of dots, whose lines are drawn thick. */
const dotted = new Set(["dots", "dotsVertical", "waffle"]);

/**
 * An icon as decoration: it has no name of its own.
 *
 * @param {{name: string, size?: number, filled?: boolean}} props
 */
export function Icon({ name, size = 16, filled = false }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill={filled ? "currentColor" : "none"}
      stroke="currentColor"
      strokeWidth={dotted.has(name) ? 2.2 : 1.2}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={shapes[name]} />
    </svg>
  );
}

/** The green mark beside an active relationship, and the grey one beside any other. */
export function StatusMark(/** @type {{active: boolean}} */ { active }) {
  return (
    <svg className="status-mark" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <circle cx="6" cy="6" r="6" fill={active ? "#107c10" : "#8a8886"} />
      <path
        d={active ? "M3.2 6.2 5.2 8.2 8.8 4.2" : "M3.5 6h5"}
        fill="none"
        stroke="#fff"
        strokeWidth="1.2"
      />
    </svg>
  );
}

/** Gives Fluent's components our drawings for the icon names that they ask for. */
export function registerPageIcons() {
  /** @type {Record<string, string>} */
  const fluentNames = {
    cancel: "cross",
    checkmark: "check",
    chevrondown: "chevronDown",
    chevronrightmed: "chevronRight",
    chevronleftmed: "chevronRight",
    clear: "cross",
    errorbadge: "alert",
    filter: "filter",
    clearfilter: "clearFilter",
    info: "info",
    morevertical: "dotsVertical",
    refresh: "refresh",
    search: "search",
    sortdown: "arrowDown",
    sortup: "arrowUp",
    tag: "flag",
    warning: "alert",
    completed: "check",
    list: "list",
    blocked2: "cross",
  };

  setIconOptions({ disableWarnings: true });
  registerIcons({
    style: { display: "inline-flex", alignItems: "center", justifyContent: "center" },
    icons: Object.fromEntries(
      Object.entries(fluentNames).map(([fluent, own]) => [fluent, <Icon key={own} name={own} size={14} />]),
    ),
  });
}
