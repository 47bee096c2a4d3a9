import { isAddressRange } from "@kyc-gateway/adapter-kit";
import type { ValidationIssue } from "@kyc-gateway/adapter-spec/v1";
import { findEnvironment } from "./hosts.ts";
import { DOCUMENTED_KEYWORD } from "./source-addresses.ts";
import type { Settings, WebhookSettings } from "./settings.schema.ts";

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** The member that each webhook scheme takes its secrets from. */
const MEMBER_BY_SCHEME = {
  hmac: "secrets",
  basic: "users",
  bearer: "clients",
} as const satisfies Record<WebhookSettings["scheme"], keyof WebhookSettings>;

export function checkSettings(settings: Settings): readonly ValidationIssue[] {
  return [
    ...checkHosts(settings),
    ...checkWebhookMembers(settings.webhook),
    ...checkLiveSecrets(settings.webhook),
    ...checkSourceAddresses(settings.sourceAddresses ?? []),
  ];
}

function checkHosts(settings: Settings): readonly ValidationIssue[] {
  return Object.entries(settings.hosts ?? {}).flatMap(([role, base]) =>
    [...checkBase(base, settings.environment)].map(({ code, message }) => ({
      pointer: `/hosts/${role}`,
      code,
      message,
    })),
  );
}

function* checkBase(
  base: string,
  environment: Settings["environment"],
): Generator<Omit<ValidationIssue, "pointer">> {
  if (!URL.canParse(base)) {
    yield { code: "not_a_url", message: "is not a URL" };
    return;
  }
  const url = new URL(base);
  if (url.search !== "" || url.hash !== "" || url.username !== "" || url.password !== "") {
    yield { code: "not_a_base", message: "must be a base URL without query, fragment and credentials" };
  }
  if (environment === "production" && url.protocol !== "https:" && !LOOPBACK.test(url.hostname)) {
    yield { code: "not_encrypted", message: "must be an https URL in production" };
  }
  if ((findEnvironment(base) ?? environment) !== environment) {
    yield {
      code: "mixed_environments",
      message: `belongs to another environment of Ondato than "${environment}"`,
    };
  }
}

function* checkWebhookMembers(webhook: WebhookSettings): Generator<ValidationIssue> {
  const own = MEMBER_BY_SCHEME[webhook.scheme];
  if (webhook[own] === undefined) {
    yield {
      pointer: `/webhook/${own}`,
      code: "missing",
      message: `the scheme "${webhook.scheme}" needs "${own}"`,
    };
  }
  const foreign: readonly (keyof WebhookSettings)[] = [
    ...Object.values(MEMBER_BY_SCHEME).filter((member) => member !== own),
    ...(webhook.scheme === "bearer" ? [] : (["tokenLifetimeSeconds"] as const)),
  ];
  for (const member of foreign.filter((name) => webhook[name] !== undefined)) {
    yield {
      pointer: `/webhook/${member}`,
      code: "contradiction",
      message: `"${member}" has no meaning with the scheme "${webhook.scheme}": remove it, or choose its scheme`,
    };
  }
}

function* checkLiveSecrets(webhook: WebhookSettings): Generator<ValidationIssue> {
  const { secrets = [], users = [], clients = [] } = webhook;
  yield* checkDuplicates("/webhook/secrets", secrets);
  yield* checkDuplicates(
    "/webhook/users",
    users.map((user) => JSON.stringify([user.username, user.password])),
  );
  yield* checkDuplicates(
    "/webhook/clients",
    clients.map((client) => JSON.stringify([client.clientId, client.clientSecret])),
  );
  for (const [index, { username }] of users.entries()) {
    // RFC 7617, section 2: the first colon ends the user's name.
    if (!username.includes(":")) continue;
    yield {
      pointer: `/webhook/users/${index}/username`,
      code: "colon",
      message: "a user's name of basic authentication holds no colon",
    };
  }
}

function* checkDuplicates(pointer: string, live: readonly string[]): Generator<ValidationIssue> {
  for (const [index, value] of live.entries()) {
    if (live.indexOf(value) === index) continue;
    yield {
      pointer: `${pointer}/${index}`,
      code: "duplicate",
      message: "is given twice; replace one by the next secret",
    };
  }
}

function checkSourceAddresses(addresses: readonly string[]): readonly ValidationIssue[] {
  return [...addresses.entries()]
    .filter(([, address]) => address !== DOCUMENTED_KEYWORD && !isAddressRange(address))
    .map(([index]) => ({
      pointer: `/sourceAddresses/${index}`,
      code: "not_an_address",
      message: `is neither an IP address, nor a CIDR range, nor "${DOCUMENTED_KEYWORD}"`,
    }));
}
