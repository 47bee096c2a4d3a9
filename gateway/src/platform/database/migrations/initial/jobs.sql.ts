/** Who works on jobs, and when each was last heard of: a lock is judged by its holder's life, not by its own age. */
export const jobTables = `
  create table job_workers (
    -- The id that the queue writes into its locks.
    id text primary key,
    seen_at timestamptz not null default now()
  );
`;
