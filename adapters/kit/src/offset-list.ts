import { AdapterError } from "./adapter-error.ts";

/** A part of a list that is paged by position. */
export interface OffsetPage<Item> {
  readonly items: readonly Item[];
  /** How many the whole list has, as the provider says with this page. */
  readonly total: number;
}

/** How a list that is paged by position is read. */
export interface OffsetList<Item> {
  /** The adapter's own name of the call, for error messages. */
  readonly operation: string;
  /** Items of a page; above 1. Default 100. */
  readonly pageLength?: number;
  /** Fetches at most `limit` items from position `start` on, counted from 0. */
  readonly fetchPage: (start: number, limit: number) => Promise<OffsetPage<Item>>;
  /** What tells two items apart. */
  readonly keyOf: (item: Item) => unknown;
  /** Pages after which the list is taken for endless. Default 1000. */
  readonly maxPages?: number;
}

const mostTries = 3;

/**
 * Reads a whole list that is paged by position, each item once. A list that changes while it is read moves its items from page to page, and
 * one that is left out is never seen: pages overlap by one item, which shows it. Then the list is read again. Throws `unavailable` when
 * it moved three times, and `response_unrecognised` for more than `maxPages` pages.
 */
export async function readOffsetList<Item>(list: OffsetList<Item>): Promise<readonly Item[]> {
  for (let attempt = 1; attempt <= mostTries; attempt += 1) {
    const items = await readOnce(list);
    if (items !== undefined) return items;
  }
  throw new AdapterError({
    code: "unavailable",
    message: `${list.operation}: the list changed while it was read, ${mostTries} times`,
  });
}

/** Undefined: the list has moved meanwhile. */
async function readOnce<Item>(list: OffsetList<Item>): Promise<readonly Item[] | undefined> {
  const { operation, pageLength = 100, fetchPage, keyOf, maxPages = 1000 } = list;
  const items: Item[] = [];
  let total: number | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const answer = await fetchPage(Math.max(0, items.length - 1), pageLength);
    const [overlap, ...rest] = answer.items;
    const hasMoved = page > 0 && !isSame(keyOf, overlap, items.at(-1));
    if (hasMoved || (total !== undefined && answer.total !== total)) return undefined;
    total = answer.total;
    const fresh = page === 0 ? answer.items : rest;
    items.push(...fresh);
    if (items.length >= total) return hasDuplicates(items.map(keyOf)) ? undefined : items;
    // Nothing more comes although the list says that there is more.
    if (fresh.length === 0) return undefined;
  }
  throw new AdapterError({
    code: "response_unrecognised",
    message: `${operation} has more than ${maxPages} pages`,
  });
}

function isSame<Item>(
  keyOf: OffsetList<Item>["keyOf"],
  left: Item | undefined,
  right: Item | undefined,
): boolean {
  return left !== undefined && right !== undefined && keyOf(left) === keyOf(right);
}

function hasDuplicates(keys: readonly unknown[]): boolean {
  return new Set(keys).size < keys.length;
}
