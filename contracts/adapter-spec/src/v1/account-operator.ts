import type { Call } from "./host.ts";

/** Somebody who works in the provider's own console. Personal data of an employee. */
export interface AccountOperator {
  readonly id: string;
  /** What the operator signs in with, as a rule an e-mail address. */
  readonly username?: string;
  /** The provider's words, as they came. */
  readonly roles: readonly string[];
}

/** An operator to create. `roles` are of `capabilities.operators.roles`. */
export interface NewAccountOperator {
  readonly email: string;
  /** A secret. */
  readonly password: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly roles: readonly string[];
  /** Whether the address counts as proven. Default `false`. */
  readonly isEmailVerified?: boolean;
}

/** Operators who share work. */
export interface OperatorGroup {
  readonly id: string;
  readonly name?: string;
  /** `id` is absent where the provider lists members by their names alone and nobody of the name is known. */
  readonly members: readonly { readonly id?: string; readonly username?: string }[];
}

/** The facet `operators`: the people of the account in the provider's console. Few providers offer it. */
export interface Operators {
  list(call: Call): Promise<readonly AccountOperator[]>;
  /** Present if and only if `capabilities.operators.creates`. Throws `conflict` where the address is taken. */
  create?(operator: NewAccountOperator, call: Call): Promise<{ readonly id: string }>;
  /** Present if and only if `capabilities.operators.groups`. */
  readonly groups?: OperatorGroups;
}

export interface OperatorGroups {
  list(call: Call): Promise<readonly OperatorGroup[]>;
  create(
    group: { readonly name: string; readonly memberIds: readonly string[] },
    call: Call,
  ): Promise<{ readonly id: string }>;
  /** Absent members stay as they are; `memberIds` takes the place of all members. Throws `not_found`. */
  change(
    id: string,
    change: { readonly name?: string; readonly memberIds?: readonly string[] },
    call: Call,
  ): Promise<void>;
  /** Resolves also when there is no such group any more. Safe to repeat. */
  remove(id: string, call: Call): Promise<void>;
}
