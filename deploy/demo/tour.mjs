import { relative } from "node:path";
import { styleText } from "node:util";
import { issueEndUserToken } from "./end-user-token.mjs";

/** What runs where, and what to paste. Styles are left out by themselves where nobody sees them. */
export function describeDemo({ plan, key, operatorKey, jwtSecret, seconds, dataFolder, logFile }) {
  return [
    "",
    style("bold", `KYC gateway is ready at ${plan.address}`) + style("dim", `  (${seconds.toFixed(1)} s)`),
    "",
    ...describeParts(plan, { dataFolder, logFile, operatorKey }),
    "",
    ...describeTour(plan, key),
    "",
    ...describeKvary(jwtSecret),
    "",
    style("dim", "Ctrl-C stops everything. What it learnt stays in the data folder."),
    "",
  ].join("\n");
}

function describeParts({ address, isAccountReal, urls }, { dataFolder, logFile, operatorKey }) {
  const identomat = isAccountReal ? "your real account" : `simulated at ${urls.identomat}`;
  const rows = {
    Console: `${address}/console  (sign in with ${operatorKey})`,
    Reference: `${address}/docs`,
    Identomat: `${identomat}  (flow "standard")`,
    Ondato: `simulated at ${urls.ondato}  (flow "standard-ondato")`,
    Data: `${shorten(dataFolder)}  (keys, logs, and where it can run there a real PostgreSQL)`,
    Log: shorten(logFile),
  };
  return [
    ...Object.entries(rows).map(([name, value]) => `  ${style("cyan", name.padEnd(11))}${value}`),
    ...(isAccountReal ? describeCallbacks() : []),
  ];
}

function describeCallbacks() {
  return [
    "",
    "  Identomat posts callbacks to the one URL in its dashboard. Give it a public address of this gateway, with the path",
    "    /webhooks/identomat/demo-identomat   for sessions of the API, or",
    "    /api/webhooks/identomat              for sessions of Kvary's routes.",
    "  Without callbacks, decisions arrive by schedule within minutes, or at once by POST /v1/sessions/<id>/refresh.",
  ];
}

const simulatedSteps = [
  "  They ask for a verification (S), approve it at the simulator (T), and read the normalised result (I).",
  "  Better: leave T out, open the answer's launch.url in a browser, play the applicant yourself, then paste I.",
];

const realSteps = [
  "  They ask for a verification (S) and read the normalised result (I). Between the two, open the answer's",
  "  launch.url in a browser and go through the verification.",
];

/** Lines that work in bash, zsh and dash alike, one by one or all at once: no comments, no tools beside curl. */
function describeTour({ address, isAccountReal, urls }, key) {
  const create = `S=$(curl -sS $KYC/v1/sessions -H "Authorization: Bearer $KEY" -H "Idempotency-Key: $(date +%s)-$$" -H "Content-Type: application/json" -d '{"flow":"standard","applicant":{"id":"customer-1"}}'); echo "$S"`;
  const approve = `T=\${S#*session_token=}; curl -sS $SIMULATOR/_control/sessions/\${T%%\\"*}/act -H "Content-Type: application/json" -d '{"act":"approve"}' -w '\\n'`;
  // A result is there with the first report: what decides may come behind it.
  const read = `I=\${S#*\\"id\\":\\"}; until R=$(curl -s --fail $KYC/v1/sessions/\${I%%\\"*}/result -H "Authorization: Bearer $KEY") && case $R in *'"decidedAt":null'*) false;; esac; do sleep 1; done; echo "$R"`;
  return [
    style("bold", "Try it: paste these lines into another terminal"),
    "",
    `KYC=${address} KEY=${key}${isAccountReal ? "" : ` SIMULATOR=${urls.identomat}`}`,
    create,
    ...(isAccountReal ? [] : [approve]),
    read,
    "",
    ...(isAccountReal ? realSteps : simulatedSteps),
  ];
}

function describeKvary(jwtSecret) {
  return [
    style("bold", "The same through Kvary's routes, for its user user-1"),
    "",
    `JWT=${issueEndUserToken("user-1", jwtSecret)}`,
    `curl -sS -X POST $KYC/api/kyc/identomat/session -H "Authorization: Bearer $JWT" -w '\\n'`,
    `curl -sS $KYC/api/kyc/me -H "Authorization: Bearer $JWT" -w '\\n'`,
  ];
}

function shorten(path) {
  const short = relative(process.cwd(), path);
  return short.startsWith("..") ? path : short;
}

function style(name, text) {
  return styleText(name, text, { stream: process.stdout });
}
