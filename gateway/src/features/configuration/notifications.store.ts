import type { Client } from "pg";

/** From now on the connection gets what is sent to these channels. Their names are our own. */
export async function listenTo(client: Pick<Client, "query">, channels: readonly string[]): Promise<void> {
  await client.query(channels.map((channel) => `listen ${channel}`).join("; "));
}

/** Sends an empty notification; `onAnswer` is told whether PostgreSQL took it. */
export function notifyChannel(
  client: Pick<Client, "query">,
  channel: string,
  onAnswer: (isTaken: boolean) => void,
): void {
  client.query("select pg_notify($1, '')", [channel], (error) => onAnswer(!error));
}
