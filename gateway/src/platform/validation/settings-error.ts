import type { Mistake } from "@kyc-gateway/adapter-spec/v1";

/** Settings or a flow that an adapter refuses. Names every mistake, no value. */
export class SettingsError extends Error {
  readonly mistakes: readonly Mistake[];

  constructor(subject: string, mistakes: readonly Mistake[]) {
    super(
      `${subject}: ${mistakes.map(({ pointer, message }) => `${pointer === "" ? "/" : pointer} ${message}`).join("; ")}`,
    );
    this.name = "SettingsError";
    this.mistakes = mistakes;
  }
}
