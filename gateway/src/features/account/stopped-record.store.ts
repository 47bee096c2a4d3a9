/**
 * What is set when a record ends by itself (erasure, retention): `tend-account-records` takes it away at the provider. Content goes at once, except
 * of what is still being placed: without it nobody could find out under which id the provider has it.
 */
export const stopped = `state = 'stopping',
  sealed_content = case when provider_id is null then sealed_content end,
  next_attempt_at = case when provider_id is null then greatest(next_attempt_at, now()) else now() end`;
