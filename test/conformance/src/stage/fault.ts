/** What goes wrong between the adapter and its provider. */
export type Fault =
  /** Another answer takes the place of the good one. */
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly text: string;
    }
  /** The host gives up before there is an answer. */
  | { readonly kind: "timeout" }
  | { readonly kind: "unreachable" }
  /** The good answer breaks off, or ends, in its middle. */
  | { readonly kind: "broken_body" }
  | { readonly kind: "truncated_body" }
  /** No byte comes, of the answer or of its body, until the signal is aborted. */
  | { readonly kind: "hang"; readonly at: "headers" | "body" }
  /** White space before the good answer, more than anybody should read. */
  | { readonly kind: "huge_body" };

/** Which requests a fault strikes. */
export type FaultTarget = (routeName: string | undefined) => boolean;
