/** The variables of another integration, for the help of `start`. Loading them composes nothing. */
export { kvaryVariablesHelp } from "../../features/kvary/describe-variables.ts";
