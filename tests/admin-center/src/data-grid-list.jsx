// Fluent v9's DataGrid: flat, sortable, and with only the rows near the window in the document. Rows
// are keyed by their slot, so that scrolling gives the same elements other contents.

import {
  Button,
  DataGrid,
  DataGridBody,
  DataGridCell,
  DataGridHeader,
  DataGridHeaderCell,
  DataGridRow,
  Link,
  Menu,
  MenuItemCheckbox,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  SearchBox,
  TableCellLayout,
  createTableColumn,
} from "@fluentui/react-components";
import { memo, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { bootstrap } from "./bootstrap.js";
import { columnName } from "./columns.jsx";
import { Icon, StatusMark } from "./icons.jsx";
import { compareItems, filterStatuses } from "./list-items.js";
import { useSort } from "./list-state.js";
import { relationshipHref } from "./routes.js";
import { publishItems } from "./test-hooks.js";
import { words } from "./words/words.js";

/** @typedef {import("./list-items.js").Item} Item */
/** @typedef {import("./list-items.js").SortKey} SortKey */

const ROW_HEIGHT = 44;
const SLOTS = 48;
/** How many rows are kept in the document above the window. */
const ROWS_ABOVE = 12;
/** By how many rows the rendered part moves at a time. */
const STEP = 4;

const hasOtherRole = bootstrap.drift === "role-attribute";

/** @type {{key: SortKey, name: string, render?: (item: Item) => import("react").ReactNode}[]} */
const columnsV9 = [
  { key: "partner", name: words.partner },
  { key: "type", name: words.partnerType },
  {
    key: "name",
    name: words.relationshipName,
    render: (item) => (
      <TableCellLayout truncate>
        <Link className="name-link" href={relationshipHref(item.id)}>
          {item.name}
        </Link>
      </TableCellLayout>
    ),
  },
  { key: "rolesText", name: words.rolesColumn },
  { key: "expiration", name: words.expirationDate },
  {
    key: "statusText",
    name: words.status,
    render: (item) => (
      <TableCellLayout truncate media={<StatusMark active={item.status === "active"} />}>
        {item.statusText}
      </TableCellLayout>
    ),
  },
];

const gridColumns = columnsV9.map((column) =>
  createTableColumn({
    columnId: column.key,
    // A column without a comparison can't be sorted; the rows are already in order when they come.
    compare: (_a, _b) => 0,
    renderHeaderCell: () => columnName(column.key, column.name),
    renderCell: (/** @type {Item} */ item) =>
      column.render ? (
        column.render(item)
      ) : (
        <TableCellLayout truncate>{item[column.key]}</TableCellLayout>
      ),
  }),
);

/**
 * The first row to render, from how far the page is scrolled. It moves in steps of rows, so that most
 * scroll events change nothing.
 *
 * @param {import("react").RefObject<HTMLElement>} container
 * @param {number} rowCount
 */
function useFirstRow(container, rowCount) {
  const [first, setFirst] = useState(0);

  useEffect(() => {
    const scroller = container.current?.closest("[data-is-scrollable]");

    if (!scroller) {
      return undefined;
    }

    const update = () => {
      const top = container.current?.offsetTop ?? 0;
      const row = Math.floor((scroller.scrollTop - top) / ROW_HEIGHT) - ROWS_ABOVE;
      const last = Math.max(0, rowCount - SLOTS);

      setFirst(Math.min(last, Math.max(0, row - (row % STEP))));
    };

    update();
    scroller.addEventListener("scroll", update, { passive: true });

    return () => scroller.removeEventListener("scroll", update);
  }, [container, rowCount]);

  return first;
}

/** A row is rendered anew only if its slot got another item. */
const GridRow = memo(function GridRow(
  /** @type {{item: Item, index: number}} */ { item, index },
) {
  return (
    <DataGridRow
      className="data-grid-row"
      aria-rowindex={index + 2}
      data-item-index={index}
      {...(hasOtherRole ? { role: "listitem" } : {})}
      onClick={(/** @type {import("react").MouseEvent} */ event) => {
        const target = /** @type {Element} */ (event.target);

        if (!target.closest("a, button")) {
          window.location.hash = relationshipHref(item.id);
        }
      }}
    >
      {({ renderCell, columnId }) => (
        <DataGridCell key={columnId} className={`column-${columnId}`}>
          {renderCell(item)}
        </DataGridCell>
      )}
    </DataGridRow>
  );
});

/** @param {import("./command-bar.jsx").CommandBarProps} props */
function CommandBarV9(props) {
  const { statuses } = props;

  return (
    <div className="command-bar">
      <Button appearance="subtle" icon={<Icon name="refresh" />} onClick={props.onRefresh}>
        {words.refresh}
      </Button>
      <span className="command-space" />
      <span className="item-count" role="status">
        {words.items(props.count)}
      </span>
      <Menu
        checkedValues={{ status: [...statuses] }}
        onCheckedValueChange={(_, data) => {
          for (const status of filterStatuses) {
            if (data.checkedItems.includes(status) !== statuses.has(status)) {
              props.onToggleStatus(status);
            }
          }
        }}
      >
        <MenuTrigger>
          <Button appearance="subtle" icon={<Icon name="filter" filled={statuses.size > 0} />}>
            {statuses.size > 0 ? words.filtersSelected(statuses.size) : words.filter}
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem icon={<Icon name="clearFilter" />} onClick={props.onClearFilters}>
              {words.clearFilters}
            </MenuItem>
            <MenuGroup>
              <MenuGroupHeader>{words.status}</MenuGroupHeader>
              {filterStatuses.map((status) => (
                <MenuItemCheckbox key={status} name="status" value={status}>
                  {words[status]}
                </MenuItemCheckbox>
              ))}
            </MenuGroup>
          </MenuList>
        </MenuPopover>
      </Menu>
      <SearchBox
        placeholder={words.search}
        aria-label={words.search}
        value={props.search}
        contentBefore={<Icon name="search" />}
        onChange={(_, data) => props.onSearch(data.value)}
      />
    </div>
  );
}

/**
 * @param {Omit<import("./command-bar.jsx").CommandBarProps, "count"> & {items: Item[], hasItems: boolean}} props
 */
export function DataGridList({ items, hasItems, ...bar }) {
  const { sort, setSort } = useSort();
  const sorted = useMemo(
    () => [...items].sort((a, b) => compareItems(a, b, sort)),
    [items, sort],
  );
  const container = useRef(/** @type {HTMLDivElement | null} */ (null));
  const first = useFirstRow(container, sorted.length);
  const start = Math.min(first, Math.max(0, sorted.length - 1));
  const rows = sorted.slice(start, start + SLOTS);

  useLayoutEffect(() => publishItems(sorted), [sorted]);

  if (sorted.length === 0) {
    return (
      <>
        <CommandBarV9 {...bar} count={0} />
        <p className="nothing">{hasItems ? words.noMatch : words.empty}</p>
      </>
    );
  }

  return (
    <>
      <CommandBarV9 {...bar} count={sorted.length} />
      <div ref={container} className="data-grid">
        <DataGrid
          aria-label={words.partnerRelationships}
          aria-rowcount={sorted.length + 1}
          items={rows}
          columns={gridColumns}
          getRowId={(/** @type {Item} */ item) => item.key}
          sortable
          sortState={{
            sortColumn: sort.key,
            sortDirection: sort.descending ? "descending" : "ascending",
          }}
          onSortChange={(_, next) =>
            setSort({
              key: /** @type {SortKey} */ (next.sortColumn),
              descending: next.sortDirection === "descending",
            })
          }
        >
          <DataGridHeader>
            <DataGridRow>
              {({ renderHeaderCell, columnId }) => (
                <DataGridHeaderCell key={columnId} className={`column-${columnId}`}>
                  {renderHeaderCell()}
                </DataGridHeaderCell>
              )}
            </DataGridRow>
          </DataGridHeader>
          <div role="presentation" style={{ height: start * ROW_HEIGHT }} />
          <DataGridBody>
            {(/** @type {{item: Item}} */ { item }) => {
              const index = start + rows.indexOf(item);

              return <GridRow key={index % SLOTS} item={item} index={index} />;
            }}
          </DataGridBody>
          <div
            role="presentation"
            style={{ height: Math.max(0, sorted.length - start - SLOTS) * ROW_HEIGHT }}
          />
        </DataGrid>
      </div>
    </>
  );
}
