/** A server that takes mail and keeps what it was given. */

import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export interface Letter {
  to: string[];
  /** Head and body, as they came. */
  text: string;
}

export class Mailbox {
  private constructor(
    private readonly server: SMTPServer,
    readonly letters: Letter[],
  ) {}

  static async start(): Promise<Mailbox> {
    const letters: Letter[] = [];
    const server = new SMTPServer({
      authOptional: false,
      // over the loopback alone, as the panel's settings demand
      allowInsecureAuth: true,
      disabledCommands: ["STARTTLS"],
      onAuth: ({ username, password }, _session, done) =>
        username === "anna" && password === "word" ? done(null, { user: username }) : done(new Error("no such user")),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => {
          const to = session.envelope.rcptTo.map(({ address }) => address);
          letters.push({ to, text: Buffer.concat(chunks).toString() });
          done();
        });
      },
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    return new Mailbox(server, letters);
  }

  /** What a panel needs to know of it. */
  get settings(): { APP_SMTP_URL: string; APP_MAIL_FROM: string } {
    const { port } = this.server.server.address() as AddressInfo;
    return { APP_SMTP_URL: `smtp://anna:word@127.0.0.1:${port}`, APP_MAIL_FROM: "Панель <panel@example.org>" };
  }

  async stop(): Promise<void> {
    await new Promise<void>((closed) => this.server.close(closed));
  }
}
