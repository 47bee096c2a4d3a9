import type { Adapter } from "@kyc-gateway/adapter-spec/v1";
import { readSamples } from "./read-samples.ts";
import type { Samples } from "./samples.ts";
import type { SimulatorSample } from "./simulator-sample.ts";

/** An adapter with all that the suite needs to examine it. */
export interface Subject {
  /** The package's default export. */
  readonly adapter: Adapter;
  /** The file that the package's `exports` lead to, in TypeScript or built. Its package.json is the nearest one above. */
  readonly entry: URL;
  /** The samples, or the JSON file that holds them. */
  readonly samples: Samples | URL;
  /** A server that speaks the provider's dialect; absent where there is none. */
  readonly simulator?: SimulatorSample;
  /** The file that the adapter's row of a capability matrix is kept in, checked at every run. Absent: no row is kept. */
  readonly matrixRow?: URL;
}

/** A subject whose samples have been read. */
export interface PreparedSubject extends Subject {
  readonly samples: Samples;
}

export function prepareSubject(subject: Subject): PreparedSubject {
  const { samples } = subject;
  return { ...subject, samples: samples instanceof URL ? readSamples(samples) : samples };
}
