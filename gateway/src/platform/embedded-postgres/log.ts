/** What the embedded server tells about itself; the gateway's logger fits, and so does the console. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
}
