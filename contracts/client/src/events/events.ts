import type { Api } from "../transport/api.ts";
import type { EventPage, ListEvents } from "../types.ts";
import { followEvents, type FollowedEvent, type FollowOptions } from "./follow-events.ts";
import { readPage } from "./read-once.ts";

/** The feed of your events. */
export interface Events {
  /** Every event, as it happens, until you leave the loop or abort. Store `cursor`, and give it back as `after` the next time. */
  follow(options?: FollowOptions): AsyncGenerator<FollowedEvent>;
  /** One page. */
  list(query?: ListEvents): Promise<EventPage>;
}

export function createEvents(api: Api): Events {
  return {
    follow: (options = {}) => followEvents(api, options),
    list: (query = {}) => readPage(api, query),
  };
}
