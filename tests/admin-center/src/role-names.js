import { bootstrap } from "./bootstrap.js";
import { roleTable } from "./role-table.js";
import { language } from "./words/words.js";

// The answer of the partners request names roles in English, the others give template ids.
const idsByName = new Map(Object.entries(roleTable).map(([id, names]) => [names.en, id]));

/**
 * How the page names a role in the viewer's language.
 *
 * @param {string} role a template id or an English name
 */
export function roleName(role) {
  const names = roleTable[role] ?? roleTable[idsByName.get(role) ?? ""];

  if (!names) {
    return role;
  }

  if (language === "en" && bootstrap.layout === "a" && names.short) {
    return names.short;
  }

  return names[language] ?? names.en;
}
