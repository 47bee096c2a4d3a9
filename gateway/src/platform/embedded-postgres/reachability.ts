import type { ServerAccount } from "./server-account.ts";
import { runServerCommand } from "./server-command.ts";

/** Whether the server's account may enter the folder and read these files in it. Our own account is not asked. */
export async function canReach(
  account: ServerAccount | undefined,
  folder: string,
  files: readonly string[] = [],
): Promise<boolean> {
  if (!account) return true;
  const script = 'cd "$1" && shift && for file; do test -r "$file" || exit 1; done';
  const command = { file: "/bin/sh", args: ["-c", script, "sh", folder, ...files], account };
  return runServerCommand(command).then(
    () => true,
    () => false,
  );
}
