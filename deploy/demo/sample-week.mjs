// A week of plausible sessions, on request: played at the simulated providers through the API, then dated back.

const sessionCount = 168;
const atOnce = 6;
const weekMs = 7 * 86_400_000;

/** How sessions end at each provider, with weights. */
const ends = {
  identomat: [
    ["approve", 62],
    ["reject", 16],
    ["manual_check", 4],
    ["start", 6],
    ["walk_away", 8],
    ["decline_terms", 3],
  ],
  ondato: [
    ["approve", 72],
    ["reject", 12],
    ["await_review", 5],
    ["start", 6],
    ["decline_consent", 3],
  ],
};
const reasons = {
  identomat: [
    "face_mismatch",
    "liveness_failed",
    "document_expired",
    "document_unreadable",
    "low_similarity",
  ],
  ondato: ["PoorPhotoQuality", "FacesDoesNotMatch", "DocumentIsExpired", "PossibleFraudAttempt"],
};
const countries = ["GEO", "GEO", "GEO", "LTU", "POL", "DEU", "TUR"];

/** The same numbers at every start: what one sees is what another one sees. */
function createDice(seed) {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/**
 * Plays the sessions of a tenant through a flow over both connections, whose rule has a canary. `pool` reads references
 * and moves times: no route of the API can make a session of yesterday. `rebuild` counts the analytics anew.
 */
export async function playSampleWeek(week) {
  const { pool, rebuild, tell } = week;
  tell(`Playing a week of ${sessionCount} sample sessions`);
  await addFlow(week);
  const dice = createDice(20_261_126);
  const plays = Array.from({ length: sessionCount }, (_, index) => planSession(index, dice));
  const queue = [...plays];
  const work = async () => {
    for (let play = queue.shift(); play !== undefined; play = queue.shift()) await playSession(play, week);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  await waitUntilSettled(pool);
  for (const play of plays.filter(({ id }) => id !== undefined)) await dateBack(pool, play);
  await rebuild();
}

const flow = "onboarding";

/** The flow `onboarding`: the first connection, with the second one as a canary for a part of the applicants. */
async function addFlow({ address, operatorKey, tenant, targets }) {
  const put = async (path, body) => {
    const url = `${address}/admin/v1/tenants/${tenant}/${path}`;
    const answer = await send(url, { method: "PUT", body, key: operatorKey });
    if (!answer.ok) throw new Error(`The sample week's ${path} was refused: ${await answer.text()}`);
  };
  const [main, canary] = targets.map(({ connection }) => connection);
  await put(`flows/${flow}`, { targets });
  await put("routing", {
    rules: [
      {
        name: "onboarding-canary",
        when: { flows: [flow] },
        targets: [{ connection: main }],
        canary: { connection: canary, percent: 30 },
      },
    ],
  });
}

function planSession(index, dice) {
  return {
    customer: `customer-${String(1000 + index)}`,
    country: countries[Math.floor(dice() * countries.length)],
    agoMs: describeAge(index, dice),
    tookMs: 40_000 + dice() ** 3 * 5_400_000,
    end: dice(),
    why: dice(),
  };
}

/** Spread over the week, more by day than by night. */
function describeAge(index, dice) {
  const place = weekMs * (1 - (index + dice()) / sessionCount);
  const at = new Date(Date.now() - place);
  const isNight = at.getUTCHours() < 5;
  return Math.max(120_000, isNight && dice() < 0.7 ? place - 6 * 3_600_000 : place);
}

/** Of options with weights, the one at a place from 0 to 1. */
function choose(options, place) {
  let left = place * options.reduce((sum, [, weight]) => sum + weight, 0);
  return (options.find(([, weight]) => (left -= weight) < 0) ?? options[0])[0];
}

async function playSession(play, { address, key, simulators, pool }) {
  const created = await send(`${address}/v1/sessions`, {
    body: describeRequest(play),
    key,
    headers: { "idempotency-key": `sample-${play.customer}-${Date.now()}` },
  });
  if (!created.ok) return;
  play.id = (await created.json()).id;
  const { rows } = await pool.query(
    "select provider_reference as reference, adapter from sessions s join connections c on c.id = s.connection_id where s.id = $1",
    [play.id],
  );
  const { reference, adapter } = rows[0];
  const control = `${simulators[adapter]}/_control/sessions/${encodeURIComponent(reference)}/act`;
  await send(control, { body: { act: "start" } });
  const act = choose(ends[adapter], play.end);
  const reason = reasons[adapter][Math.floor(play.why * reasons[adapter].length)];
  if (act !== "start") await send(control, { body: { act, ...(act === "reject" ? { reason } : {}) } });
}

function describeRequest({ customer, country }) {
  return { flow, applicant: { id: customer, country }, metadata: { campaign: "sample-week" } };
}

function send(url, { method = "POST", body, key, headers = {} }) {
  const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` };
  return fetch(url, {
    method,
    headers: { "content-type": "application/json", ...authorization, ...headers },
    body: JSON.stringify(body),
  });
}

/** Webhooks are applied within moments; whatever is not then stays as it is. */
async function waitUntilSettled(pool) {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const { rows } = await pool.query(
      "select count(*)::int as open from deliveries where state in ('waiting', 'processing')",
    );
    if (rows[0].open === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** The session began so long ago, and its changes are spread over the time that it took. */
async function dateBack(pool, { id, agoMs, tookMs }) {
  const start = new Date(Date.now() - agoMs);
  const end = new Date(Math.min(Date.now() - 1000, start.getTime() + tookMs));
  await pool.query(
    `update timeline set at = $2::timestamptz + ($3::timestamptz - $2::timestamptz) *
       (seq - 1) / greatest(1, (select max(seq) - 1 from timeline all_of where all_of.session_id = $1))
     where session_id = $1`,
    [id, start, end],
  );
  await pool.query(
    `update sessions set created_at = $2::timestamptz, updated_at = $3::timestamptz,
       decided_at = case when decided_at is null then null else $3::timestamptz end,
       lapses_at = $2::timestamptz + interval '1 day',
       next_read_at = case when next_read_at is null then null else now() end,
       trace = coalesce((select jsonb_agg(step || jsonb_build_object('at', to_char($2::timestamptz at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
                from jsonb_array_elements(trace) step), '[]')
     where id = $1`,
    [id, start, end],
  );
}
