import { type EndpointModel, checkEndpointUrl, readSharedSecret } from "../events/index.ts";
import type { IssueList } from "../../platform/validation/issue-list.ts";

/** Issues in a tenant's endpoints that no schema can say. */
export function checkEndpoints(
  issues: IssueList,
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
    const { issue } = checkEndpointUrl(url, allowedHosts);
    if (issue !== undefined) issues.add(`${place}/url`, issue.code, issue.message);
    if (urls.indexOf(url) < index)
      issues.add(`${place}/url`, "not_unique", "is the URL of an earlier endpoint already");
    if (signingKey === null) continue;
    if (keyKind === "ed25519")
      issues.add(
        `${place}/signingKey`,
        "contradiction",
        "cannot stand beside keyKind ed25519: such a key is made here",
      );
    const secret = readSharedSecret(signingKey.secret);
    if (secret.kind === "issue") issues.add(`${place}/signingKey`, "invalid_key", secret.message);
  }
}
