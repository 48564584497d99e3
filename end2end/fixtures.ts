/** What every test gets: a panel of its own, pages of it, and the simulated phone. */

import { test as base, expect } from "@playwright/test";
import { IntegrationsPage } from "./pages/integrations.ts";
import { LoginPage } from "./pages/login.ts";
import { Complaints } from "./support/complaints.ts";
import { type Credentials, Panel } from "./support/panel.ts";
import { Seed } from "./support/seed.ts";
import type { Sim } from "./support/sim.ts";

interface Fixtures {
  /** How the panel holds its credentials: `test.use({ credentials: "key" })`. */
  credentials: Credentials;
  panel: Panel;
  sim: Sim;
  complaints: Complaints;
  loginPage: LoginPage;
  integrations: IntegrationsPage;
  /** The main page, with the administrator signed in. */
  asAdmin: IntegrationsPage;
  /** The main page, with the member signed in. */
  asMember: IntegrationsPage;
}

interface WorkerFixtures {
  seed: Seed;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  credentials: ["secret", { option: true }],

  seed: [
    async ({}, use) => {
      const seed = await Seed.plant();
      await use(seed);
      await seed.remove();
    },
    { scope: "worker" },
  ],

  panel: async ({ seed, credentials }, use, testInfo) => {
    const panel = await Panel.start(seed, credentials);
    await use(panel);
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach("processes.log", { body: panel.log, contentType: "text/plain" });
    }
    await panel.remove();
  },

  baseURL: async ({ panel }, use) => use(panel.url),

  sim: async ({ panel }, use) => use(panel.sim),

  complaints: async ({}, use) => {
    const complaints = new Complaints();
    await use(complaints);
    expect(complaints.unexpected, "the page complained in its console").toEqual([]);
  },

  context: async ({ context, complaints }, use) => {
    complaints.watch(context);
    await use(context);
  },

  loginPage: async ({ page }, use) => use(new LoginPage(page)),

  integrations: async ({ page }, use) => use(new IntegrationsPage(page)),

  asAdmin: async ({ loginPage, integrations, seed }, use) => {
    await loginPage.signIn(seed.admin);
    await expect(integrations.heading).toBeVisible();
    await use(integrations);
  },

  asMember: async ({ loginPage, integrations, seed }, use) => {
    await loginPage.signIn(seed.member);
    await expect(integrations.heading).toBeVisible();
    await use(integrations);
  },
});

export { expect };
