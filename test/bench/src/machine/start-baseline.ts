import { allocationArguments } from "./allocations.ts";
import { receive, startChild, type Child } from "./child.ts";
import { places } from "./places.ts";

export interface Server extends Child {
  readonly port: number;
}

export async function startBaseline(
  route: "insert" | "select" | "create",
  database: { readonly url: string; readonly poolSize: number; readonly providerUrl?: string },
): Promise<Server> {
  const child = startChild({
    script: places.baseline,
    nodeArguments: allocationArguments,
    args: [route, database.url, String(database.poolSize), database.providerUrl ?? ""],
  });
  return { ...child, port: await receive<number>(child) };
}

/** A ready-made proxy before the provider. */
export async function startOpenGateway(providerUrl: string): Promise<Server> {
  const child = startChild({
    script: places.openGateway,
    nodeArguments: allocationArguments,
    args: [providerUrl],
  });
  return { ...child, port: await receive<number>(child) };
}
