import type { Command } from "commander";

/** One command of `kyc-gateway`. Its file is loaded only when it is asked for. */
export interface CommandEntry {
  readonly name: string;
  readonly description: string;
  /** The command, without its description. */
  readonly load: () => Promise<Command>;
}

/** In the order of the help. */
export const commandList: readonly CommandEntry[] = [
  {
    name: "start",
    description: "run the gateway until SIGTERM or SIGINT",
    load: async () => (await import("./start.command.ts")).startCommand(),
  },
  {
    name: "migrate",
    description:
      "update the database to the newest schema; safe to repeat and to run from several places at once",
    load: async () => (await import("./migrate.command.ts")).migrateCommand(),
  },
  {
    name: "doctor",
    description: "check configuration, database, migrations and every connection, and say what to do",
    load: async () => (await import("./doctor.command.ts")).doctorCommand(),
  },
  {
    name: "apply",
    description: "apply a configuration file: all of it or, if anything in it is wrong, nothing",
    load: async () => (await import("./apply.command.ts")).applyCommand(),
  },
  {
    name: "export",
    description: "print the configuration as a file that can be applied again, without secrets",
    load: async () => (await import("./export.command.ts")).exportCommand(),
  },
  {
    name: "tenant",
    description: "internal products that use the gateway: add, list",
    load: async () => (await import("./tenant.command.ts")).tenantCommand(),
  },
  {
    name: "api-key",
    description: "API keys of tenants: add, list, rotate, revoke",
    load: async () => (await import("./api-key.command.ts")).apiKeyCommand(),
  },
  {
    name: "connection",
    description: "accounts at providers: add, list, retire, remove, hold, release, limit",
    load: async () => (await import("./connection.command.ts")).connectionCommand(),
  },
  {
    name: "flow",
    description: "flows, which products ask for by name (checks, connections in order): add, list",
    load: async () => (await import("./flow.command.ts")).flowCommand(),
  },
  {
    name: "route",
    description: "which connection would serve a request: preview",
    load: async () => (await import("./route.command.ts")).routeCommand(),
  },
  {
    name: "operator",
    description: "people and machines that may use the admin API: add, list, set-role, revoke",
    load: async () => (await import("./operator.command.ts")).operatorCommand(),
  },
  {
    name: "endpoint",
    description: "where events are posted to: add, list, enable, disable",
    load: async () => (await import("./endpoint.command.ts")).endpointCommand(),
  },
  {
    name: "encryption-key",
    description: "encryption keys (masters', tenants' and applicants'): status, rotate",
    load: async () => (await import("./encryption-key.command.ts")).encryptionKeyCommand(),
  },
  {
    name: "audit",
    description: "who changed what and who read whose claims: list, head, verify",
    load: async () => (await import("./audit.command.ts")).auditCommand(),
  },
  {
    name: "session",
    description: "verifications: list, show, refresh, decide, erase",
    load: async () => (await import("./session.command.ts")).sessionCommand(),
  },
  {
    name: "delivery",
    description: "webhooks that providers delivered: list, show, replay",
    load: async () => (await import("./delivery.command.ts")).deliveryCommand(),
  },
  {
    name: "applicant",
    description: "what is held about a person: export, erase",
    load: async () => (await import("./applicant.command.ts")).applicantCommand(),
  },
  {
    name: "hold",
    description: "legal holds, which keep data from being erased: list, add, release",
    load: async () => (await import("./hold.command.ts")).holdCommand(),
  },
  {
    name: "erasure",
    description: "progress of erasures at the providers: list, show, retry, confirm",
    load: async () => (await import("./erasure.command.ts")).erasureCommand(),
  },
  {
    name: "job",
    description: "background work that is queued: list, retry",
    load: async () => (await import("./job.command.ts")).jobCommand(),
  },
  {
    name: "retention",
    description: "delete data past the tenants' retention times now, instead of in the next nightly run",
    load: async () => (await import("./retention.command.ts")).retentionCommand(),
  },
  {
    name: "analytics",
    description: "roll-ups of sessions by hour and day: rebuild",
    load: async () => (await import("./analytics.command.ts")).analyticsCommand(),
  },
  {
    name: "kvary",
    description: "moving over from Kvary's KYC service: import",
    load: async () => (await import("./kvary.command.ts")).kvaryCommand(),
  },
  {
    name: "adapter",
    description: "adapters, the packages that translate a provider's API: new",
    load: async () => (await import("./adapter.command.ts")).adapterCommand(),
  },
];

/** The command with its name and description. */
export async function loadCommand({ name, description, load }: CommandEntry): Promise<Command> {
  return (await load()).name(name).description(description);
}
