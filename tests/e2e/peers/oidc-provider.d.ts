// What is used of `oidc-provider`, which brings no types.

declare module 'oidc-provider' {
  type Listener = import('node:http').RequestListener;
  type Incoming = import('node:http').IncomingMessage;
  type Outgoing = import('node:http').ServerResponse;

  interface Interaction {
    prompt: { name: string; details: { missingOIDCScope?: string[]; missingOIDCClaims?: string[] } };
    params: { client_id: string };
    session?: { accountId: string };
    grantId?: string;
  }

  interface Grant {
    addOIDCScope(scope: string): void;
    addOIDCClaims(claims: string[]): void;
    save(): Promise<string>;
  }

  export default class Provider {
    constructor(issuer: string, configuration: object);
    proxy: boolean;
    Grant: { new (of: { accountId?: string; clientId: string }): Grant; find(id: string): Promise<Grant | undefined> };
    callback(): Listener;
    interactionDetails(request: Incoming, response: Outgoing): Promise<Interaction>;
    interactionFinished(request: Incoming, response: Outgoing, result: object): Promise<void>;
  }

  export const interactionPolicy: {
    base(): unknown[] & { add(prompt: unknown, at: number): void };
    Prompt: new (options: { name: string; requestable: boolean }) => unknown;
  };
}

declare module 'oidc-provider/lib/adapters/memory_adapter.js' {
  /** @param clockTolerance in seconds */
  export function createMemoryAdapter(clockTolerance: number): new (name: string) => object;
}
