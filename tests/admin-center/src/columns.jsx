// The columns of each layout. With the drift "renamed-headers" they keep their content and get names
// that nobody has seen before.

import { IconButton } from "@fluentui/react/lib/Button";
import { Link } from "@fluentui/react/lib/Link";
import { bootstrap } from "./bootstrap.js";
import { StatusMark } from "./icons.jsx";
import { relationshipHref } from "./routes.js";
import { words } from "./words/words.js";

/** @typedef {import("./list-items.js").Item} Item */
/** @typedef {import("./list-items.js").SortKey} SortKey */
/** @typedef {import("./grouped-list.jsx").Column} Column */

/** @type {Record<SortKey, string>} */
const otherNames = {
  partner: "Collaborator",
  type: "Kind of tie",
  name: "Label",
  rolesText: "Entitlements",
  authorization: "Granted through",
  duration: "Term",
  expiration: "Lapses on",
  statusText: "Condition",
};

/** @param {SortKey} key @param {string} name */
export function columnName(key, name) {
  return bootstrap.drift === "renamed-headers" ? otherNames[key] : name;
}

/** @param {Item} item */
export function renderNameLink(item) {
  return (
    <Link className="name-link" href={relationshipHref(item.id)}>
      {item.name}
    </Link>
  );
}

/** @param {Item} item */
export function renderStatus(item) {
  return (
    <span className="status">
      <StatusMark active={item.status === "active"} />
      {item.statusText}
    </span>
  );
}

/** @param {Item} item */
function renderRowMenu(item) {
  return (
    <span className="row-menu">
      <IconButton
        iconProps={{ iconName: "morevertical" }}
        title={words.moreActions}
        ariaLabel={words.moreActions}
        onRenderMenuIcon={() => null}
        menuProps={{
          items: [
            { key: "details", text: words.viewDetails, href: relationshipHref(item.id) },
            { key: "remove", text: words.removeRoles, href: relationshipHref(item.id) },
          ],
        }}
      />
    </span>
  );
}

/**
 * @param {SortKey} key
 * @param {string} name
 * @param {[least: number, most: number]} width pixels
 * @param {Partial<Column>} [rest]
 * @returns {Column}
 */
function column(key, name, [minWidth, maxWidth], rest) {
  return { key, name: columnName(key, name), minWidth, maxWidth, ...rest };
}

/** @type {Column[]} */
export const columns2021 = [
  // The partner is named by the group's row; the cell of each row below it stays empty.
  column("partner", words.partner, [90, 140], { onRender: () => null }),
  column("type", words.relationshipType, [120, 140]),
  column("name", words.relationshipName, [140, 170], { onRender: renderNameLink }),
  column("rolesText", words.rolesColumn, [260, 420]),
  column("duration", words.duration, [140, 160]),
  column("statusText", words.status, [70, 90]),
];

/** @type {Column[]} */
export const columns2023Gdap = [
  column("partner", words.partner, [180, 300], { isRowHeader: true, onRender: renderNameLink }),
  column("rolesText", words.rolesColumn, [280, 400]),
  column("expiration", words.expirationDate, [140, 220]),
  column("statusText", words.status, [130, 150], { onRender: renderStatus }),
];

/** @type {Column[]} */
export const columns2023Other = [
  column("partner", words.partner, [180, 300], { isRowHeader: true, onRender: renderRowMenu }),
  column("type", words.partnerType, [130, 160]),
  column("authorization", words.roleAuthorization, [150, 200], {
    info: words.roleAuthorizationHelp,
  }),
  column("rolesText", words.rolesColumn, [220, 340]),
];
