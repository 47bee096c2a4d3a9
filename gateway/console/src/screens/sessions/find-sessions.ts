import { api, unwrap, type Schemas } from "../../api/client.ts";

type SessionPage = Schemas["OperatorSessionPage"];

/** What one field searches: whichever of these the text is. Only what looks like an id of ours is asked for as one. */
function listKeys(text: string): readonly ("id" | "providerReference" | "applicantId")[] {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
    ? ["id", "providerReference", "applicantId"]
    : ["providerReference", "applicantId"];
}

/**
 * Sessions by their id, the provider's reference or the tenant's id of the applicant, whichever the text is. A text that
 * cannot be one of them is refused for it, which says nothing of the others.
 */
export async function findSessions(text: string, filters: object): Promise<SessionPage> {
  const answers = await Promise.allSettled(
    listKeys(text).map((key) =>
      unwrap(api.GET("/admin/v1/sessions", { params: { query: { ...filters, [key]: text } } })),
    ),
  );
  const pages = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
  const [failure] = answers.flatMap((answer) =>
    answer.status === "rejected" ? [answer.reason as Error] : [],
  );
  if (pages.length === 0 && failure !== undefined) throw failure;
  const found = new Map(pages.flatMap(({ items }) => items).map((session) => [session.id, session]));
  return { items: [...found.values()], nextCursor: null };
}
