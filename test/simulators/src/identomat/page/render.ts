import { renderFrame } from "../../page/frame.ts";
import { html } from "../../page/html.ts";
import type { Html } from "../../page/html.ts";
import {
  renderActs,
  renderAlert,
  renderOperatorPanel,
  renderOutcome,
  renderRejection,
} from "../../page/parts.ts";
import type { ActButton, Outcome } from "../../page/parts.ts";
import { chooseLanguage } from "../../page/strings.ts";
import type { PageLanguage } from "../../page/strings.ts";
import { rejectReasons } from "../acts.ts";
import { hasLapsed } from "../session.ts";
import type { IdentomatSession, IdentomatStatus } from "../session.ts";

const provider = "Identomat";

export interface PageView {
  readonly session: IdentomatSession;
  readonly nowMs: number;
  /** The applicant has just finished, and nobody named a place to return to. */
  readonly isDone?: boolean;
  /** The applicant has just left without finishing. */
  readonly hasLeft?: boolean;
  readonly alert?: string;
}

export function renderPage(view: PageView): string {
  const { session } = view;
  const language = chooseLanguage(session.flags.language);
  const isJudged = session.status !== "in_progress" && session.status !== "disagreed_with_terms";
  const panel = { sessionId: session.id, provider, reasons: rejectReasons, takesComment: true };
  return renderFrame({
    provider,
    language,
    title: language.strings.verify,
    content: html`${renderAlert(view.alert)}${renderState(view, language)}
    ${isJudged && renderOperatorPanel({ ...panel, isOverride: session.status !== "manual_check" })}`,
    facts: listFacts(session),
    announcesDone: view.isDone === true,
  });
}

export function renderUnknown(): string {
  const language = chooseLanguage("en");
  const outcome: Outcome = {
    tone: "bad",
    word: "unknown session",
    title: "This link leads nowhere",
    titleLanguage: "en",
    detail: "The session does not exist, or was deleted. Begin a new one at the site you came from.",
  };
  return renderFrame({
    provider,
    language,
    title: outcome.title,
    content: renderOutcome(outcome),
    facts: {},
  });
}

function renderState(view: PageView, language: PageLanguage): Html {
  const { session, nowMs } = view;
  if (session.status !== "in_progress") return renderVerdict(session, language);
  if (hasLapsed(session, nowMs)) return renderLapsed(session, language);
  if (nowMs < session.opensMs) return renderEarly(session, language);
  if (view.hasLeft === true) return renderLeft(session);
  return session.isStarted ? renderChoices(session, language) : renderWelcome(session, language);
}

function renderWelcome(session: IdentomatSession, { strings, stringsCode }: PageLanguage): Html {
  const start: ActButton = {
    act: "start",
    label: session.flags.skipsAgreement ? strings.start : strings.agree,
    look: "primary",
    language: stringsCode,
  };
  const decline: ActButton = {
    act: "decline_terms",
    label: strings.decline,
    look: "plain",
    language: stringsCode,
  };
  return html`<section class="card" aria-labelledby="welcome">
    <h1 id="welcome" lang="${stringsCode}">${strings.verify}</h1>
    <p class="soft" lang="${stringsCode}">${strings.explain}</p>
    ${renderActs(session.id, session.flags.skipsAgreement ? [start] : [start, decline])}
  </section>`;
}

function renderChoices(session: IdentomatSession, { strings, stringsCode }: PageLanguage): Html {
  const declines: ActButton = {
    act: "decline_terms",
    label: strings.decline,
    look: "plain",
    language: stringsCode,
  };
  return html`<section class="card" aria-labelledby="choices">
    <span class="tag going">in_progress</span>
    <h1 id="choices">How does this verification end?</h1>
    <p class="soft">You play the applicant. Whatever ends it, the provider reports with a callback.</p>
    <div class="stack">
      ${renderActs(session.id, [
        { act: "approve", label: "Complete it and be approved", look: "primary" },
        { act: "manual_check", label: "Complete it and wait for a manual check" },
      ])}
      <fieldset>
        <legend>Or be rejected</legend>
        ${renderRejection({ sessionId: session.id, act: "reject", label: "Be rejected", reasons: rejectReasons })}
      </fieldset>
      ${renderActs(session.id, [
        { act: "walk_away", label: "Walk away without finishing", look: "plain" },
        ...(session.flags.skipsAgreement ? [] : [declines]),
      ])}
    </div>
  </section>`;
}

function renderLeft(session: IdentomatSession): Html {
  const more = html`<a class="button" href="/?session_token=${session.id}">Come back and go on</a>`;
  return renderOutcome({
    tone: "going",
    word: session.status,
    title: "You walked away",
    titleLanguage: "en",
    detail: "Nobody is told. The session stays in progress until it lapses, unless you come back in time.",
    more,
  });
}

function renderLapsed(session: IdentomatSession, { strings, stringsCode }: PageLanguage): Html {
  return renderOutcome({
    tone: "wait",
    word: session.status,
    title: strings.lapsed,
    titleLanguage: stringsCode,
    detail:
      "Its time is over. The provider has no word for that: it keeps saying in_progress. Begin a new session.",
    more: renderBack(session, strings.back, stringsCode),
  });
}

function renderEarly(session: IdentomatSession, language: PageLanguage): Html {
  return renderOutcome({
    tone: "wait",
    word: session.status,
    title: "This session has not opened yet",
    titleLanguage: "en",
    detail: `It opens at ${new Date(session.opensMs).toISOString()}.`,
    more: renderBack(session, language.strings.back, language.stringsCode),
  });
}

type Verdict = Exclude<IdentomatStatus, "in_progress">;

const verdicts = {
  approved: { tone: "good", title: "approved", detail: "The provider accepted the applicant." },
  rejected: { tone: "bad", title: "rejected", detail: "The provider did not accept the applicant." },
  manual_check: { tone: "wait", title: "inReview", detail: "A human at the provider will decide later." },
  disagreed_with_terms: {
    tone: "bad",
    title: "declined",
    detail: "Without consent there is no verification.",
  },
} as const satisfies Record<
  Verdict,
  { tone: Outcome["tone"]; title: keyof PageLanguage["strings"]; detail: string }
>;

function renderVerdict(session: IdentomatSession, { strings, stringsCode }: PageLanguage): Html {
  const verdict = verdicts[session.status as Verdict];
  const reason = session.rejectReason?.description ?? "";
  return renderOutcome({
    tone: verdict.tone,
    word: session.status,
    title: strings[verdict.title],
    titleLanguage: stringsCode,
    detail: reason === "" ? verdict.detail : `${verdict.detail} Reason: ${reason}.`,
    more: renderBack(session, strings.back, stringsCode),
  });
}

function renderBack(session: IdentomatSession, label: string, language: string): Html | undefined {
  const { returnUrl } = session.flags;
  if (returnUrl === undefined) return undefined;
  return html`<a class="button primary" href="${returnUrl}" lang="${language}">${label}</a>`;
}

function listFacts(session: IdentomatSession): Record<string, string | null> {
  return {
    "Session token": session.id,
    "Result now": session.status,
    "Our own id": session.clientUserId,
    Begun: new Date(session.createdMs).toISOString(),
    Lapses: new Date(session.lapsesMs).toISOString(),
    "Returns to": session.flags.returnUrl ?? "nowhere; embedded",
  };
}
