/** What other features may use of this one. */
export { launchPageRoute } from "./launch-page.route.ts";
