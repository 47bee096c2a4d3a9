/** What the flags of jobs that call a connection's provider begin with. */
export const connectionFlagPrefix = "connection:";

/** The flags of such a job, as SQL; `id` is an expression. */
export function connectionFlags(id: string): string {
  return `array['${connectionFlagPrefix}' || ${id}]`;
}
