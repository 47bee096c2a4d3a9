import { Type, type Static } from "@sinclair/typebox";
import { ConfigurationName, Country, FlowName, RiskTag } from "./formats.schema.ts";
import { RequestableDocumentTypeSchema } from "./vocabulary.schema.ts";

const closed = { additionalProperties: false } as const;
const oneOrMore = { minItems: 1, maxItems: 500, uniqueItems: true } as const;

/** When a rule counts: every condition that is there must hold. */
export const RuleConditions = Type.Object(
  {
    flows: Type.Optional(Type.Array(FlowName, { ...oneOrMore, description: "The flow is one of these." })),
    countries: Type.Optional(
      Type.Array(Country("A country."), {
        ...oneOrMore,
        description: "The applicant's country is one of these.",
      }),
    ),
    documentTypes: Type.Optional(
      Type.Array(RequestableDocumentTypeSchema, {
        ...oneOrMore,
        description: "The request names document types, and all of them are among these.",
      }),
    ),
    riskTags: Type.Optional(
      Type.Array(RiskTag, { ...oneOrMore, description: "The request has at least one of these." }),
    ),
    metadata: Type.Optional(
      Type.Record(
        Type.String({ pattern: "^[a-zA-Z0-9_.-]{1,40}$" }),
        Type.Array(
          Type.String({
            maxLength: 500,
            pattern: "^[^\\u0000\\ud800-\\udfff]*$",
            "x-allowed": "text of at most 500 characters, without a zero byte or half a character",
          }),
          oneOrMore,
        ),
        {
          ...closed,
          "x-allowed-names": "1 to 40 letters, digits or _ . -",
          minProperties: 1,
          maxProperties: 20,
          description: "Each of these members of the request's metadata has one of its values.",
        },
      ),
    ),
  },
  {
    ...closed,
    description: "Every condition that is given must hold; without conditions the rule always applies.",
  },
);

/** One of a tenant's ordered routing rules. */
export const RuleConfiguration = Type.Object(
  {
    name: ConfigurationName("Unique within the tenant; decision traces quote it."),
    when: Type.Optional(RuleConditions),
    targets: Type.Array(
      Type.Object(
        {
          connection: ConfigurationName("A target of the flows that the rule is about."),
          priority: Type.Optional(
            Type.Integer({
              minimum: 1,
              maximum: 100,
              description: "Lower priorities are tried first. Default 1.",
            }),
          ),
          weight: Type.Optional(
            Type.Number({
              minimum: 0,
              maximum: 1_000_000,
              description: "The share among targets of the same priority; 0: no sessions. Default 1.",
            }),
          ),
        },
        closed,
      ),
      { minItems: 1, maxItems: 20 },
    ),
    canary: Type.Optional(
      Type.Object(
        {
          connection: ConfigurationName("The connection to try out."),
          percent: Type.Number({
            minimum: 0,
            maximum: 100,
            description: "The part of the rule's applicants that goes there first.",
          }),
        },
        { ...closed, description: "Raising it only adds applicants: nobody is moved twice." },
      ),
    ),
  },
  { ...closed, description: "The first rule that applies decides." },
);
/** One of a tenant's ordered routing rules. */
export type RuleConfiguration = Static<typeof RuleConfiguration>;
