import { basicMutators } from "./basic.mutators.ts";
import { bearerMutators } from "./bearer.mutators.ts";
import { bodyKeyMutators } from "./body-key.mutators.ts";
import { signatureMutators } from "./signature.mutators.ts";
import { sourceAddressMutators } from "./source-address.mutators.ts";
import type { Mutator } from "./vector.ts";

/** Every way to spoil a delivery. */
export function listMutators(): readonly Mutator[] {
  return [
    ...bodyKeyMutators,
    ...signatureMutators,
    ...basicMutators,
    ...bearerMutators,
    ...sourceAddressMutators,
  ];
}
