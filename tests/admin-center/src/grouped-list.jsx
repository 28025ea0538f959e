// Fluent v8's DetailsList, grouped by partner and virtualised, as the 2021 and 2023 layouts use it.

import {
  CheckboxVisibility,
  DetailsHeader,
  DetailsList,
  DetailsListLayoutMode,
  SelectionMode,
} from "@fluentui/react/lib/DetailsList";
import { GroupHeader } from "@fluentui/react/lib/GroupedList";
import { useMemo } from "react";
import { bootstrap } from "./bootstrap.js";
import { groupItems } from "./list-items.js";
import { useCollapsedGroups, useSort } from "./list-state.js";
import { relationshipHref } from "./routes.js";
import { words } from "./words/words.js";

/** @typedef {import("./list-items.js").Item} Item */
/** @typedef {import("./list-items.js").SortKey} SortKey */
/**
 * @typedef {object} Column
 * @property {SortKey} key
 * @property {string} name
 * @property {number} minWidth pixels
 * @property {number} [maxWidth] pixels
 * @property {boolean} [isRowHeader]
 * @property {string} [info] what the sign beside the name says
 * @property {(item: Item) => import("react").ReactNode} [onRender]
 */

/**
 * Heights in pixels as Fluent draws them. The list reckons the place of what isn't rendered with
 * them; wrong ones make a long list jump while it scrolls.
 */
const HEIGHTS = { compact: { header: 40, row: 32 }, normal: { header: 49, row: 44 } };

const hasOtherRole = bootstrap.drift === "role-attribute";

/**
 * Opens the row's page when the row itself is chosen, but not when a control in it is: links, menus
 * and buttons have their own meaning.
 *
 * @param {import("react").MouseEvent<HTMLElement>} event
 * @param {Item} item
 */
function openRow(event, item) {
  const target = /** @type {Element} */ (event.target);

  if (!target.closest("a, button")) {
    window.location.hash = relationshipHref(item.id);
  }
}

/**
 * @param {object} props
 * @param {Item[]} props.items
 * @param {Column[]} props.columns
 * @param {string} props.label accessible name of the table
 * @param {boolean} props.compact
 * @param {boolean} [props.withoutCount] the group's row shows the partner's name only
 * @param {(sorted: Item[]) => void} props.onArranged told the rows in their shown order
 */
export function GroupedPartnerList({ items, columns, label, compact, withoutCount, onArranged }) {
  const { sort, sortBy } = useSort();
  const { collapsed, toggle, setAll } = useCollapsedGroups();
  const arranged = useMemo(() => {
    const result = groupItems(items, sort, collapsed);

    onArranged(result.items);

    return result;
  }, [items, sort, collapsed, onArranged]);
  const fluentColumns = useMemo(
    () =>
      columns.map((column) => ({
        ...column,
        fieldName: column.key,
        isResizable: true,
        isSorted: sort.key === column.key,
        isSortedDescending: sort.key === column.key && sort.descending,
        isMultiline: false,
        onColumnClick: () => sortBy(column.key),
        onRenderHeader: column.info ? renderHeaderWithInfo : undefined,
      })),
    [columns, sort, sortBy],
  );
  const heights = compact ? HEIGHTS.compact : HEIGHTS.normal;
  const areAllCollapsed = arranged.groups.length > 0 && arranged.groups.every((g) => g.isCollapsed);

  return (
    <DetailsList
      ariaLabelForGrid={label}
      items={arranged.items}
      groups={arranged.groups}
      columns={fluentColumns}
      getKey={(/** @type {Item} */ item) => item.key}
      compact={compact}
      getGroupHeight={(group) => heights.header + (group.isCollapsed ? 0 : group.count * heights.row)}
      selectionMode={SelectionMode.none}
      checkboxVisibility={CheckboxVisibility.hidden}
      layoutMode={DetailsListLayoutMode.justified}
      ariaLabelForSelectionColumn=""
      role={hasOtherRole ? "list" : undefined}
      onRenderRow={(props, render) =>
        props && render
          ? render({
              ...props,
              role: hasOtherRole ? "listitem" : undefined,
              // The row takes plain attributes of an element, which its type doesn't list.
              .../** @type {object} */ ({
                onClick: (/** @type {import("react").MouseEvent<HTMLElement>} */ event) =>
                  openRow(event, props.item),
              }),
            })
          : null
      }
      onRenderDetailsHeader={(props) =>
        props ? (
          <DetailsHeader {...props} ariaLabelForToggleAllGroupsButton={words.expandAllGroups} />
        ) : null
      }
      groupProps={{
        isAllGroupsCollapsed: areAllCollapsed,
        onToggleCollapseAll: (all) => setAll(all, arranged.groups.map((group) => group.key)),
        headerProps: {
          onToggleCollapse: (group) => toggle(group.key),
          expandButtonProps: { "aria-label": words.expandGroup },
        },
        onRenderHeader: (props) =>
          props ? (
            <GroupHeader
              {...props}
              compact={compact}
              onRenderName={
                withoutCount ? (nameProps) => <span>{nameProps?.group?.name}</span> : undefined
              }
            />
          ) : null,
      }}
    />
  );
}

/**
 * @param {import("@fluentui/react/lib/DetailsList").IDetailsColumnProps} [props]
 * @param {(props?: import("@fluentui/react/lib/DetailsList").IDetailsColumnProps) => import("react").JSX.Element | null} [render]
 */
function renderHeaderWithInfo(props, render) {
  const info = /** @type {{info?: string} | undefined} */ (props?.column)?.info;

  return (
    <>
      {render ? render(props) : null}
      <span className="column-info" role="img" aria-label={info} title={info} />
    </>
  );
}

