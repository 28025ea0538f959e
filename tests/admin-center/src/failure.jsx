import { DefaultButton } from "@fluentui/react/lib/Button";
import { RequestError } from "./requests.js";
import { words } from "./words/words.js";

/** What the page says when its data can't be had. @param {{error: unknown}} props */
export function Failure({ error }) {
  const status = error instanceof RequestError ? error.status : 0;

  if (status === 440) {
    return (
      <div role="alert" className="failure">
        <p>{words.sessionOver}</p>
        <DefaultButton text={words.signIn} onClick={() => window.location.reload()} />
      </div>
    );
  }

  const text = status === 401 || status === 403 ? words.denied : words.failed;

  return (
    <div role="alert" className="failure">
      <p>{text}</p>
    </div>
  );
}
