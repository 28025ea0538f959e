// The list as it was fetched last. It is kept for the life of the document: going to another page of
// the admin center and back shows the same entries again, and a removed relationship stays in the
// list until Refresh fetches it anew. That is how a stale entry comes about.

import { fetchPartners, fetchRelationships } from "./requests.js";

/**
 * @typedef {object} PartnerData
 * @property {import("./requests.js").Partner[]} partners
 * @property {import("./requests.js").GdapRelationship[]} relationships
 */

/** @type {Promise<PartnerData> | null} */
let cached = null;

/** @returns {Promise<PartnerData>} */
async function fetchAll() {
  const [partners, relationships] = await Promise.all([fetchPartners(), fetchRelationships()]);

  return { partners, relationships };
}

/** @returns {Promise<PartnerData>} */
export function loadPartnerData() {
  if (cached) {
    return cached;
  }

  const loading = fetchAll();

  cached = loading;
  loading.catch(() => {
    // A failure isn't kept: the next visit tries again.
    if (cached === loading) {
      cached = null;
    }
  });

  return loading;
}

/** @returns {Promise<PartnerData>} */
export function refreshPartnerData() {
  cached = null;

  return loadPartnerData();
}
