/** Whoever is told by POST, the CRM's webhook or an alert's: it writes down what comes and answers with a status. */

import { createServer, type Server } from "node:http";

export class Receiver {
  readonly bodies: string[] = [];
  /** What it says to everything that comes. */
  status = 200;

  private constructor(
    readonly url: string,
    private readonly server: Server,
  ) {}

  static async start(): Promise<Receiver> {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const address = server.address();
    if (address === null || typeof address === "string") {
      throw new Error("a listening socket has no port");
    }
    const receiver = new Receiver(`http://127.0.0.1:${address.port}/wpp-webhook`, server);
    server.on("request", async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) {
        chunks.push(chunk as Buffer);
      }
      receiver.bodies.push(Buffer.concat(chunks).toString());
      response.writeHead(receiver.status).end();
    });
    return receiver;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }
}
