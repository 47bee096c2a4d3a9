import { Type, type Static } from "@sinclair/typebox";
import { CreateSession } from "./session.schema.ts";

const closed = { additionalProperties: false } as const;

const targetState = {
  obstacle: Type.Optional(
    Type.String({
      description:
        "Why it cannot serve, a stable code: `connection_not_available`, `connection_retired`, `check_not_supported:<check>`, `request_not_supported:<pointer>`, `not_in_flow`, `not_the_parents_connection`, `weight_zero`.",
      examples: ["check_not_supported:video_call"],
    }),
  ),
  isFailing: Type.Optional(
    Type.Literal(true, { description: "Its provider is failing: it is tried after all others." }),
  ),
};

/** What a choice of connections came from: replaying it gives the same choice. */
export const RouteRecord = Type.Object(
  {
    rule: Type.Union([Type.String(), Type.Null()], {
      description: "The rule that decided; null: none did, and the flow's own order counts.",
    }),
    passedOver: Type.Array(
      Type.Object(
        {
          rule: Type.String(),
          unmet: Type.Union(
            (["flows", "countries", "documentTypes", "riskTags", "metadata"] as const).map((name) =>
              Type.Literal(name),
            ),
            { description: "The condition that did not hold." },
          ),
        },
        closed,
      ),
      { description: "Rules that were looked at before." },
    ),
    seed: Type.String({ pattern: "^[0-9a-f]{14}$", description: "The applicant's bucket." }),
    targets: Type.Array(
      Type.Object(
        {
          connectionName: Type.String(),
          priority: Type.Integer(),
          weight: Type.Number(),
          ...targetState,
        },
        closed,
      ),
    ),
    canary: Type.Optional(
      Type.Object({ connectionName: Type.String(), percent: Type.Number(), ...targetState }, closed),
    ),
  },
  {
    $id: "RouteRecord",
    ...closed,
    description: "The inputs of the choice; nothing about the person. Replaying them gives the same choice.",
  },
);
/** What a choice of connections came from. */
export type RouteRecord = Static<typeof RouteRecord>;

/** The body of `POST /v1/routing/preview`: that of `POST /v1/sessions`. */
export const RoutePreviewRequest = CreateSession;

/** Which connection would serve a request, and why. */
export const RoutePreview = Type.Object(
  {
    connection: Type.Union([Type.String(), Type.Null()], {
      description: "The connection that would be asked first; null: none can serve the request.",
    }),
    candidates: Type.Array(Type.String(), {
      description: "All connections that can serve it, in the order in which they are tried.",
    }),
    skipped: Type.Array(Type.Object({ connection: Type.String(), why: Type.String() }, closed)),
    issues: Type.Array(
      Type.Object({ pointer: Type.String(), code: Type.String(), message: Type.String() }, closed),
      { description: "Why providers that were skipped cannot serve this very request." },
    ),
    route: Type.Ref(RouteRecord),
  },
  { $id: "RoutePreview", ...closed, description: "Which connection would serve a request, and why." },
);
/** Which connection would serve a request, and why. */
export type RoutePreview = Static<typeof RoutePreview>;
