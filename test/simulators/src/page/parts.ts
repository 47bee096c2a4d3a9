import { html } from "./html.ts";
import type { Html } from "./html.ts";

export interface ActButton {
  readonly act: string;
  readonly label: string;
  readonly look?: "primary" | "plain";
  /** The language of the label, where it is not English. */
  readonly language?: string;
}

/** A form of buttons; each does one act on the session. */
export function renderActs(sessionId: string, buttons: readonly ActButton[]): Html {
  return html`<form method="post" action="/_page/act" class="stack">
    <input type="hidden" name="session" value="${sessionId}" />
    ${buttons.map(
      (button) =>
        html`<button
          name="act"
          value="${button.act}"
          class="${button.look}"
          lang="${button.language ?? "en"}"
        >
          ${button.label}
        </button>`,
    )}
  </form>`;
}

export interface RejectForm {
  readonly sessionId: string;
  readonly act: string;
  readonly label: string;
  readonly reasons: Readonly<Record<string, string>>;
}

/** Chooses a reason and rejects. */
export function renderRejection(form: RejectForm): Html {
  return html`<form method="post" action="/_page/act" class="row">
    <input type="hidden" name="session" value="${form.sessionId}" />
    <div>
      <label for="reason-${form.act}">Reason for the rejection</label>
      <select id="reason-${form.act}" name="reason">
        ${Object.entries(form.reasons).map(([code, name]) => html`<option value="${code}">${name}</option>`)}
      </select>
    </div>
    <button name="act" value="${form.act}">${form.label}</button>
  </form>`;
}

export interface OperatorPanel {
  readonly sessionId: string;
  readonly provider: string;
  readonly isOverride: boolean;
  /** Whether the provider tells an operator's comment. */
  readonly takesComment: boolean;
  readonly reasons: Readonly<Record<string, string>>;
}

const commentField = html`<div>
  <label for="comment">Comment (optional)</label>
  <input id="comment" name="comment" autocomplete="off" maxlength="200" />
</div>`;

/** Plays the human behind the provider, long after the applicant has gone. */
export function renderOperatorPanel(panel: OperatorPanel): Html {
  const task = panel.isOverride
    ? "A decision stands. As the provider's operator you may overrule it; the provider then calls back again."
    : "The applicant has finished. As the provider's operator you now decide.";
  return html`<section class="card operator" aria-labelledby="operator">
    <span class="tag wait">Not the applicant</span>
    <h2 id="operator">Operator of the simulated ${panel.provider}</h2>
    <p class="soft">${task}</p>
    <form method="post" action="/_page/act" class="stack">
      <input type="hidden" name="session" value="${panel.sessionId}" />
      ${panel.takesComment && commentField}
      <div>
        <label for="operator-reason">Reason, if rejecting</label>
        <select id="operator-reason" name="reason">
          ${Object.entries(panel.reasons).map(([code, name]) => html`<option value="${code}">${name}</option>`)}
        </select>
      </div>
      <div class="pair">
        <button name="act" value="operator_approve">Approve as operator</button>
        <button name="act" value="operator_reject">Reject as operator</button>
      </div>
    </form>
  </section>`;
}

export interface Outcome {
  readonly tone: "good" | "bad" | "wait" | "going";
  /** The provider's own word. */
  readonly word: string;
  readonly title: string;
  readonly titleLanguage: string;
  readonly detail: string;
  readonly more?: Html | undefined;
}

export function renderOutcome(outcome: Outcome): Html {
  return html`<section class="card" aria-labelledby="outcome">
    <span class="tag ${outcome.tone}">${outcome.word}</span>
    <h1 id="outcome" lang="${outcome.titleLanguage}">${outcome.title}</h1>
    <p class="soft">${outcome.detail}</p>
    ${outcome.more}
  </section>`;
}

export function renderAlert(message: string | undefined): Html | undefined {
  return message === undefined ? undefined : html`<p class="alert" role="alert">${message}</p>`;
}
