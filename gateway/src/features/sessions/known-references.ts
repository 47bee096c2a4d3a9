import { LRUCache } from "lru-cache";

/** Whose sessions providers told of lately: what comes in about one is sealed for that person from the beginning. */
export interface KnownReferences {
  note(session: {
    readonly connectionId: string | null;
    readonly reference: { readonly id: string } | null;
    readonly applicantKeyId: string | null;
  }): void;
  /** The id of the applicant's key; undefined: not known here. */
  findKeyId(connectionId: string, reference: string): string | undefined;
}

const mostReferences = 10_000;

export function createKnownReferences(): KnownReferences {
  const keyIds = new LRUCache<string, string>({ max: mostReferences });
  return {
    note({ connectionId, reference, applicantKeyId }) {
      if (connectionId !== null && reference !== null && applicantKeyId !== null)
        keyIds.set(`${connectionId} ${reference.id}`, applicantKeyId);
    },
    findKeyId: (connectionId, reference) => keyIds.get(`${connectionId} ${reference}`),
  };
}
