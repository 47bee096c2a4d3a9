/** Where webhooks are sent to: what their paths begin with, and those that have no part of their own. */
export interface WebhookPaths {
  readonly prefixes: readonly string[];
  /** In small letters; understood in any. */
  readonly whole: readonly string[];
}

/**
 * The path of a webhook as it was meant: people type these addresses into a provider's settings, and no provider follows
 * a redirect of a POST. Doubled slashes and one at the end are dropped. Any other path stays as it is.
 */
export function tidyWebhookPath(url: string, { prefixes, whole }: WebhookPaths): string {
  const end = url.search(/[?#]/);
  const path = end < 0 ? url : url.slice(0, end);
  const tidy = `/${path
    .split("/")
    .filter((segment) => segment !== "")
    .join("/")}`;
  if (!path.startsWith("/")) return url;
  const fixed = whole.find((one) => one === tidy.toLowerCase());
  if (fixed !== undefined) return `${fixed}${url.slice(path.length)}`;
  const isWebhook = prefixes.some((prefix) => tidy.startsWith(prefix));
  return isWebhook ? `${tidy}${url.slice(path.length)}` : url;
}
