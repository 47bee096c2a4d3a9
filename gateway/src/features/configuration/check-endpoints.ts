import { checkEndpointUrl } from "../events/endpoints/endpoint-url.ts";
import { readSharedSecret } from "../events/signing/signing-key.ts";
import type { EndpointModel } from "../events/endpoints/endpoint-model.ts";
import type { MistakeList } from "../../platform/validation/mistakes.ts";

/** Mistakes in a tenant's endpoints that no schema can say. */
export function checkEndpoints(
  mistakes: MistakeList,
  parts: {
    readonly endpoints: readonly EndpointModel[];
    readonly at: string;
    readonly allowedHosts: ReadonlySet<string>;
    readonly isSound: (pointer: string) => boolean;
  },
): void {
  const { endpoints, at, allowedHosts, isSound } = parts;
  const urls = endpoints.map(({ url }) => url);
  for (const [index, { url, keyKind, signingKey }] of endpoints.entries()) {
    const place = `${at}/${index}`;
    if (!isSound(place)) continue;
    const { mistake } = checkEndpointUrl(url, allowedHosts);
    if (mistake !== undefined) mistakes.add(`${place}/url`, mistake.code, mistake.message);
    if (urls.indexOf(url) < index)
      mistakes.add(`${place}/url`, "not_unique", "is the URL of an earlier endpoint already");
    if (signingKey === null) continue;
    if (keyKind === "ed25519")
      mistakes.add(
        `${place}/signingKey`,
        "contradiction",
        "cannot stand beside keyKind ed25519: such a key is made here",
      );
    const secret = readSharedSecret(signingKey.secret);
    if (secret.kind === "mistake") mistakes.add(`${place}/signingKey`, "invalid_key", secret.message);
  }
}
