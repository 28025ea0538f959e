import { useCallback, useMemo, useState } from "react";
import { bootstrap } from "./bootstrap.js";

/** @typedef {import("./list-items.js").Status} Status */

/**
 * Which statuses are shown. The 2021 layout starts with the active ones only.
 */
export function useStatusFilter() {
  const [statuses, setStatuses] = useState(
    () => new Set(/** @type {Status[]} */ (bootstrap.layout === "a" ? ["active"] : [])),
  );
  const toggle = useCallback((/** @type {Status} */ status) => {
    setStatuses((old) => {
      const next = new Set(old);

      if (!next.delete(status)) {
        next.add(status);
      }

      return next;
    });
  }, []);
  const clear = useCallback(() => setStatuses(new Set()), []);

  return { statuses, toggle, clear };
}

/** The closed groups of one list, by partner. */
export function useCollapsedGroups() {
  const [collapsed, setCollapsed] = useState(() => new Set(/** @type {string[]} */ ([])));

  return useMemo(
    () => ({
      collapsed,
      /** @param {string} key */
      toggle(key) {
        setCollapsed((old) => {
          const next = new Set(old);

          if (!next.delete(key)) {
            next.add(key);
          }

          return next;
        });
      },
      /** @param {boolean} all @param {string[]} keys */
      setAll(all, keys) {
        setCollapsed(new Set(all ? keys : []));
      },
    }),
    [collapsed],
  );
}

/** The order of one list; choosing the sorted column again turns it round. */
export function useSort() {
  const [sort, setSort] = useState(
    /** @type {import("./list-items.js").Sort} */ ({ key: "partner", descending: false }),
  );
  const sortBy = useCallback((/** @type {import("./list-items.js").SortKey} */ key) => {
    setSort((old) => ({ key, descending: old.key === key && !old.descending }));
  }, []);

  return { sort, setSort, sortBy };
}
