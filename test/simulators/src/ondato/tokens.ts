import { randomBytes } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { OndatoApplication, OndatoScope } from "./options.ts";

export interface IssuedToken {
  readonly application: OndatoApplication;
  readonly scopes: readonly OndatoScope[];
  readonly expiresMs: number;
}

/** The access tokens that are out. Expired ones are swept as new ones come. */
export class Tokens {
  readonly #byValue = new Map<string, IssuedToken>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(token: IssuedToken): string {
    for (const [value, { expiresMs }] of this.#byValue) {
      if (expiresMs > this.#clock.now()) break;
      this.#byValue.delete(value);
    }
    const value = randomBytes(32).toString("base64url");
    this.#byValue.set(value, token);
    return value;
  }

  find(value: string): IssuedToken | undefined {
    const token = this.#byValue.get(value);
    return token !== undefined && token.expiresMs > this.#clock.now() ? token : undefined;
  }

  revokeAll(): void {
    this.#byValue.clear();
  }
}
