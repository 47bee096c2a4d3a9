import { problemKinds, type ProblemKind } from "@kyc-gateway/http-api";

/** The page that a problem's `type` leads to: every code, with what it means and whether to try again. */
export function renderProblemPage(): string {
  const rows = Object.entries<ProblemKind>(problemKinds).map(
    ([code, { status, title, retryable }]) =>
      `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${title}</td><td>${retryable ? "yes" : "no"}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Problems · KYC gateway</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
  table { border-collapse: collapse; width: 100% }
  th, td { text-align: left; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #8884 }
  tr:target { background: #fd03 }
</style>
<h1>Problems</h1>
<p>Every error is <code>application/problem+json</code> (RFC 9457). Decide by <code>code</code>; send the same request
again when it is retryable. <a href="/docs">The API</a></p>
<table>
<thead><tr><th>code</th><th>status</th><th>meaning</th><th>retryable</th></tr></thead>
<tbody>${rows.join("\n")}</tbody>
</table>
</html>
`;
}
