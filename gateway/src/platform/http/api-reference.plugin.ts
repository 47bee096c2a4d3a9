import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";

/** Grey that can be read on the page's background, in both modes. */
const customCss = `
  .light-mode { --scalar-color-2: #3d3d3d; --scalar-color-3: #595959; --scalar-color-accent: #0b57d0;
    --scalar-color-green: #056330; --scalar-color-red: #b3261e; --scalar-color-blue: #0b57d0;
    --scalar-color-orange: #8a4600; --scalar-color-yellow: #6b5300; --scalar-color-purple: #5b3cc4; }
  .dark-mode { --scalar-color-2: #c9c9c9; --scalar-color-3: #b3b3b3; }
  .sidebar-search-placeholder, .sidebar-search-shortcut, [data-search-key] { color: var(--scalar-color-3) !important; opacity: 1 !important; }
`;

/** The pages and files of the reference, without host and query. */
const paths = ["/docs", "/docs/", "/docs/js/scalar.js"];

/** `/docs`: the API reference, rendered from `/openapi.json` in the browser. It loads nothing from another host. */
export async function apiReferencePlugin(app: FastifyInstance): Promise<void> {
  app.addHook("onSend", async (_request, reply, payload) => {
    if (typeof payload !== "string") return payload;
    const isPage = String(reply.getHeader("content-type")).startsWith("text/html");
    if (!isPage) {
      void reply.header("cache-control", "public, max-age=3600");
      return payload;
    }
    const page = payload
      .replace("<html>", '<html lang="en">')
      .replace("<head>", '<head><link rel="icon" href="data:,">');
    void reply.header("content-security-policy", describePolicy(page));
    return page;
  });
  let reference: Promise<FastifyInstance> | undefined;
  for (const path of paths)
    app.get(path, { schema: { hide: true } }, async (_request, reply) => {
      const answer = await (await (reference ??= loadReference())).inject(path);
      const { "content-type": contentType, location } = answer.headers;
      if (location !== undefined) return reply.redirect(location, answer.statusCode);
      return reply.type(contentType ?? "text/plain").send(answer.payload);
    });
  app.addHook("onClose", async () => (await reference)?.close());
}

/** The renderer is five megabytes of script, and most processes are never asked for it. */
async function loadReference(): Promise<FastifyInstance> {
  const [{ fastify }, { default: scalar }] = await Promise.all([
    import("fastify"),
    import("@scalar/fastify-api-reference"),
  ]);
  const app = fastify();
  await app.register(scalar, {
    routePrefix: "/docs",
    configuration: {
      url: "/openapi.json",
      pageTitle: "KYC gateway: API reference",
      customCss,
      withDefaultFonts: false,
      hideClientButton: true,
      showDeveloperTools: "never",
      telemetry: false,
      agent: { disabled: true },
      mcp: { disabled: true },
    },
  });
  await app.ready();
  return app;
}

/** The page's own scripts by their hashes, and no other; styles are set by its scripts. */
function describePolicy(page: string): string {
  const inline = [...page.matchAll(/<script(?:(?!src=)[^>])*>([^]*?)<\/script>/g)].map(
    ([, script = ""]) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`,
  );
  return [
    "default-src 'none'",
    `script-src 'self' ${inline.join(" ")}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
