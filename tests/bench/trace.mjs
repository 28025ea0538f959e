// Finds long tasks of ours in a trace of the browser.

/** Longer than this is long, in microseconds; the limit of the Long Tasks specification. */
const LONG = 50_000;

/**
 * @typedef {object} TraceEvent
 * @property {string} name
 * @property {string} ph
 * @property {number} pid
 * @property {number} tid
 * @property {number} ts microseconds
 * @property {number} [dur] microseconds
 * @property {any} [args]
 */

/**
 * Tasks on the main threads of renderers in which code of an extension ran for more than half of the
 * time.
 * @param {TraceEvent[]} events
 * @returns {string[]} a line for each
 */
export function longTasks(events) {
  const mainThreads = new Set(
    events
      .filter((event) => event.name === 'thread_name' && event.args?.name === 'CrRendererMain')
      .map((event) => `${event.pid}/${event.tid}`),
  );
  const tasks = events.filter(
    (event) =>
      event.ph === 'X' && event.name === 'RunTask' && (event.dur ?? 0) > LONG && mainThreads.has(`${event.pid}/${event.tid}`),
  );
  return tasks.flatMap((task) => {
    const inside = events.filter(
      (event) =>
        event.ph === 'X' && event.pid === task.pid && event.tid === task.tid
        && event.ts >= task.ts && event.ts + (event.dur ?? 0) <= task.ts + (task.dur ?? 0),
    );
    const ours = covered(inside.filter(isOurs));
    if (ours <= (task.dur ?? 0) / 2) return [];
    const [longest] = inside.filter(isOurs).toSorted((a, b) => (b.dur ?? 0) - (a.dur ?? 0));
    return [`${inMillis(task)} ms, of which ours ${Math.round(ours / 1000)} ms; ${inMillis(longest)} ms in ${where(longest)}`];
  });
}

/** @param {TraceEvent} event */
function inMillis(event) {
  return Math.round((event.dur ?? 0) / 1000);
}

/** @param {TraceEvent} event */
function where({ name, args }) {
  const { functionName, url, lineNumber } = args?.data ?? {};
  return [name, functionName, url?.replace(/^chrome-extension:\/\/[^/]+\//, ''), lineNumber].filter(Boolean).join(' ');
}

/** @param {TraceEvent} event */
function isOurs(event) {
  const url = event.args?.data?.url ?? event.args?.fileName ?? event.args?.data?.scriptName ?? '';
  return String(url).startsWith('chrome-extension://');
}

/**
 * How much time events cover, those inside others counted once.
 * @param {TraceEvent[]} events
 */
function covered(events) {
  let [end, sum] = [0, 0];
  for (const { ts, dur = 0 } of events.toSorted((a, b) => a.ts - b.ts)) {
    const from = Math.max(ts, end);
    if (ts + dur > from) sum += ts + dur - from;
    end = Math.max(end, ts + dur);
  }
  return sum;
}
