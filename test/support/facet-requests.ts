import type { ApiAnswer } from "./api-client.ts";
import { drawPicture } from "./draw-picture.ts";
import type { FacetStage } from "./facet-stage.ts";

/** Whose account a request is sent to: one that can, one that cannot, and another product's. */
export type FacetAccount = "identomat" | "ondato" | "foreign";
/** A session at each. */
export type FacetSessions = Readonly<Record<FacetAccount, string>>;

interface World {
  readonly stage: FacetStage;
  readonly sessions: FacetSessions;
}

/** A request of a facet's route. */
export interface FacetRequest {
  /** What the provider calls it. */
  readonly operation: string;
  /** Whether it can have a member too many. */
  readonly hasBody: boolean;
  readonly send: (world: World, account: FacetAccount, change?: object) => Promise<ApiAnswer>;
}

const connections = {
  identomat: "shop-identomat",
  ondato: "shop-ondato",
  foreign: "bank-identomat",
} as const;

let people = 0;
/** Somebody else each time: what is placed already is not asked for again. */
function newName(): string {
  people += 1;
  return `Somebody ${people}`;
}

/** An entry of a blocklist that there is not yet. */
export function newEntry(): Readonly<Record<"documentNumber" | "reason" | "ground", string>> {
  return { documentNumber: newName(), reason: "forged papers", ground: "fraud_prevention" };
}

function post(path: string, operation: string, makeBody: (sessions: FacetSessions) => object): FacetRequest {
  return {
    operation,
    hasBody: true,
    send: ({ stage, sessions }, account, change = {}) => {
      const body = { connection: connections[account], ...makeBody(sessions), ...change };
      return stage.shop.request("POST", path, { body });
    },
  };
}

interface Form {
  readonly texts: Readonly<Record<string, string>>;
  readonly files: readonly string[];
}

function upload(path: string, operation: string, { texts, files }: Form): FacetRequest {
  return {
    operation,
    hasBody: true,
    async send({ stage }, account, change = {}) {
      const form = new FormData();
      for (const [name, text] of Object.entries({ connection: connections[account], ...texts, ...change }))
        form.append(name, text);
      const picture = new Blob([new Uint8Array(drawPicture())], { type: "image/jpeg" });
      for (const name of files) form.append(name, picture, "p.jpg");
      const headers = { authorization: `Bearer ${stage.key}` };
      const answer = await fetch(`${stage.harness.gateway.url}${path}`, {
        method: "POST",
        headers,
        body: form,
      });
      const text = await answer.text();
      const { status } = answer;
      return { status, headers: Object.fromEntries(answer.headers), text, body: JSON.parse(text) as unknown };
    },
  };
}

function ofSession(method: "GET" | "POST", path: string, operation: string): FacetRequest {
  return {
    operation,
    hasBody: false,
    send: ({ stage, sessions }, account) =>
      stage.shop.request(method, `/v1/sessions/${sessions[account]}/${path}`),
  };
}

function ofAccount(path: string, operation: string, body?: object): FacetRequest {
  return {
    operation,
    hasBody: body !== undefined,
    send: ({ stage }, account, change = {}) => {
      const name = account === "foreign" ? "no-such-connection" : connections[account];
      const url = `/admin/v1/connections/${name}/${path}`;
      return body === undefined
        ? stage.operator.get(url)
        : stage.operator.request("POST", url, { body: { ...body, ...change } });
    },
  };
}

const subject: FacetRequest = {
  operation: "get-screening-person-details",
  hasBody: false,
  send: ({ stage }, account) =>
    stage.shop.get(`/v1/screenings/subjects/some-subject?connection=${connections[account]}`),
};
const passport = { texts: { type: "passport", side: "page" }, files: ["image"] };
const newOperator = { email: "new@example.com", password: "a-long-password", roles: ["operator"] };
const newGroup = { name: "Night", memberIds: [] };

/** One request of each route of a facet. */
export const facetRequests = {
  report: ofSession("GET", "report", "export-session-as-pdf"),
  activity: ofSession("GET", "activity", "list-session-activities"),
  "end of a call": ofSession("POST", "call/end", "end-video-call"),
  screening: post("/v1/screenings", "search-screening-person", () => ({ fullName: newName() })),
  "screening subject": subject,
  watch: post("/v1/watches", "monitor-screening-query", ({ identomat }) => ({
    fullName: newName(),
    sessionId: identomat,
  })),
  "blocklist entry": post("/v1/blocklist", "add-blacklist-record", newEntry),
  "document reading": upload("/v1/document-readings", "passport", passport),
  "face comparison": upload("/v1/face-comparisons", "compare-faces", {
    texts: {},
    files: ["first", "second"],
  }),
  configurations: ofAccount("configurations?id=some", "get-session-config"),
  operators: ofAccount("operators", "list-users"),
  "new operator": ofAccount("operators", "create-user", newOperator),
  "operator groups": ofAccount("operator-groups", "list-groups"),
  "new operator group": ofAccount("operator-groups", "make-group", newGroup),
} as const satisfies Readonly<Record<string, FacetRequest>>;
