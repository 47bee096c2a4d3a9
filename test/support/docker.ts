import { existsSync } from "node:fs";
import { request } from "node:http";
import { homedir } from "node:os";
import { join } from "node:path";

const answerTimeoutMs = 1000;

/** Whether a Docker daemon answers right now; an installed client proves nothing. */
export function isDockerAnswering(): Promise<boolean> {
  const address = findDaemon(process.env["DOCKER_HOST"]);
  if (!address) return Promise.resolve(false);
  return new Promise((resolve) => {
    const ping = request({ ...address, path: "/_ping", timeout: answerTimeoutMs }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    ping.on("timeout", () => ping.destroy());
    ping.on("error", () => resolve(false));
    ping.on("close", () => resolve(false));
    ping.end();
  });
}

type Address = { readonly socketPath: string } | { readonly host: string; readonly port: string };

function findDaemon(dockerHost: string | undefined): Address | undefined {
  if (dockerHost) return parseDockerHost(dockerHost);
  const sockets = ["/var/run/docker.sock", join(homedir(), ".docker/run/docker.sock")];
  const socketPath = sockets.find((path) => existsSync(path));
  return socketPath === undefined ? undefined : { socketPath };
}

function parseDockerHost(dockerHost: string): Address {
  const { protocol, hostname, port, pathname } = new URL(dockerHost);
  return protocol === "unix:" ? { socketPath: pathname } : { host: hostname, port: port || "2375" };
}
