import { Link } from "@fluentui/react/lib/Link";
import { useEffect, useState } from "react";
import { fetchAddress } from "./requests.js";
import { words } from "./words/words.js";

/** @param {{title: string, children: import("react").ReactNode}} props */
export function Block({ title, children }) {
  return (
    <section className="block">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/**
 * @param {object} props
 * @param {string} props.id the partner's tenant
 * @param {string} props.name
 * @param {import("./requests.js").Address} [props.known] the address, if the list gave it
 */
export function PartnerInformation({ id, name, known }) {
  const [address, setAddress] = useState(known ?? {});

  useEffect(() => {
    let isCurrent = true;

    if (!known) {
      fetchAddress(id).then(
        (answer) => isCurrent && setAddress(answer ?? {}),
        // The page goes without the address; nothing else depends on it.
        () => {},
      );
    }

    return () => {
      isCurrent = false;
    };
  }, [id, known]);

  const region = [address.state, address.postalCode].filter(Boolean).join(" ");
  const place = [address.city, region].filter(Boolean).join(", ");
  const lines = [
    name,
    address.line1,
    address.line2,
    place,
    address.countryCode,
    address.phoneNumber,
  ].filter(Boolean);

  return (
    <Block title={words.partnerInformation}>
      {lines.map((line, index) => (
        <div key={index}>{line}</div>
      ))}
    </Block>
  );
}

/**
 * @param {object} props
 * @param {string[]} props.roles by their shown names
 * @param {string} props.intro
 * @param {number} [props.shownAtFirst] the rest comes with "Show more roles"
 */
export function RolesBlock({ roles, intro, shownAtFirst = Infinity }) {
  const [hasDescriptions, setHasDescriptions] = useState(false);
  const [showsAll, setShowsAll] = useState(roles.length <= shownAtFirst);
  const shown = showsAll ? roles : roles.slice(0, shownAtFirst);

  return (
    <Block title={words.rolesColumn}>
      {roles.length > 0 ? (
        <>
          <p className="block-intro">
            {intro}{" "}
            <Link
              aria-expanded={hasDescriptions}
              onClick={() => setHasDescriptions(!hasDescriptions)}
            >
              {hasDescriptions ? words.hideRoleDescriptions : words.showRoleDescriptions}
            </Link>
          </p>
          <ul className="role-list">
            {shown.map((role) => (
              <li key={role}>
                <span>{role}</span>
                {hasDescriptions ? (
                  <span className="role-description">{words.roleDescription(role)}</span>
                ) : null}
              </li>
            ))}
          </ul>
          {showsAll ? null : (
            <Link onClick={() => setShowsAll(true)}>{words.showMoreRoles}</Link>
          )}
        </>
      ) : (
        <div>{words.none}</div>
      )}
    </Block>
  );
}
