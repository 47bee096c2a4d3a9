import type { RequestPlan } from "./load-job.ts";

/** Writes a plan's requests as the bytes of HTTP/1.1. */
export type RequestWriter = (n: number) => string;

/** Bodies and paths are ASCII: lengths are counted in characters. */
export function createRequestWriter(plan: RequestPlan, port: number): RequestWriter {
  const { items = [""], body } = plan;
  const headers = Object.entries({ host: `127.0.0.1:${port}`, ...plan.headers });
  const writeHead = createFiller(
    `${plan.method} ${plan.path} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join("")}`,
  );
  const writeBody = createFiller(body ?? "");
  return (n) => {
    const item = items[n % items.length] ?? "";
    const head = writeHead(n, item);
    if (body === undefined) return `${head}\r\n`;
    const text = writeBody(n, item);
    return `${head}content-type: application/json\r\ncontent-length: ${text.length}\r\n\r\n${text}`;
  };
}

/** Cuts the template up once: filling it must cost the generator next to nothing. */
function createFiller(template: string): (n: number, item: string) => string {
  const parts = template.split(/(\{n\}|\{item\})/);
  return (n, item) => {
    let text = "";
    for (const part of parts) text += part === "{n}" ? n : part === "{item}" ? item : part;
    return text;
  };
}
