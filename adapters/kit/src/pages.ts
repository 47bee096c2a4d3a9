import { AdapterError } from "./adapter-error.ts";

/** One page of a provider's list. `next` is where the one after it begins: a cursor, a page's number or an offset. */
export interface ProviderPage<Item, Position extends string | number> {
  readonly items: readonly Item[];
  /** Absent on the last page. */
  readonly next?: Position | undefined;
}

/** How a list is read. */
export interface PagedList<Item, Position extends string | number> {
  /** The adapter's own name of the call, for error messages. */
  readonly operation: string;
  /** Fetches the page at a position; undefined: the first. */
  readonly fetchPage: (position: Position | undefined) => Promise<ProviderPage<Item, Position>>;
  /** Of two items with the same key the first counts: a list that changes while it is paged repeats some. */
  readonly keyOf: (item: Item) => string;
  /** Pages after which the list is taken for endless. */
  readonly maxPages: number;
}

/**
 * Reads a list page by page, as items are asked for. Throws `response_unrecognised` for a position that comes a second time,
 * and for more than `maxPages` pages: a list is whole, or it is an error.
 */
export async function* readPages<Item, Position extends string | number>(
  list: PagedList<Item, Position>,
): AsyncGenerator<Item, void> {
  const { operation, fetchPage, keyOf, maxPages } = list;
  const seen = new Set<string>();
  const positions = new Set<Position | undefined>();
  let position: Position | undefined;
  do {
    if (positions.size >= maxPages) throw refuse(`${operation} has more than ${maxPages} pages`);
    if (positions.has(position)) throw refuse(`${operation} leads to the same page again`);
    positions.add(position);
    const page: ProviderPage<Item, Position> = await fetchPage(position);
    for (const item of page.items) {
      const key = keyOf(item);
      if (seen.has(key)) continue;
      seen.add(key);
      yield item;
    }
    position = page.next;
  } while (position !== undefined);
}

function refuse(message: string): AdapterError {
  return new AdapterError({ code: "response_unrecognised", message });
}
