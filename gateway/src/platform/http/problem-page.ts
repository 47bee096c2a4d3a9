import { problemCodes, problemGuidance, problemKinds, type ProblemCode } from "@kyc-gateway/http-api";

/** The page that a problem's `type` leads to: every code, what happened, what to do, and whether to repeat the request. */
export function renderProblemPage(): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Problems · KYC gateway</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere }
  a { color: light-dark(#0b57d0, #a8c7fa) }
  article { border-top: 1px solid #8886; padding: .25rem .5rem }
  article:target { background: light-dark(#fff4d6, #3a3000) }
  h2 { font-size: 1.1rem; margin: .75rem 0 0 }
  h2 a { color: inherit; text-decoration: none }
  p { margin: .25rem 0 }
  dl { margin: .5rem 0; display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem }
  dt { font-weight: 600 }
  dd { margin: 0 }
  @media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0 } dd { margin-bottom: .5rem } }
</style>
<main>
<h1>Problems</h1>
<p>Every error is <code>application/problem+json</code> (RFC 9457). Decide by <code>code</code>, not by the title.
<code>retryable</code> says whether to send the same request again. <a href="/docs">API reference</a></p>
${problemCodes.map(renderProblem).join("\n")}
</main>
</html>
`;
}

function renderProblem(code: ProblemCode): string {
  const { status, title } = problemKinds[code];
  const { happened, whatToDo } = problemGuidance[code];
  return `<article id="${code}">
<h2><a href="#${code}"><code>${code}</code></a></h2>
<p>${status} · ${title}</p>
<dl>
<dt>What happened</dt><dd>${renderText(happened)}</dd>
<dt>What to do</dt><dd>${renderText(whatToDo)}</dd>
<dt>Repeat it?</dt><dd>${describeRetry(code)}</dd>
</dl>
</article>`;
}

function describeRetry(code: ProblemCode): string {
  if (!problemKinds[code].retryable)
    return "No. The same request gets the same answer until its cause is corrected.";
  return "Yes: the same request may succeed later. Wait for <code>Retry-After</code> where it is given.";
}

/** Text with code in backticks, as HTML. */
function renderText(text: string): string {
  const safe = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return safe.replaceAll(/`([^`]+)`/g, "<code>$1</code>");
}
