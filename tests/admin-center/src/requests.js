import { bootstrap } from "./bootstrap.js";

/**
 * @typedef {object} Address
 * @property {string} [line1]
 * @property {string} [line2]
 * @property {string} [city]
 * @property {string} [state]
 * @property {string} [postalCode]
 * @property {string} [countryCode]
 * @property {string} [phoneNumber]
 *
 * @typedef {object} Partner
 * @property {string} id the partner's tenant
 * @property {string} name
 * @property {string[]} aadRoles English names or template ids
 * @property {number} companyType
 * @property {boolean} canRemoveDap
 * @property {number[]} contractTypes
 * @property {number} partnerType
 * @property {string} [typeName]
 * @property {Address} [address]
 *
 * @typedef {object} GdapRelationship
 * @property {string} id
 * @property {{tenantId: string, name: string}} partner
 * @property {string} name
 * @property {string[]} roles template ids
 * @property {string} [startDateTime]
 * @property {string} [endDateTime]
 * @property {number | string} [duration]
 * @property {string} [autoExtendDuration]
 * @property {string} status
 * @property {string} etag
 *
 * @typedef {object} Invitation
 * @property {{tenantId: string, name: string}} partner
 * @property {Omit<GdapRelationship, "id" | "partner"> & {partnerGdapRelationshipId: string}} relationship
 */

/** An answer other than success; `status` is 0 when there was no answer at all. */
export class RequestError extends Error {
  /** @param {number} status */
  constructor(status) {
    super(`The request was answered with ${status}.`);
    this.name = "RequestError";
    this.status = status;
  }
}

/**
 * @param {string} url
 * @param {RequestInit & {appRequest?: string}} [options]
 * @returns {Promise<Response>}
 */
async function request(url, options = {}) {
  const { appRequest = "/partners", headers, ...rest } = options;
  const response = await fetch(url, {
    ...rest,
    headers: {
      accept: "application/json",
      "x-sim-tenant": bootstrap.tenant,
      "x-adminapp-request": appRequest,
      "x-ms-mac-hostingapp": "M365AdminPortal",
      ...headers,
    },
  }).catch(() => {
    throw new RequestError(0);
  });

  if (!response.ok) {
    throw new RequestError(response.status);
  }

  return response;
}

/** @returns {Promise<Partner[]>} */
export async function fetchPartners() {
  const query = new URLSearchParams({
    customerTenantId: bootstrap.tenantId,
    "api-version": "2.1",
  });
  const response = await request(`/fd/commerceMgmt/partnermanage/partners?${query}`);

  return (await response.json()).partners;
}

/** @returns {Promise<GdapRelationship[]>} */
export async function fetchRelationships() {
  const response = await request("/fd/commerceMgmt/partnermanage/gdapRelationships?api-version=3.0");

  return (await response.json()).relationships;
}

/**
 * @param {string} id
 * @returns {Promise<Invitation>}
 */
export async function fetchInvitation(id) {
  const path = `/fd/commerceMgmt2/partnermanage/gdapInvitations/${encodeURIComponent(id)}`;
  const response = await request(`${path}?api-version=3.0`, {
    appRequest: `/partners/invitation/granularAdminRelationships/${id}`,
  });

  return response.json();
}

/**
 * @param {string} id
 * @param {string} etag
 * @param {"approved" | "terminationRequested"} status the name of the second one isn't public
 */
export async function updateRelationshipStatus(id, etag, status) {
  const base = "/fd/GdapPartnerManage/CustomerServiceAdminApi/Web/v1/GranularAdminRelationships";

  await request(`${base}/${encodeURIComponent(id)}/UpdateStatus`, {
    method: "POST",
    headers: { "content-type": "application/json", "if-match": etag },
    body: JSON.stringify({ status }),
    appRequest:
      status === "approved"
        ? `/partners/invitation/granularAdminRelationships/${id}`
        : "/partners",
  });
}

/** @param {string} partnerTenantId */
function delegatedAccessPath(partnerTenantId) {
  const id = encodeURIComponent(partnerTenantId);

  return `/fd/commerceMgmt/partnermanage/partners/csp/${id}/delegatedaccess`;
}

/**
 * Where a partner is, which the list of partners says only about those with a contract.
 *
 * @param {string} partnerTenantId
 * @returns {Promise<Address>}
 */
export async function fetchAddress(partnerTenantId) {
  const path = delegatedAccessPath(partnerTenantId);
  const response = await request(`${path}?invType=Administration&api-version=2.1`);

  return (await response.json()).address;
}

/** @param {string} partnerTenantId */
export async function removeDelegatedAccess(partnerTenantId) {
  await request(`${delegatedAccessPath(partnerTenantId)}?api-version=2.1`, { method: "DELETE" });
}
