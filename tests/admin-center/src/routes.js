import { useSyncExternalStore } from "react";

/**
 * @typedef {{page: "list"} | {page: "relationship", id: string} | {page: "invitation", id: string} | {page: "other", path: string}} Route
 */

const RELATIONSHIP = /^\/partners\/relationship\/([^/]+)\/?$/i;
const INVITATION = /^\/partners\/invitation\/granularAdminRelationships\/([^/]+)\/?$/i;

/** @param {string} hash @returns {Route} */
export function parseRoute(hash) {
  const path = hash.replace(/^#/, "").split("?")[0] || "/homepage";
  const relationship = RELATIONSHIP.exec(path);

  if (relationship) {
    return { page: "relationship", id: decodeURIComponent(relationship[1]) };
  }

  const invitation = INVITATION.exec(path);

  if (invitation) {
    return { page: "invitation", id: decodeURIComponent(invitation[1]) };
  }

  return /^\/partners\/?$/i.test(path) ? { page: "list" } : { page: "other", path };
}

/** @param {string} id */
export function relationshipHref(id) {
  return `#/partners/relationship/${encodeURIComponent(id)}`;
}

/** @param {() => void} onChange */
function subscribe(onChange) {
  window.addEventListener("hashchange", onChange);

  return () => window.removeEventListener("hashchange", onChange);
}

/** The hash of the address, kept up to date. */
export function useHash() {
  return useSyncExternalStore(subscribe, () => window.location.hash);
}
