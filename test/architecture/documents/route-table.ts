import { readFileSync } from "node:fs";
import { code, renderTable } from "./table.ts";

interface Operation {
  readonly summary: string;
  readonly tags: readonly string[];
  readonly "x-least-role"?: string;
}

const text = readFileSync(new URL("../../../contracts/http-api/openapi.json", import.meta.url), "utf8");
const { paths } = JSON.parse(text) as {
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

/** Every route of the API's document, by who uses it. */
export function renderRoutes(): string {
  const rows = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { summary, tags, "x-least-role": leastRole = "" }]) => [
      code(`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`),
      summary,
      tags[0] ?? "",
      leastRole,
    ]),
  );
  return renderTable(["Route", "What", "Group", "Least role of an operator"], rows);
}

/** `METHOD /path` of every route, with `*` for what a path holds. */
export function listRoutes(): ReadonlySet<string> {
  return new Set(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, "*")}`),
    ),
  );
}
