import { receive, startChild, type Child } from "./child.ts";
import { places } from "./places.ts";

export interface Server extends Child {
  readonly port: number;
}

export async function startBaseline(
  route: "insert" | "select",
  database: { readonly url: string; readonly poolSize: number },
): Promise<Server> {
  const child = startChild({
    script: places.baseline,
    args: [route, database.url, String(database.poolSize)],
  });
  return { ...child, port: await receive<number>(child) };
}
