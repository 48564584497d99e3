// A port for a server that is told where to listen, and may be stopped and started again.

import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";

const HOST = "127.0.0.1";

/** Below what Linux (from 32768) and macOS (from 49152) hand out by themselves, to outgoing connections and to servers that ask for port 0. */
const [FIRST, END] = [20_000, 32_000];

/**
 * A free TCP port of 127.0.0.1 that nobody else gets from here before this process ends.
 *
 * A port from the system is free only until the next connection of another program takes it. This one is kept by a UDP
 * socket of the same number: it is in no server's way, no two processes have it, and it goes with its process.
 *
 * @returns {Promise<number>} from 20000 to 31999
 */
export async function reservePort() {
  for (let tries = 0; tries < 1000; tries += 1) {
    const port = FIRST + Math.floor(Math.random() * (END - FIRST));
    const kept = createSocket("udp4");
    if (await binds(kept, () => kept.bind({ port, address: HOST, exclusive: true }))) {
      const server = createServer();
      if (await binds(server, () => server.listen({ port, host: HOST, exclusive: true }))) {
        await new Promise((closed) => server.close(closed));
        kept.unref();
        return port;
      }
    }
    kept.close();
  }
  throw new Error(`no free port from ${FIRST} to ${END - 1} at ${HOST}`);
}

async function binds(socket, bind) {
  const listening = once(socket, "listening");
  bind();
  try {
    await listening;
    return true;
  } catch (error) {
    if (error.code === "EADDRINUSE" || error.code === "EACCES") return false;
    throw error;
  }
}
