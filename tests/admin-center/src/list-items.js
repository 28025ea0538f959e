import { bootstrap } from "./bootstrap.js";
import { dateRange, expirationDate } from "./dates.js";
import { roleName } from "./role-names.js";
import { words } from "./words/words.js";

/**
 * One row of the list, with the texts as the viewer sees them.
 *
 * @typedef {object} Item
 * @property {string} key
 * @property {string} id the relationship's id, or the partner's tenant for a row without one
 * @property {boolean} granular whether this is a GDAP relationship
 * @property {string} partnerId
 * @property {string} partner
 * @property {string} type
 * @property {string} name
 * @property {string[]} roles every role, by its shown name
 * @property {string} rolesText as the cell shows them: three, and how many more there are
 * @property {string} authorization
 * @property {string} duration
 * @property {string} expiration
 * @property {string} start RFC 3339, or empty
 * @property {string} end RFC 3339, or empty
 * @property {Status} status
 * @property {string} statusText
 *
 * @typedef {"activating" | "active" | "expired" | "expiring" | "terminated" | "terminating" | "approvalPending" | "approved" | "created"} Status
 *
 * @typedef {"partner" | "type" | "name" | "rolesText" | "authorization" | "duration" | "expiration" | "statusText"} SortKey
 * @typedef {{key: SortKey, descending: boolean}} Sort
 */

const SHOWN_ROLES = 3;

/** The statuses that the filter offers. @type {Status[]} */
export const filterStatuses = [
  "activating",
  "active",
  "expired",
  "expiring",
  "terminated",
  "terminating",
];

/** @type {Record<string, string>} */
const typesByName = {
  advisor: words.advisor,
  isv: words.isv,
  indirectReseller: words.indirectReseller,
  indirectProvider: words.indirectProvider,
  lob: words.lob,
  mpsa: words.mpsa,
  oem: words.oem,
  partner: words.partnerPlain,
  reseller: words.reseller,
  microsoftSupport: words.microsoftSupport,
};

/**
 * 4 and 5 are what a public script takes them for, 1 is the simulator's own figure.
 *
 * @type {Record<number, string>}
 */
const typesByCompany = {
  1: words.advisor,
  4: words.reseller,
  5: words.indirectReseller,
};

/** @param {string[]} roles */
function cutOff(roles) {
  const rest = roles.length - SHOWN_ROLES;
  const shown = roles.slice(0, SHOWN_ROLES).join(", ");

  return rest > 0 ? `${shown}, ${words.moreRoles(rest)}` : shown;
}

/** @param {import("./requests.js").Partner} partner */
function typeOf(partner) {
  return (
    typesByName[partner.typeName ?? ""] ?? typesByCompany[partner.companyType] ?? words.partnerPlain
  );
}

/** @param {import("./requests.js").GdapRelationship} relationship @returns {Item} */
function granularItem(relationship) {
  const status = /** @type {Status} */ (relationship.status);
  const start = relationship.startDateTime ?? "";
  const end = relationship.endDateTime ?? "";
  const roles = relationship.roles.map(roleName);

  return {
    key: relationship.id,
    id: relationship.id,
    granular: true,
    partnerId: relationship.partner.tenantId,
    partner: relationship.partner.name,
    type: bootstrap.layout === "v9" ? words.partnerWithGdap : words.granular,
    name: relationship.name,
    roles,
    rolesText: cutOff(roles),
    authorization: "GDAP",
    duration: dateRange(start, end),
    expiration: expirationDate(end),
    start,
    end,
    status,
    statusText: words[status] ?? relationship.status,
  };
}

/** @param {import("./requests.js").Partner} partner @returns {Item} */
function partnerItem(partner) {
  const roles = partner.aadRoles.map(roleName);

  return {
    key: partner.id,
    id: partner.id,
    granular: false,
    partnerId: partner.id,
    partner: partner.name,
    type: typeOf(partner),
    name: words.doesNotApply,
    roles,
    rolesText: cutOff(roles),
    authorization: roles.length > 0 ? words.dap : words.none,
    duration: "",
    expiration: "",
    start: "",
    end: "",
    status: "active",
    statusText: words.active,
  };
}

/**
 * Partners that hold nothing but GDAP relationships have no row of their own.
 *
 * @param {import("./requests.js").Partner} partner
 */
function hasOwnRow(partner) {
  return partner.typeName !== "gdapOnly" && partner.contractTypes.length > 0;
}

/**
 * @param {import("./partner-cache.js").PartnerData} data
 * @returns {Item[]}
 */
export function toItems(data) {
  return [
    ...data.relationships.map(granularItem),
    ...data.partners.filter(hasOwnRow).map(partnerItem),
  ];
}

const collator = new Intl.Collator(bootstrap.language, { numeric: true, sensitivity: "base" });

/** @type {Partial<Record<SortKey, "start" | "end">>} */
const dateFields = { duration: "start", expiration: "end" };

/** @param {Item} a @param {Item} b @param {Sort} sort */
export function compareItems(a, b, sort) {
  const field = dateFields[sort.key] ?? sort.key;
  const order = collator.compare(a[field], b[field]);

  return sort.descending ? -order : order;
}

/**
 * @param {Item[]} items
 * @param {string} search
 * @param {ReadonlySet<Status>} statuses none means all
 */
export function filterItems(items, search, statuses) {
  const wanted = search.trim().toLocaleLowerCase(bootstrap.language);

  return items.filter((item) => {
    if (statuses.size > 0 && !statuses.has(item.status)) {
      return false;
    }

    const text = [item.partner, item.name, item.type, ...item.roles, item.statusText].join("\n");

    return wanted === "" || text.toLocaleLowerCase(bootstrap.language).includes(wanted);
  });
}

/**
 * The items of each partner together, partners in order of their names, and the groups that
 * Fluent's list needs for it. Two partners with one name stay two groups.
 *
 * @param {Item[]} items
 * @param {Sort} sort
 * @param {ReadonlySet<string>} collapsed ids of the partners whose group is closed
 */
export function groupItems(items, sort, collapsed) {
  /** @type {Map<string, Item[]>} */
  const byPartner = new Map();

  for (const item of items) {
    const group = byPartner.get(item.partnerId);

    if (group) {
      group.push(item);
    } else {
      byPartner.set(item.partnerId, [item]);
    }
  }

  /** @type {Sort} */
  const byName = { key: "partner", descending: sort.key === "partner" && sort.descending };
  const sortedGroups = [...byPartner.values()].sort(
    ([a], [b]) => compareItems(a, b, byName) || (a.partnerId < b.partnerId ? -1 : 1),
  );
  let startIndex = 0;
  const groups = sortedGroups.map((members) => {
    const { partner, partnerId } = members[0];
    const group = {
      key: partnerId,
      name: partner,
      startIndex,
      count: members.length,
      level: 0,
      isCollapsed: collapsed.has(partnerId),
    };

    startIndex += members.length;

    return group;
  });
  const sorted = sortedGroups.flatMap((members) =>
    sort.key === "partner" ? members : [...members].sort((a, b) => compareItems(a, b, sort)),
  );

  return { groups, items: sorted };
}
