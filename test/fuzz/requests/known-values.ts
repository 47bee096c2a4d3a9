import type { KnownValues } from "./arbitrary-from-schema.ts";

/**
 * Where a value is only known once the gateway under test runs, `~name~` stands for it: so a request is the same in
 * every run of its seed.
 */
export interface StageValues {
  readonly shopKey: string;
  readonly bankKey: string;
  readonly operatorKey: string;
  readonly endUserToken: string;
  readonly openSession: string;
  readonly openReference: string;
  readonly approvedSession: string;
  readonly foreignSession: string;
  readonly doomedSession: string;
  readonly evidence: string;
  readonly endpoint: string;
  readonly doomedEndpoint: string;
  readonly foreignEndpoint: string;
  readonly endpointKey: string;
  readonly doomedApiKey: string;
  readonly delivery: string;
  readonly event: string;
  readonly receiverUrl: string;
  readonly identomatUrl: string;
}

/** Replaces every `~name~`. */
export function resolveNames(text: string, values: StageValues): string {
  return text.replaceAll(/~([a-zA-Z]+)~/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? values[name as keyof StageValues] : whole,
  );
}

/** What a path may name, to be read. */
const readable: KnownValues = {
  sessionId: ["~openSession~", "~approvedSession~", "~foreignSession~"],
  evidenceId: ["~evidence~"],
  applicantId: ["user-1", "bank-user", "stranger"],
  endpointId: ["~endpoint~", "~foreignEndpoint~"],
  deliveryId: ["~delivery~"],
  tenant: ["shop", "fuzz"],
  connection: ["shop-identomat", "shop-ondato", "fuzz-a"],
  adapter: ["identomat", "ondato"],
  flow: ["standard", "both"],
};

/** What a path may name, to be changed: nothing that the rest of the run lives on. */
const changeable: KnownValues = {
  ...readable,
  applicantId: ["doomed", "bank-user"],
  tenant: ["fuzz"],
  connection: ["fuzz-a", "fuzz-b"],
  flow: ["fuzz-flow", "standard"],
};

/** By operation, where the method alone does not tell. */
const special: Readonly<Record<string, KnownValues>> = {
  eraseSession: { sessionId: ["~doomedSession~", "~foreignSession~"] },
  deleteEventEndpoint: { endpointId: ["~doomedEndpoint~", "~foreignEndpoint~"] },
  deleteSigningKey: { keyId: ["~endpointKey~"] },
  revokeApiKey: { keyId: ["~doomedApiKey~"] },
  receiveWebhook: { connection: ["shop-identomat", "shop-ondato", "bank-identomat"] },
  issueWebhookToken: { connection: ["shop-identomat", "shop-ondato"] },
};

/** The values that an operation's path may name. */
export function knownPathValues(operation: { readonly id: string; readonly method: string }): KnownValues {
  return { ...(operation.method === "GET" ? readable : changeable), ...special[operation.id] };
}

/** Members of bodies and queries. */
export const knownMembers: KnownValues = {
  flow: ["standard", "both", "ondato"],
  applicantId: ["user-1"],
  parentSessionId: ["~approvedSession~", "~foreignSession~"],
  sessionId: ["~openSession~", "~foreignSession~"],
  eventId: ["~event~"],
  url: ["~receiverUrl~/a", "~receiverUrl~/b", "https://127.0.0.1/x"],
  connection: ["fuzz-a", "fuzz-b", "shop-identomat"],
  tenant: ["fuzz", "shop"],
  adapter: ["identomat", "ondato"],
  settings: [
    {},
    {
      companyKey: "fuzz-company",
      callbackApiKeys: ["fuzz-callback-key-of-some-length"],
      baseUrl: "~identomatUrl~/external-api",
    },
  ],
};
