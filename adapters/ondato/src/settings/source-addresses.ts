/** Where Ondato's webhooks come from. Source: Ondato docs, Webhooks, addresses. */
const DOCUMENTED: readonly string[] = [
  "20.31.10.47",
  "20.31.227.231",
  "20.76.229.117",
  "20.76.229.248",
  "213.226.187.101",
];

export const DOCUMENTED_KEYWORD = "documented";

export function expandSourceAddresses(addresses: readonly string[]): readonly string[] {
  return addresses.flatMap((address) => (address === DOCUMENTED_KEYWORD ? DOCUMENTED : [address]));
}
