/** What a provider's operation answers, before any fault spoils it. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

export function answerJson(value: unknown, status = 200, headers?: Record<string, string>): Answer {
  const answer = { status, contentType: "application/json; charset=utf-8", body: JSON.stringify(value) };
  return headers === undefined ? answer : { ...answer, headers };
}

export function answerBytes(body: Buffer, contentType: string): Answer {
  return { status: 200, contentType, body };
}

export function answerEmpty(status: number): Answer {
  return { status, contentType: "", body: "" };
}

export function answerHtml(body: string, status = 200): Answer {
  return {
    status,
    contentType: "text/html; charset=utf-8",
    body,
    headers: {
      "cache-control": "no-store",
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'",
    },
  };
}

export function answerRedirect(location: string): Answer {
  return { status: 303, contentType: "", body: "", headers: { location } };
}
