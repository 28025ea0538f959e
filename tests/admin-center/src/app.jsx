import { ThemeProvider } from "@fluentui/react/lib/Theme";
import { FluentProvider, RendererProvider, createDOMRenderer } from "@fluentui/react-components";
import { Component, useEffect, useState } from "react";
import { bootstrap } from "./bootstrap.js";
import { reportError } from "./errors.js";
import { InvitationPage } from "./invitation-page.jsx";
import { PartnersPage } from "./partners-page.jsx";
import { RelationshipPage } from "./relationship-page.jsx";
import { parseRoute, useHash } from "./routes.js";
import { EdgeButtons, HeaderBar, OrganizationLine, SideMenu } from "./shell.jsx";
import { v8Themes, v9Themes } from "./theme.js";
import { words } from "./words/words.js";

const styleRenderer = createDOMRenderer(document, {
  styleElementAttributes: bootstrap.nonce ? { nonce: bootstrap.nonce } : {},
});

/** Reports what React throws while rendering, and shows that the page is broken. */
class ErrorBoundary extends Component {
  /** @param {{children: import("react").ReactNode}} props */
  constructor(props) {
    super(props);
    this.state = { isBroken: false };
  }

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  /** @param {unknown} error */
  componentDidCatch(error) {
    reportError(error);
  }

  render() {
    const { isBroken } = /** @type {{isBroken: boolean}} */ (this.state);

    if (isBroken) {
      return (
        <p role="alert" className="page-broken">
          {words.pageBroken}
        </p>
      );
    }

    return /** @type {{children: import("react").ReactNode}} */ (this.props).children;
  }
}

/** @param {{hash: string}} props */
function OtherPage({ hash }) {
  const name = parseRoute(hash);
  const path = name.page === "other" ? name.path.split("/").filter(Boolean).at(-1) : "";

  return (
    <>
      <h1>{path?.toLowerCase() === "homepage" ? words.home : path}</h1>
      <p className="intro">{words.otherPage}</p>
    </>
  );
}

/** @param {{hash: string, version: number}} props */
function Page({ hash, version }) {
  const route = parseRoute(hash);

  switch (route.page) {
    case "list":
      return <PartnersPage version={version} />;
    case "relationship":
      return <RelationshipPage key={route.id} id={route.id} />;
    case "invitation":
      return <InvitationPage key={route.id} id={route.id} />;
    default:
      return <OtherPage hash={hash} />;
  }
}

/** @param {{version: number}} props `version` rises with every forced render */
export function App({ version }) {
  const hash = useHash();
  const [theme, setTheme] = useState(bootstrap.theme);

  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);

  return (
    <ErrorBoundary>
      <RendererProvider renderer={styleRenderer}>
        <FluentProvider theme={v9Themes[theme]}>
          <ThemeProvider theme={v8Themes[theme]} applyTo="body">
            <HeaderBar />
            <div className="below-header">
              <SideMenu hash={hash} />
              <main className="content" data-is-scrollable="true" tabIndex={-1}>
                <OrganizationLine
                  theme={theme}
                  onToggleTheme={() => setTheme(theme === "dark" ? "light" : "dark")}
                />
                <Page hash={hash} version={version} />
              </main>
            </div>
            <EdgeButtons />
          </ThemeProvider>
        </FluentProvider>
      </RendererProvider>
    </ErrorBoundary>
  );
}
