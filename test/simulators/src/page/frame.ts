import { Html, html } from "./html.ts";
import type { PageLanguage } from "./strings.ts";
import { style } from "./style.ts";

export interface Frame {
  /** The provider that is simulated. */
  readonly provider: string;
  readonly language: PageLanguage;
  readonly title: string;
  /** One or more cards. */
  readonly content: Html;
  /** Shown folded at the foot, for whoever is testing. */
  readonly facts: Readonly<Record<string, string | null>>;
  /** Tells the embedding page that the applicant has finished. */
  readonly announcesDone?: boolean;
}

const shield = new Html(
  '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" ' +
    'stroke-linejoin="round" aria-hidden="true"><path d="M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6z"/><path d="M9 12l2 2 4-4"/></svg>',
);

// Identomat developer guide: an embedded page posts the string DONE to whoever embeds it.
const announcement = new Html('<script>if (parent !== window) parent.postMessage("DONE", "*");</script>');

export function renderFrame(frame: Frame): string {
  const { code, stringsCode, strings } = frame.language;
  const page = html`<!doctype html>
    <html lang="${code}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${frame.title} · ${frame.provider} simulator</title>
        <link rel="icon" href="data:," />
        <style>
          ${style}
        </style>
      </head>
      <body>
        <p class="notice" role="note" lang="${stringsCode}" style="margin:0">
          <strong lang="en">Simulator</strong>${strings.notice}
        </p>
        <main lang="en">
          <p class="brand">${shield}<span>${frame.provider}, simulated</span></p>
          ${frame.content}
        </main>
        <footer lang="en">
          <details>
            <summary>About this session</summary>
            <dl>
              ${Object.entries(frame.facts).map(
                ([name, value]) =>
                  html`<dt>${name}</dt>
                    <dd>${value ?? "–"}</dd>`,
              )}
            </dl>
          </details>
        </footer>
        ${frame.announcesDone === true && announcement}
      </body>
    </html>`;
  return page.text;
}
