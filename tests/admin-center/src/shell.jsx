// What surrounds every page of the admin center: the dark bar, the menu, the buttons at the edge.

import { useState } from "react";
import { bootstrap } from "./bootstrap.js";
import { Icon } from "./icons.jsx";
import { words } from "./words/words.js";

/**
 * @typedef {object} MenuEntry
 * @property {string} label
 * @property {string} [icon]
 * @property {string} [href]
 * @property {MenuEntry[]} [children]
 */

/** @type {MenuEntry[]} */
const mainMenu = [
  { label: words.home, icon: "home", href: "#/homepage" },
  { label: words.users, icon: "person", href: "#/users", children: [] },
  { label: words.teamsAndGroups, icon: "people", href: "#/groups", children: [] },
  { label: words.roles, icon: "role", href: "#/rbac/directory", children: [] },
  { label: words.marketplace, icon: "bag", href: "#/catalog" },
  { label: words.billing, icon: "card", href: "#/subscriptions", children: [] },
  { label: words.support, icon: "headset", href: "#/support/requests", children: [] },
  {
    label: words.settings,
    icon: "gear",
    children: [
      { label: words.domains, href: "#/Domains" },
      { label: words.searchIntelligence, href: "#/MicrosoftSearch" },
      { label: words.orgSettings, href: "#/Settings/Services" },
      { label: words.integratedApps, href: "#/Settings/IntegratedApps" },
      { label: words.partnerRelationships, href: "#/partners" },
    ],
  },
  { label: words.setup, icon: "wrench", href: "#/featureexplorer" },
  { label: words.reports, icon: "chart", href: "#/reportsUsage", children: [] },
  { label: words.health, icon: "health", href: "#/servicehealth", children: [] },
];

/** @type {MenuEntry[]} */
const adminCenters = [
  { label: words.security, icon: "shield", href: "#/adminCenters/security" },
  { label: words.compliance, icon: "shield", href: "#/adminCenters/compliance" },
  { label: words.endpointManager, icon: "grid", href: "#/adminCenters/endpoint" },
  { label: words.identity, icon: "role", href: "#/adminCenters/identity" },
  { label: words.allAdminCenters, icon: "list", href: "#/alladmincenters" },
];

export function HeaderBar() {
  return (
    <header className="header-bar">
      <button type="button" className="header-button" aria-label={words.appLauncher}>
        <Icon name="waffle" />
      </button>
      <a className="header-title" href="#/homepage">
        {words.productName}
      </a>
      <div className="header-search" role="search">
        <Icon name="search" />
        <input type="search" placeholder={words.search} aria-label={words.search} />
      </div>
      <div className="header-buttons">
        <button type="button" className="header-button" aria-label={words.notifications}>
          <Icon name="bell" size={18} />
        </button>
        <button type="button" className="header-button" aria-label={words.settings}>
          <Icon name="gear" size={18} />
        </button>
        <button type="button" className="header-button" aria-label={words.help}>
          <Icon name="question" size={18} />
        </button>
        <button
          type="button"
          className="avatar"
          aria-label={`${words.account} ${bootstrap.user.name}`}
          title={bootstrap.user.name}
        >
          {bootstrap.user.initials}
        </button>
      </div>
    </header>
  );
}

/** @param {{entry: MenuEntry, hash: string}} props */
function MenuItem({ entry, hash }) {
  const hasCurrent = entry.children?.some((child) => isCurrent(child, hash)) ?? false;
  const [isOpen, setIsOpen] = useState(hasCurrent || entry.icon === "gear");
  const label = (
    <>
      {entry.icon ? <Icon name={entry.icon} /> : null}
      <span className="menu-label">{entry.label}</span>
    </>
  );

  if (!entry.children) {
    return (
      <li>
        <a
          className={entry.icon ? "menu-entry" : "menu-entry menu-child"}
          href={entry.href}
          aria-current={isCurrent(entry, hash) ? "page" : undefined}
        >
          {label}
        </a>
      </li>
    );
  }

  if (entry.children.length === 0) {
    return (
      <li>
        <a
          className="menu-entry"
          href={entry.href}
          aria-current={isCurrent(entry, hash) ? "page" : undefined}
        >
          {label}
          <Icon name="chevronDown" size={12} />
        </a>
      </li>
    );
  }

  return (
    <li>
      <button
        type="button"
        className="menu-entry"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        {label}
        <Icon name={isOpen ? "chevronUp" : "chevronDown"} size={12} />
      </button>
      {isOpen ? (
        <ul>
          {entry.children.map((child) => (
            <MenuItem key={child.label} entry={child} hash={hash} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}

/** @param {MenuEntry} entry @param {string} hash */
function isCurrent(entry, hash) {
  const route = hash.toLowerCase();
  const href = entry.href?.toLowerCase() ?? "";

  return route === href || (href !== "" && route.startsWith(`${href}/`));
}

/** @param {{hash: string}} props */
export function SideMenu({ hash }) {
  const [isNarrow, setIsNarrow] = useState(false);

  return (
    <nav className={isNarrow ? "side-menu narrow" : "side-menu"} aria-label={words.menu}>
      <button
        type="button"
        className="menu-entry"
        aria-label={words.collapseMenu}
        aria-expanded={!isNarrow}
        onClick={() => setIsNarrow(!isNarrow)}
      >
        <Icon name="menu" />
      </button>
      <ul>
        {mainMenu.map((entry) => (
          <MenuItem key={entry.label} entry={entry} hash={hash} />
        ))}
      </ul>
      <h2 className="menu-heading">{words.adminCenters}</h2>
      <ul>
        {adminCenters.map((entry) => (
          <MenuItem key={entry.label} entry={entry} hash={hash} />
        ))}
      </ul>
      <hr />
      <ul>
        <MenuItem entry={{ label: words.showPinned, icon: "dots", href: "#/pinned" }} hash={hash} />
      </ul>
    </nav>
  );
}

/** @param {{theme: "light" | "dark", onToggleTheme: () => void}} props */
export function OrganizationLine({ theme, onToggleTheme }) {
  return (
    <div className="organization-line">
      <span className="organization-name">{bootstrap.organization}</span>
      <button type="button" className="quiet-button" onClick={onToggleTheme}>
        <Icon name={theme === "dark" ? "sun" : "moon"} />
        {theme === "dark" ? words.lightMode : words.darkMode}
      </button>
    </div>
  );
}

export function EdgeButtons() {
  return (
    <div className="edge-buttons">
      <button type="button" className="edge-help" aria-label={words.help} title={words.help}>
        <Icon name="help" />
      </button>
      <button
        type="button"
        className="edge-feedback"
        aria-label={words.feedback}
        title={words.feedback}
      >
        <Icon name="chat" />
      </button>
    </div>
  );
}
