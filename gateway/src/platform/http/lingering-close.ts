import type { Socket } from "node:net";

/** So much of what is refused is read and thrown away behind the answer, and for so long. */
const atMostBytes = 8 * 1024 * 1024;
const atMostMs = 2000;

/**
 * Ends our half of a connection, and reads what still comes for a while. Closing on somebody who is sending resets the
 * connection: the answer is lost with it, and a proxy makes a 502 of its own.
 */
export function linger(socket: Socket): void {
  const deadline = setTimeout(() => socket.destroy(), atMostMs);
  socket.once("close", () => clearTimeout(deadline));
  let left = atMostBytes;
  // Nothing of it is parsed any more.
  socket.removeAllListeners("data");
  socket.on("data", ({ length }: Buffer) => {
    left -= length;
    if (left < 0) socket.destroy();
  });
  socket.resume();
  socket.end();
}

/** Makes the server's own closing of the connection linger where more of an answered request is on its way. */
export function lingerWhile(isSending: (socket: Socket) => boolean, socket: Socket): void {
  const closeAtOnce = socket.destroySoon.bind(socket);
  socket.destroySoon = () => (isSending(socket) ? linger(socket) : closeAtOnce());
}
