import { MessageBar, MessageBarType } from "@fluentui/react/lib/MessageBar";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { bootstrap } from "./bootstrap.js";
import { columns2021, columns2023Gdap, columns2023Other } from "./columns.jsx";
import { CommandBar } from "./command-bar.jsx";
import { DataGridList } from "./data-grid-list.jsx";
import { GroupedPartnerList } from "./grouped-list.jsx";
import { filterItems } from "./list-items.js";
import { useStatusFilter } from "./list-state.js";
import { publishItems } from "./test-hooks.js";
import { UnknownTable } from "./unknown-table.jsx";
import { words } from "./words/words.js";

/** @typedef {import("./list-items.js").Item} Item */

/** @param {Item[]} items */
function partnerCount(items) {
  return new Set(items.map((item) => item.partnerId)).size;
}

/** @param {{hasItems: boolean}} props */
function Nothing({ hasItems }) {
  return <p className="nothing">{hasItems ? words.noMatch : words.empty}</p>;
}

/**
 * The list in the layout that the server asks for, with the bar above it.
 *
 * @param {{items: Item[], onRefresh: () => void}} props
 */
export function PartnerLists({ items, onRefresh }) {
  const [search, setSearch] = useState("");
  const [compact, setCompact] = useState(bootstrap.layout === "a");
  const { statuses, toggle, clear } = useStatusFilter();
  const shown = useMemo(() => filterItems(items, search, statuses), [items, search, statuses]);
  const bar = {
    search,
    onSearch: setSearch,
    statuses,
    onToggleStatus: toggle,
    onClearFilters: clear,
    compact,
    onCompact: setCompact,
    onRefresh,
  };

  if (bootstrap.drift === "unknown-table") {
    return <UnknownTable />;
  }

  if (bootstrap.layout === "v9") {
    return <DataGridList {...bar} items={shown} hasItems={items.length > 0} />;
  }

  if (bootstrap.layout === "a") {
    return (
      <>
        <CommandBar {...bar} count={partnerCount(shown)} />
        {shown.length > 0 ? (
          <GroupedPartnerList
            items={shown}
            columns={columns2021}
            label={words.partnerRelationships}
            compact={compact}
            onArranged={publishItems}
          />
        ) : (
          <Nothing hasItems={items.length > 0} />
        )}
      </>
    );
  }

  return <Lists2023 {...bar} items={items} shown={shown} />;
}

/**
 * @param {Omit<import("./command-bar.jsx").CommandBarProps, "count"> & {items: Item[], shown: Item[]}} props
 */
function Lists2023({ items, shown, ...bar }) {
  const [hasWarning, setHasWarning] = useState(true);
  const granular = useMemo(() => shown.filter((item) => item.granular), [shown]);
  // The status filter is about GDAP: the other types have no status in this layout.
  const other = useMemo(
    () => filterItems(items.filter((item) => !item.granular), bar.search, new Set()),
    [items, bar.search],
  );
  const hasDap = items.some((item) => !item.granular && item.roles.length > 0);
  const arranged = useRef({ granular: /** @type {Item[]} */ ([]), other: /** @type {Item[]} */ ([]) });
  const publish = useCallback(
    (/** @type {Partial<typeof arranged.current>} */ part) => {
      arranged.current = { ...arranged.current, ...part };
      publishItems([...arranged.current.granular, ...arranged.current.other]);
    },
    [],
  );
  const onGranular = useCallback((/** @type {Item[]} */ rows) => publish({ granular: rows }), [publish]);
  const onOther = useCallback((/** @type {Item[]} */ rows) => publish({ other: rows }), [publish]);

  useEffect(() => {
    publish({
      ...(granular.length === 0 ? { granular: [] } : {}),
      ...(other.length === 0 ? { other: [] } : {}),
    });
  }, [granular, other, publish]);

  return (
    <>
      {hasDap && hasWarning ? (
        <MessageBar
          messageBarType={MessageBarType.severeWarning}
          messageBarIconProps={{ iconName: "warning" }}
          dismissButtonAriaLabel={words.dismiss}
          onDismiss={() => setHasWarning(false)}
        >
          {words.dapWarning}
        </MessageBar>
      ) : null}
      <CommandBar {...bar} count={partnerCount(granular) + partnerCount(other)} />
      {granular.length + other.length === 0 ? <Nothing hasItems={items.length > 0} /> : null}
      {granular.length > 0 ? (
        <section aria-labelledby="gdap-heading">
          <h2 id="gdap-heading" className="section-heading">
            {words.gdapSection}
          </h2>
          <GroupedPartnerList
            items={granular}
            columns={columns2023Gdap}
            label={words.gdapSection}
            compact={bar.compact}
            onArranged={onGranular}
          />
        </section>
      ) : null}
      {other.length > 0 ? (
        <section aria-labelledby="other-heading">
          <h2 id="other-heading" className="section-heading">
            {words.otherSection}
          </h2>
          <GroupedPartnerList
            items={other}
            columns={columns2023Other}
            label={words.otherSection}
            compact={bar.compact}
            withoutCount
            onArranged={onOther}
          />
        </section>
      ) : null}
    </>
  );
}
