import { Spinner, SpinnerSize } from "@fluentui/react/lib/Spinner";
import { useCallback, useMemo } from "react";
import { toItems } from "./list-items.js";
import { PartnerLists } from "./partner-lists.jsx";
import { Failure } from "./failure.jsx";
import { usePartnerData } from "./partner-data.js";
import { words } from "./words/words.js";

/** @param {{version: number}} props `version` rises with every forced render */
export function PartnersPage({ version }) {
  const { data, error, refresh } = usePartnerData();
  const items = useMemo(() => (data ? withKeysOf(toItems(data), version) : []), [data, version]);
  const onRefresh = useCallback(() => refresh(), [refresh]);

  return (
    <>
      <h1>{words.partnerRelationships}</h1>
      <p className="intro">{words.intro}</p>
      <div aria-busy={!data && !error}>
        {data ? <PartnerLists key="lists" items={items} onRefresh={onRefresh} /> : null}
        {error ? <Failure error={error} /> : null}
        {!data && !error ? (
          <Spinner className="loading" size={SpinnerSize.large} label={words.loading} />
        ) : null}
      </div>
    </>
  );
}

/**
 * Every other forced render gives the rows other keys, so that React makes new elements for them.
 *
 * @param {import("./list-items.js").Item[]} items
 * @param {number} version
 */
function withKeysOf(items, version) {
  return version % 2 === 0 ? items : items.map((item) => ({ ...item, key: `${item.key}~${version}` }));
}
