import { bootstrap } from "./bootstrap.js";

// Dates are shown in UTC, so that a run says the same on every machine.
const short = new Intl.DateTimeFormat(bootstrap.language, { timeZone: "UTC" });
const medium = new Intl.DateTimeFormat(bootstrap.language, { dateStyle: "medium", timeZone: "UTC" });
const long = new Intl.DateTimeFormat(bootstrap.language, { dateStyle: "long", timeZone: "UTC" });

/** @param {string} instant RFC 3339, or empty */
export function shortDate(instant) {
  return instant ? short.format(new Date(instant)) : "";
}

/**
 * The day on which a relationship ends, as the list shows it.
 *
 * @param {string} instant RFC 3339, or empty
 */
export function expirationDate(instant) {
  const format = bootstrap.layout === "v9" ? medium : long;

  return instant ? format.format(new Date(instant)) : "";
}

/**
 * @param {string} start RFC 3339, or empty
 * @param {string} end RFC 3339, or empty
 */
export function dateRange(start, end) {
  return start && end ? `${shortDate(start)} - ${shortDate(end)}` : "";
}

/**
 * The days of a duration, which the answers give as days or as an ISO 8601 duration of days.
 *
 * @param {number | string | undefined} duration
 */
export function durationDays(duration) {
  if (typeof duration === "number") {
    return duration;
  }

  return Number(/^P(\d+)D$/.exec(duration ?? "")?.[1] ?? 0);
}
