import type { Capabilities, Connection, Facet, Manifest } from "@kyc-gateway/adapter-spec/v1";
import { Type } from "@sinclair/typebox";

interface FacetRule {
  /** What the facet always has. */
  readonly methods: readonly string[];
  /** Whether `capabilities` says how far the facet goes, under its name. */
  readonly hasDetails: boolean;
  /** What it has if and only if the capabilities say so. */
  readonly optional?: {
    readonly members: readonly string[];
    readonly flag: string;
    isDeclared(own: Capabilities): boolean;
  }[];
}

const rules = {
  webhooks: { methods: ["receive"], hasDetails: false },
  evidence: { methods: ["list", "open"], hasDetails: false },
  reports: { methods: ["open"], hasDetails: true },
  activity: {
    methods: ["list"],
    hasDetails: true,
    optional: [
      {
        members: ["summarise"],
        flag: "summarises",
        isDeclared: ({ activity }) => activity?.summarises === true,
      },
    ],
  },
  screening: {
    methods: ["search", "describe"],
    hasDetails: true,
    optional: [
      {
        members: ["watch", "unwatch", "listChanges"],
        flag: "watches",
        isDeclared: ({ screening }) => screening?.watches === "subject",
      },
    ],
  },
  blocklist: {
    methods: ["add", "remove"],
    hasDetails: true,
    optional: [
      { members: ["list"], flag: "lists", isDeclared: ({ blocklist }) => blocklist?.lists === true },
    ],
  },
  documents: { methods: ["read"], hasDetails: true },
  faces: { methods: ["compare"], hasDetails: true },
  configurations: {
    methods: ["findId", "read"],
    hasDetails: true,
    optional: [
      {
        members: ["list"],
        flag: "lists",
        isDeclared: ({ configurations }) => configurations?.lists === true,
      },
    ],
  },
  calls: { methods: ["end"], hasDetails: false },
  operators: {
    methods: ["list"],
    hasDetails: true,
    optional: [
      { members: ["create"], flag: "creates", isDeclared: ({ operators }) => operators?.creates === true },
      { members: ["groups"], flag: "groups", isDeclared: ({ operators }) => operators?.groups === true },
    ],
  },
} satisfies Record<Facet, FacetRule>;

/** Every facet of spec v1. */
export const facets = Object.keys(rules) as Facet[];

const ruleOf = (facet: Facet): FacetRule => rules[facet];
const words = Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { uniqueItems: true, minItems: 1 });

/** The shapes of what a manifest says about how far its facets go. */
export const facetDetailShapes = {
  reports: Type.Optional(Type.Object({ sections: words })),
  activity: Type.Optional(Type.Object({ summarises: Type.Boolean() })),
  screening: Type.Optional(
    Type.Object({
      watches: Type.Union([Type.Literal("subject"), Type.Literal("session"), Type.Literal(false)]),
    }),
  ),
  blocklist: Type.Optional(Type.Object({ by: words, lists: Type.Boolean() })),
  documents: Type.Optional(
    Type.Object({
      accepts: Type.Array(Type.Object({ type: Type.String(), sides: words }), { minItems: 1 }),
      pictureTypes: words,
    }),
  ),
  faces: Type.Optional(Type.Object({ pictureTypes: words })),
  configurations: Type.Optional(Type.Object({ lists: Type.Boolean() })),
  operators: Type.Optional(
    Type.Object({ creates: Type.Boolean(), groups: Type.Boolean(), roles: Type.Array(Type.String()) }),
  ),
} as const;

/** Where a manifest's facets and what it says about them disagree. */
export function findDetailIssues(capabilities: Capabilities): string[] {
  const details = capabilities as unknown as Readonly<Record<string, unknown>>;
  return facets
    .filter((facet) => ruleOf(facet).hasDetails)
    .flatMap((facet) => {
      const isDeclared = capabilities.facets.includes(facet);
      if (isDeclared === (details[facet] !== undefined)) return [];
      return [
        isDeclared
          ? `capabilities.facets names "${facet}", and capabilities.${facet} does not say how far it goes`
          : `capabilities.${facet} is given, and capabilities.facets does not name "${facet}"`,
      ];
    });
}

/** Declared ⇔ implemented, checked on a real connection. */
export function findFacetIssues(manifest: Manifest, connection: Connection): string[] {
  const issues = facets.flatMap((facet) => findIssuesOf(facet, manifest.capabilities, connection));
  if (typeof connection.sessions?.start !== "function" || typeof connection.sessions.read !== "function")
    issues.push("does not implement sessions.start and sessions.read");
  else if ((connection.sessions.erase !== undefined) !== manifest.capabilities.erasesSessions) {
    issues.push("capabilities.erasesSessions and sessions.erase disagree");
  } else if ((connection.sessions.relaunch !== undefined) !== manifest.capabilities.relaunches) {
    issues.push("capabilities.relaunches and sessions.relaunch disagree");
  }
  return issues;
}

function findIssuesOf(facet: Facet, capabilities: Capabilities, connection: Connection): readonly string[] {
  const isDeclared = capabilities.facets.includes(facet);
  const members = connection[facet] as Readonly<Record<string, unknown>> | undefined;
  if (isDeclared && members === undefined) return [`declares the facet "${facet}" and does not implement it`];
  if (!isDeclared && members !== undefined)
    return [`implements the facet "${facet}" and does not declare it`];
  if (members === undefined) return [];
  const { methods, optional = [] } = ruleOf(facet);
  const missing = methods.filter((name) => typeof members[name] !== "function");
  return [
    ...missing.map((name) => `declares the facet "${facet}" and does not implement ${facet}.${name}`),
    ...optional.flatMap((rule) =>
      rule.members
        .filter((name) => (members[name] !== undefined) !== rule.isDeclared(capabilities))
        .map((name) => `capabilities.${facet}.${rule.flag} and ${facet}.${name} disagree`),
    ),
  ];
}
