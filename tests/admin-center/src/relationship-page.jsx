import { DefaultButton } from "@fluentui/react/lib/Button";
import { MessageBar, MessageBarType } from "@fluentui/react/lib/MessageBar";
import { Spinner, SpinnerSize } from "@fluentui/react/lib/Spinner";
import { useState } from "react";
import { ConfirmRemoval } from "./confirm-dialog.jsx";
import { shortDate } from "./dates.js";
import { Block, PartnerInformation, RolesBlock } from "./fact-blocks.jsx";
import { Failure } from "./failure.jsx";
import { Icon } from "./icons.jsx";
import { toItems } from "./list-items.js";
import { usePartnerData } from "./partner-data.js";
import { removeDelegatedAccess, updateRelationshipStatus } from "./requests.js";
import { words } from "./words/words.js";

/** @param {{name: string}} props */
function Breadcrumb({ name }) {
  return (
    <nav className="breadcrumb" aria-label={words.breadcrumb}>
      <ol>
        <li>
          <a href="#/partners">{words.partnerRelationships}</a>
        </li>
        <li>
          <Icon name="chevronRight" size={12} />
          <span aria-current="page">{name}</span>
        </li>
      </ol>
    </nav>
  );
}

/**
 * One relationship, or one partner without GDAP. What it shows comes from the list's cache.
 *
 * @param {{id: string}} props
 */
export function RelationshipPage({ id }) {
  const { data, error } = usePartnerData();

  if (error) {
    return <Failure error={error} />;
  }

  if (!data) {
    return (
      <div aria-busy="true">
        <Spinner className="loading" size={SpinnerSize.large} label={words.loading} />
      </div>
    );
  }

  const item = toItems(data).find((candidate) => candidate.id === id);

  if (!item) {
    return (
      <>
        <Breadcrumb name={id} />
        <p role="alert">{words.notFound}</p>
      </>
    );
  }

  const partner = data.partners.find((candidate) => candidate.id === item.partnerId);
  const relationship = data.relationships.find((candidate) => candidate.id === item.id);

  return (
    <RelationshipDetails item={item} partner={partner} etag={relationship?.etag ?? ""} />
  );
}

/**
 * @param {object} props
 * @param {import("./list-items.js").Item} props.item
 * @param {import("./requests.js").Partner | undefined} props.partner
 * @param {string} props.etag
 */
function RelationshipDetails({ item, partner, etag }) {
  const [isAsking, setIsAsking] = useState(false);
  const [outcome, setOutcome] = useState(/** @type {"none" | "working" | "removed" | "failed"} */ ("none"));
  const canRemove = item.granular
    ? item.status === "active" || item.status === "activating"
    : (partner?.canRemoveDap ?? false) && item.roles.length > 0;

  async function remove() {
    setIsAsking(false);
    setOutcome("working");

    try {
      if (item.granular) {
        await updateRelationshipStatus(item.id, etag, "terminationRequested");
      } else {
        await removeDelegatedAccess(item.partnerId);
      }

      setOutcome("removed");
    } catch {
      setOutcome("failed");
    }
  }

  return (
    <>
      <Breadcrumb name={item.partner} />
      <h1>{item.partner}</h1>
      <p className="intro">{words.partnerCan}</p>
      {outcome === "removed" ? (
        <MessageBar messageBarType={MessageBarType.success} messageBarIconProps={{ iconName: "completed" }}>
          {words.rolesRemoved}
        </MessageBar>
      ) : null}
      {outcome === "failed" ? (
        <MessageBar messageBarType={MessageBarType.error} messageBarIconProps={{ iconName: "errorbadge" }}>
          {words.removeFailed}
        </MessageBar>
      ) : null}
      <PartnerInformation id={item.partnerId} name={item.partner} known={partner?.address} />
      <Block title={words.relationshipType}>{item.type}</Block>
      {item.granular ? <Block title={words.relationshipName}>{item.name}</Block> : null}
      <RolesBlock roles={item.roles} intro={words.rolesIntro} />
      {item.granular ? <Block title={words.expirationDate}>{shortDate(item.end)}</Block> : null}
      {canRemove ? (
        <DefaultButton
          text={words.removeRoles}
          className="remove-roles"
          disabled={outcome === "working" || outcome === "removed"}
          onClick={() => setIsAsking(true)}
        />
      ) : null}
      <ConfirmRemoval isOpen={isAsking} onYes={remove} onNo={() => setIsAsking(false)} />
    </>
  );
}
