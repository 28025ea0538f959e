import { PrimaryButton } from "@fluentui/react/lib/Button";
import { Link } from "@fluentui/react/lib/Link";
import { MessageBar, MessageBarType } from "@fluentui/react/lib/MessageBar";
import { Spinner, SpinnerSize } from "@fluentui/react/lib/Spinner";
import { useEffect, useState } from "react";
import { durationDays } from "./dates.js";
import { Block, PartnerInformation, RolesBlock } from "./fact-blocks.jsx";
import { Failure } from "./failure.jsx";
import { fetchInvitation, RequestError, updateRelationshipStatus } from "./requests.js";
import { roleName } from "./role-names.js";
import { words } from "./words/words.js";

const ROLES_SHOWN_AT_FIRST = 5;

/** Where an admin approves or leaves what a partner asks for. @param {{id: string}} props */
export function InvitationPage({ id }) {
  const [invitation, setInvitation] = useState(
    /** @type {import("./requests.js").Invitation | null} */ (null),
  );
  const [error, setError] = useState(/** @type {unknown} */ (null));

  useEffect(() => {
    let isCurrent = true;

    fetchInvitation(id).then(
      (answer) => isCurrent && setInvitation(answer),
      (failure) => isCurrent && setError(failure),
    );

    return () => {
      isCurrent = false;
    };
  }, [id]);

  if (error) {
    return error instanceof RequestError && error.status === 404 ? (
      <p role="alert">{words.notFound}</p>
    ) : (
      <Failure error={error} />
    );
  }

  if (!invitation) {
    return (
      <div aria-busy="true">
        <Spinner className="loading" size={SpinnerSize.large} label={words.loading} />
      </div>
    );
  }

  return <InvitationDetails id={id} invitation={invitation} />;
}

/** @param {{id: string, invitation: import("./requests.js").Invitation}} props */
function InvitationDetails({ id, invitation }) {
  const { partner, relationship } = invitation;
  const [outcome, setOutcome] = useState(/** @type {"none" | "working" | "approved" | "failed"} */ ("none"));
  const isPending = relationship.status === "approvalPending";

  async function approve() {
    setOutcome("working");

    try {
      await updateRelationshipStatus(id, relationship.etag, "approved");
      setOutcome("approved");
    } catch {
      setOutcome("failed");
    }
  }

  return (
    <>
      <h1>{words.approveTitle}</h1>
      <p className="intro">{words.approveIntro(partner.name)}</p>
      {outcome === "approved" ? (
        <MessageBar messageBarType={MessageBarType.success} messageBarIconProps={{ iconName: "completed" }}>
          {words.approvedDone}
        </MessageBar>
      ) : null}
      {outcome === "failed" ? (
        <MessageBar messageBarType={MessageBarType.error} messageBarIconProps={{ iconName: "errorbadge" }}>
          {words.approveFailed}
        </MessageBar>
      ) : null}
      <PartnerInformation id={partner.tenantId} name={partner.name} />
      <Block title={words.relationshipType}>{words.granular}</Block>
      <Block title={words.relationshipName}>{relationship.name}</Block>
      <RolesBlock
        roles={relationship.roles.map(roleName)}
        intro={words.rolesIntroRequested}
        shownAtFirst={ROLES_SHOWN_AT_FIRST}
      />
      <Block title={words.duration}>{words.days(durationDays(relationship.duration))}</Block>
      <div className="page-actions">
        <PrimaryButton
          text={words.approveAll}
          disabled={!isPending || outcome === "working" || outcome === "approved"}
          onClick={approve}
        />
        <Link href="#/partners">{words.cancel}</Link>
      </div>
    </>
  );
}
