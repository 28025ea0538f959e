import { ActionButton } from "@fluentui/react/lib/Button";
import { ContextualMenuItemType } from "@fluentui/react/lib/ContextualMenu";
import { SearchBox } from "@fluentui/react/lib/SearchBox";
import { bootstrap } from "./bootstrap.js";
import { Icon } from "./icons.jsx";
import { filterStatuses } from "./list-items.js";
import { words } from "./words/words.js";

/**
 * @typedef {object} CommandBarProps
 * @property {number} count
 * @property {string} search
 * @property {(search: string) => void} onSearch
 * @property {ReadonlySet<import("./list-items.js").Status>} statuses
 * @property {(status: import("./list-items.js").Status) => void} onToggleStatus
 * @property {() => void} onClearFilters
 * @property {boolean} compact
 * @property {(compact: boolean) => void} onCompact
 * @property {() => void} onRefresh
 */

/** The command bar of the 2021 and 2023 layouts. @param {CommandBarProps} props */
export function CommandBar(props) {
  const { statuses, compact } = props;
  const countsFilters = bootstrap.layout === "a" || statuses.size > 0;

  return (
    <div className="command-bar">
      <ActionButton iconProps={{ iconName: "refresh" }} onClick={props.onRefresh}>
        {words.refresh}
      </ActionButton>
      <span className="command-space" />
      <span className="item-count" role="status">
        {words.items(props.count)}
      </span>
      <SearchBox
        className="list-search"
        placeholder={words.search}
        ariaLabel={words.search}
        underlined={bootstrap.layout === "a"}
        value={props.search}
        onChange={(_, value) => props.onSearch(value ?? "")}
      />
      <ActionButton
        onRenderIcon={() => (
          <span className="filter-icon">
            <Icon name="filter" filled />
          </span>
        )}
        menuProps={{
          items: [
            {
              key: "clear",
              text: words.clearFilters,
              iconProps: { iconName: "clearfilter" },
              onClick: props.onClearFilters,
            },
            { key: "status", text: words.status, itemType: ContextualMenuItemType.Header },
            ...filterStatuses.map((status) => ({
              key: status,
              text: words[status],
              canCheck: true,
              isChecked: statuses.has(status),
              onClick: () => props.onToggleStatus(status),
            })),
          ],
        }}
      >
        {countsFilters ? words.filtersSelected(statuses.size) : words.filter}
      </ActionButton>
      <ActionButton
        className="list-options"
        iconProps={{ iconName: "list" }}
        ariaLabel={words.listOptions}
        title={words.listOptions}
        onRenderMenuIcon={() => null}
        menuProps={{
          items: [
            {
              key: "normal",
              text: words.normalList,
              canCheck: true,
              isChecked: !compact,
              onClick: () => props.onCompact(false),
            },
            {
              key: "compact",
              text: words.compactList,
              canCheck: true,
              isChecked: compact,
              onClick: () => props.onCompact(true),
            },
          ],
        }}
      />
    </div>
  );
}
