import { createHash } from "node:crypto";
import { encodeQR } from "qr";
import { languages, type Language } from "./languages.ts";
import type { LaunchState } from "./launch-state.ts";
import { pageTexts, type PageKind, type PageTexts } from "./texts.ts";

/** What is shown. */
export interface LaunchPage {
  readonly language: Language;
  readonly state: LaunchState | { readonly kind: Exclude<PageKind, LaunchState["kind"]> };
  /** The page's own address, to open it elsewhere; undefined: it is not offered. */
  readonly ownUrl?: string | undefined;
  readonly returnUrl?: string | undefined;
}

const style = `
:root { color-scheme: light dark; font: 17px/1.5 system-ui, sans-serif }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#eef1f5, #16181c); color: light-dark(#1b1f24, #e8eaed) }
main { box-sizing: border-box; width: min(34rem, 100%); padding: 2rem 1.5rem; background: light-dark(#fff, #1f2226); overflow-wrap: anywhere }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .75rem }
h2 { font-size: 1.1rem; margin: 0 0 .25rem }
p { margin: 0 0 1rem }
.act { display: block; box-sizing: border-box; width: 100%; padding: .85rem 1rem; border: 0; border-radius: .5rem; background: light-dark(#0b57d0, #a8c7fa); color: light-dark(#fff, #062e6f); font: inherit; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer }
.act:focus-visible, a:focus-visible { outline: 3px solid light-dark(#7c4dff, #d0bcff); outline-offset: 2px }
.note { color: light-dark(#4a5058, #b9bec6); font-size: .9rem; margin-top: .75rem }
a { color: light-dark(#0b57d0, #a8c7fa) }
.back { display: block; margin-top: 1rem; text-align: center; padding: .5rem }
section { border-top: 1px solid #8886; margin-top: 1.5rem; padding-top: 1.25rem }
svg { display: block; width: 11rem; height: 11rem; padding: .5rem; background: #fff; border-radius: .5rem }
nav { margin-top: 1.5rem; font-size: .9rem }
nav a { padding: .5rem .5rem .5rem 0 }
@media (max-width: 30rem) { body { place-items: start stretch; background: light-dark(#fff, #1f2226) } section { display: none } }
`;

/** The page loads nothing, runs nothing, is shown in nobody's frame, and tells nobody where somebody came from. */
export function describePageHeaders(language: Language): Readonly<Record<string, string>> {
  const styleHash = createHash("sha256").update(style).digest("base64");
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    "img-src data:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    "content-type": "text/html; charset=utf-8",
    "content-language": language,
    "content-security-policy": policy.join("; "),
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex, nofollow",
    vary: "accept-language",
  };
}

/** The whole page, as HTML that needs no script. */
export function renderLaunchPage(page: LaunchPage): string {
  const { language, state, returnUrl } = page;
  const texts = pageTexts[language];
  const { heading, text } = texts.kinds[state.kind];
  const canRenew = state.kind === "lapsed" && state.canRenew;
  const back =
    returnUrl === undefined || state.kind === "open" ? "" : renderLink(returnUrl, "back", texts.goBack);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${escapeHtml(`${heading} · ${texts.title}`)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(heading)}</h1>
<p>${escapeHtml(canRenew ? texts.renewable : text)}</p>
${renderAct(page, texts)}${back}${renderPhone(page, texts)}<nav aria-label="${escapeHtml(languages.map((other) => pageTexts[other].name).join(", "))}">${languages
    .filter((other) => other !== language)
    .map(renderLanguage)
    .join(" ")}</nav>
</main>
</body>
</html>
`;
}

function renderAct({ state, language }: LaunchPage, texts: PageTexts): string {
  if (state.kind === "open") {
    const until = state.lapsesAt === null ? "" : renderUntil(state.lapsesAt, { language, texts });
    return `${renderLink(state.url, "act", texts.goOn)}${until}`;
  }
  if (state.kind !== "lapsed" || !state.canRenew) return "";
  return `<form method="post" action="?lang=${language}"><button class="act">${escapeHtml(texts.renew)}</button></form>\n`;
}

function renderUntil(
  at: Date,
  { language, texts }: { readonly language: Language; readonly texts: PageTexts },
): string {
  const format = new Intl.DateTimeFormat(language, {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: "UTC",
  });
  return `<p class="note">${escapeHtml(texts.until(`${format.format(at)} UTC`))}</p>\n`;
}

/** Nobody scans what is on the screen of the phone itself: narrow screens leave it out. */
function renderPhone({ state, ownUrl }: LaunchPage, texts: PageTexts): string {
  if (state.kind !== "open" || ownUrl === undefined) return "";
  const { heading, text, code } = texts.phone;
  const picture = encodeQR(ownUrl, "svg", { ecc: "medium", border: 2 });
  const labelled = picture
    .replace(/^<\?xml[^>]*\?>\s*/, "")
    .replace("<svg ", `<svg role="img" aria-label="${escapeHtml(code)}" `);
  return `<section><h2>${escapeHtml(heading)}</h2><p>${escapeHtml(text)}</p>${labelled}</section>\n`;
}

function renderLanguage(language: Language): string {
  const { name } = pageTexts[language];
  return `<a href="?lang=${language}" lang="${language}" hreflang="${language}">${escapeHtml(name)}</a>`;
}

function renderLink(url: string, className: string, text: string): string {
  return `<a class="${className}" href="${escapeHtml(url)}" rel="noreferrer">${escapeHtml(text)}</a>\n`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
