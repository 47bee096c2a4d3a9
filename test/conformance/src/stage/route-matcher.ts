import type { SampleRoute } from "../subject/samples.ts";

/** The name of the route that a request takes; undefined where no sample has it. */
export function findRoute(
  routes: Readonly<Record<string, SampleRoute>>,
  method: string,
  url: URL,
): string | undefined {
  const segments = url.pathname.split("/");
  return Object.entries(routes).find(([, { request }]) => {
    const [wantedMethod, path = ""] = request.split(" ");
    return wantedMethod === method && matchesPath(path.split("/"), segments);
  })?.[0];
}

function matchesPath(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((step, index) => step === "*" || step === segments[index])
  );
}
