import { bootstrap } from "../bootstrap.js";
import { de } from "./de.js";
import { en } from "./en.js";
import { fr } from "./fr.js";
import { ja } from "./ja.js";

/** @typedef {"en" | "de" | "fr" | "ja"} Language */

/** @type {Record<Language, typeof en>} */
const byLanguage = { en, de, fr, ja };

/** @returns {Language} */
function chooseLanguage() {
  const primary = bootstrap.language.split("-")[0].toLowerCase();

  return primary in byLanguage ? /** @type {Language} */ (primary) : "en";
}

/** The language of the words; the locale of dates is the whole of `bootstrap.language`. */
export const language = chooseLanguage();

export const words = byLanguage[language];
