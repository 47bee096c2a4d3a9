/** Thrown when somebody held the tables of a migration all the time. Nothing of that migration was done. */
export class MigrationBlockedError extends Error {
  constructor(name: string, cause: unknown) {
    super(
      `The migration ${name} did not get the locks that it needs: long transactions hold its tables ` +
        `(pg_stat_activity shows whose). Nothing of it was done; run \`kyc-gateway migrate\` again when they have ended.`,
      { cause },
    );
    this.name = "MigrationBlockedError";
  }
}
