import type { Capabilities, Facet } from "@kyc-gateway/adapter-spec/v1";

/** What a facet of a connection consists of. */
export interface FacetRule {
  /** What it always has. */
  readonly methods: readonly string[];
  /** Whether `capabilities` says how far it goes, under its name. */
  readonly hasDetails: boolean;
  /** What it has if and only if the flag in its details says so. */
  readonly optional: readonly {
    readonly members: readonly string[];
    readonly flag: string;
    isDeclared(own: Capabilities): boolean;
  }[];
}

const rule = (methods: readonly string[], hasDetails: boolean): FacetRule => ({
  methods,
  hasDetails,
  optional: [],
});

/** Every facet of spec v1; it does not compile while one is missing. */
export const facetRules: Readonly<Record<Facet, FacetRule>> = {
  webhooks: rule(["receive"], false),
  evidence: rule(["list", "open"], false),
  reports: rule(["open"], true),
  activity: {
    ...rule(["list"], true),
    optional: [
      { members: ["summarise"], flag: "summarises", isDeclared: (own) => own.activity?.summarises === true },
    ],
  },
  screening: {
    ...rule(["search", "describe"], true),
    optional: [
      {
        members: ["watch", "unwatch", "listChanges"],
        flag: "watches",
        isDeclared: (own) => own.screening?.watches === "subject",
      },
    ],
  },
  blocklist: {
    ...rule(["add", "remove"], true),
    optional: [{ members: ["list"], flag: "lists", isDeclared: (own) => own.blocklist?.lists === true }],
  },
  documents: rule(["read"], true),
  faces: rule(["compare"], true),
  configurations: {
    ...rule(["findId", "read"], true),
    optional: [{ members: ["list"], flag: "lists", isDeclared: (own) => own.configurations?.lists === true }],
  },
  calls: rule(["end"], false),
  operators: {
    ...rule(["list"], true),
    optional: [
      { members: ["create"], flag: "creates", isDeclared: (own) => own.operators?.creates === true },
      { members: ["groups"], flag: "groups", isDeclared: (own) => own.operators?.groups === true },
    ],
  },
};

/** Every facet of spec v1. */
export const facets = Object.keys(facetRules) as readonly Facet[];
