// Configures a product, verifies a first person, says so, and goes on every few seconds with every outcome in turn.
import { execFileSync } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";

const program = "/app/main.js";
const api = "http://api:4030";
const simulator = "http://identomat:4501/_control";
const acts = ["approve", "approve", "reject", "approve", "manual_check"];
/** Of the simulated providers: what gateway.yaml refers to. */
const secrets = {
  COMPANY_KEY: "simulated-company-key",
  CALLBACK_KEY: "simulated-callback-api-key",
  CLIENT_SECRET: "simulated-client-secret",
  WEBHOOK_SECRET: "simulated-webhook-secret",
};
const everyMs = 3000;
const giveUpAfterMs = 60_000;

process.once("SIGTERM", () => process.exit());
run("apply", "-f", "/demo/gateway.yaml");
const printed = run("api-key", "add", "demo", "--scopes", "sessions:write,sessions:read,results:read");
const [key = ""] = /^kyc_\S+$/m.exec(printed) ?? [];
if (key === "") fail(`No API key was printed:\n${printed}`);

await waitFor(
  "the new key",
  async () => (await fetch(`${api}/v1/sessions?limit=1`, { headers: { authorization: `Bearer ${key}` } })).ok,
);
const first = await verify("customer-0", "approve");
await waitFor("the decision", async () => (await call("GET", `/v1/sessions/${first}`)).status === "APPROVED");
tell(`Session ${first} is APPROVED.
  The API:    http://localhost:4030/docs      with the key ${key}
  Metrics:    http://localhost:9090
  Dashboards: http://localhost:3000
A person is verified every ${everyMs / 1000} seconds. Ctrl-C ends everything; docker compose down --volumes forgets it.`);
for (let number = 1; ; number += 1) {
  await delay(everyMs);
  await verify(`customer-${number}`, acts[number % acts.length]).catch((error) => tell(error.message));
}

/** @returns {string} what the command printed */
function run(...args) {
  return execFileSync(process.execPath, [program, ...args], {
    encoding: "utf8",
    env: { ...process.env, ...secrets },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/**
 * Starts a session, and plays the applicant and the provider's staff.
 * @returns {Promise<string>} the session's id
 */
async function verify(applicant, act) {
  /** @type {{ id: string, launch: { url: string } }} */
  const { id, launch } = await call("POST", "/v1/sessions", {
    flow: "standard",
    applicant: { id: applicant },
  });
  const token = new URL(launch.url).searchParams.get("session_token");
  const answer = await fetch(`${simulator}/sessions/${token}/act`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ act }),
  });
  if (!answer.ok) fail(`The simulator answered ${answer.status}: ${await answer.text()}`);
  return id;
}

/** @param {string} method @param {string} path */
async function call(method, path, body) {
  const answer = await fetch(`${api}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
      "idempotency-key": crypto.randomUUID(),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) fail(`${method} ${path} was answered with ${answer.status}: ${text}`);
  return JSON.parse(text);
}

/** @param {string} what */
async function waitFor(what, ask) {
  const deadline = performance.now() + giveUpAfterMs;
  while (!(await ask())) {
    if (performance.now() > deadline) fail(`Waited ${giveUpAfterMs / 1000} s in vain for ${what}.`);
    await delay(250);
  }
}

function tell(message) {
  process.stdout.write(`${message}\n`);
}

/** @returns {never} */
function fail(message) {
  throw new Error(message);
}
