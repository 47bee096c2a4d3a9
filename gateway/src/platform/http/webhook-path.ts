/**
 * The path of a webhook as it was meant: people type these addresses into a provider's settings, and no provider follows
 * a redirect of a POST. Doubled slashes and one at the end are dropped. Any other path stays as it is.
 */
export function tidyWebhookPath(url: string, prefixes: readonly string[]): string {
  const end = url.search(/[?#]/);
  const path = end < 0 ? url : url.slice(0, end);
  const tidy = `/${path
    .split("/")
    .filter((segment) => segment !== "")
    .join("/")}`;
  const isWebhook = path.startsWith("/") && prefixes.some((prefix) => tidy.startsWith(prefix));
  return isWebhook ? `${tidy}${url.slice(path.length)}` : url;
}
