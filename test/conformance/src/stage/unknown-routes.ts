import { refuseAll } from "../check/nonconformity.ts";
import type { Stage } from "./stage.ts";

/** Throws where a request was sent that no route of the samples answers. */
export function refuseUnknownRoutes({ requests }: Stage): void {
  const unknown = requests.filter(({ routeName }) => routeName === undefined);
  const places = unknown.map(({ method, url }) => `${method} ${new URL(url).pathname}`);
  refuseAll(
    [...new Set(places)].map(
      (place) => `the samples have no route for ${place}: add it, with the answer of the documentation`,
    ),
  );
}
