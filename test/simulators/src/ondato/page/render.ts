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
import type { Outcome } from "../../page/parts.ts";
import { chooseLanguage } from "../../page/strings.ts";
import type { PageLanguage } from "../../page/strings.ts";
import { statusReasons } from "../acts.ts";
import { chooseLocalisation } from "../session.ts";
import type { IdvStatus, OndatoSession } from "../session.ts";

const provider = "Ondato";
const operatorReasons = { ManuallyIdentified: "Manually identified", ...statusReasons };

export interface PageView {
  readonly session: OndatoSession;
  readonly alert?: string;
}

export function renderPage({ session, alert }: PageView): string {
  const language = chooseLanguage(session.defaultLanguage);
  const panel = { sessionId: session.id, provider, reasons: operatorReasons, takesComment: false };
  const isOverride = session.kyc?.status !== "Awaiting";
  return renderFrame({
    provider,
    language,
    title: chooseLocalisation(session)?.pageTitle ?? language.strings.verify,
    content: html`${renderAlert(alert)}${renderers[session.status](session, language)}
    ${session.status === "Completed" && renderOperatorPanel({ ...panel, isOverride })}`,
    facts: listFacts(session),
  });
}

export function renderUnknown(): string {
  const language = chooseLanguage("en");
  const outcome: Outcome = {
    tone: "bad",
    word: "unknown verification",
    title: "This link leads nowhere",
    titleLanguage: "en",
    detail: "The identity verification does not exist. Begin a new one at the site you came from.",
  };
  return renderFrame({
    provider,
    language,
    title: outcome.title,
    content: renderOutcome(outcome),
    facts: {},
  });
}

const renderers = {
  Pending: renderWelcome,
  InProgress: renderChoices,
  Suspended: renderSuspended,
  Completed: renderVerdict,
  Aborted: renderAborted,
  Expired: renderExpired,
} satisfies Record<IdvStatus, (session: OndatoSession, language: PageLanguage) => Html>;

function renderWelcome(session: OndatoSession, { strings, stringsCode }: PageLanguage): Html {
  return html`<section class="card" aria-labelledby="welcome">
    <h1 id="welcome" lang="${stringsCode}">${strings.verify}</h1>
    <p class="soft" lang="${stringsCode}">${strings.explain}</p>
    ${renderActs(session.id, [
      { act: "start", label: strings.agree, look: "primary", language: stringsCode },
      { act: "decline_consent", label: strings.decline, look: "plain", language: stringsCode },
    ])}
  </section>`;
}

function renderChoices(session: OndatoSession): Html {
  return html`<section class="card" aria-labelledby="choices">
    <span class="tag going">InProgress</span>
    <h1 id="choices">How does this verification end?</h1>
    <p class="soft">
      You play the applicant. The provider reports with webhooks. To walk away, just close the page.
    </p>
    <div class="stack">
      ${renderActs(session.id, [
        { act: "approve", label: "Complete it and be approved", look: "primary" },
        { act: "await_review", label: "Complete it and wait for a manual check" },
      ])}
      <fieldset>
        <legend>Or be rejected</legend>
        ${renderRejection({ sessionId: session.id, act: "reject", label: "Be rejected", reasons: statusReasons })}
      </fieldset>
      ${renderActs(session.id, [
        { act: "suspend", label: "Continue later" },
        { act: "abort", label: "Abort the verification", look: "plain" },
        { act: "expire", label: "Let the time run out", look: "plain" },
      ])}
    </div>
  </section>`;
}

function renderSuspended(session: OndatoSession): Html {
  return renderOutcome({
    tone: "wait",
    word: "Suspended",
    title: "You chose to continue later",
    titleLanguage: "en",
    detail: "You can go on within seven days; then the verification expires.",
    more: renderActs(session.id, [
      { act: "resume", label: "Go on now", look: "primary" },
      { act: "expire", label: "Let the time run out", look: "plain" },
    ]),
  });
}

function renderVerdict(session: OndatoSession, { strings, stringsCode }: PageLanguage): Html {
  const { kyc } = session;
  const reason = kyc?.statusReason ?? null;
  const verdicts = {
    Unfinished: { tone: "wait", title: strings.inReview, detail: "The identification is not finished." },
    Awaiting: { tone: "wait", title: strings.inReview, detail: "A human at the provider will decide later." },
    Approved: { tone: "good", title: strings.approved, detail: "The provider accepted the applicant." },
    Rejected: { tone: "bad", title: strings.rejected, detail: "The provider did not accept the applicant." },
  } as const;
  const status = kyc?.status ?? "Unfinished";
  const verdict = verdicts[status];
  return renderOutcome({
    tone: verdict.tone,
    word: `Completed · ${status}`,
    title: verdict.title,
    titleLanguage: stringsCode,
    detail: reason === null ? verdict.detail : `${verdict.detail} Reason: ${reason}.`,
    more: renderBack(session, { label: strings.back, language: stringsCode }),
  });
}

function renderAborted(session: OndatoSession, { strings, stringsCode }: PageLanguage): Html {
  const isDeclined = session.consent?.isConsented === false;
  return renderOutcome({
    tone: "bad",
    word: "Aborted",
    title: isDeclined ? strings.declined : "You left the verification",
    titleLanguage: isDeclined ? stringsCode : "en",
    detail: isDeclined
      ? "Without consent there is no verification."
      : "It cannot be resumed. Begin a new one.",
    more: renderBack(session, { label: strings.back, language: stringsCode }),
  });
}

function renderExpired(session: OndatoSession, { strings, stringsCode }: PageLanguage): Html {
  return renderOutcome({
    tone: "wait",
    word: "Expired",
    title: strings.lapsed,
    titleLanguage: stringsCode,
    detail: "Its time has run out. Begin a new verification.",
    more: renderBack(session, { label: strings.back, language: stringsCode }),
  });
}

function renderBack(session: OndatoSession, link: { label: string; language: string }): Html | undefined {
  const localisation = chooseLocalisation(session);
  const isDeclined = session.consent?.isConsented === false;
  const isGood = session.status === "Completed" && session.kyc?.status !== "Rejected";
  const url = isDeclined
    ? localisation?.consentDeclinedRedirectUrl
    : isGood
      ? localisation?.successRedirectUrl
      : localisation?.failureRedirectUrl;
  if (url === undefined) return undefined;
  return html`<a class="button primary" href="${url}" lang="${link.language}">${link.label}</a>`;
}

function listFacts(session: OndatoSession): Record<string, string | null> {
  return {
    Verification: session.id,
    "Status now": session.status,
    Identification: session.kyc === undefined ? null : `${session.kyc.id} (${session.kyc.status})`,
    "Our own id": session.externalReferenceId,
    Created: new Date(session.createdMs).toISOString(),
    Changed: new Date(session.modifiedMs).toISOString(),
  };
}
