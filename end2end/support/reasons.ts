/** Says again at the very end, in a line each, why tests failed: the end is what is kept of a long run's output. */

import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

/** What a terminal takes for colour. */
const COLOUR = /\u001b\[\d+(;\d+)*m/g;
const LONGEST = 500;

export default class Reasons implements Reporter {
  readonly #reasons: string[] = [];

  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status !== test.expectedStatus) {
      const messages = result.errors.map((error) => (error.message ?? "").replace(COLOUR, "").replace(/\s+/g, " "));
      this.#reasons.push(`  ${test.title}: ${messages.join(" | ").slice(0, LONGEST)}`);
    }
  }

  onEnd(): void {
    if (this.#reasons.length > 0) {
      console.log(["", ...this.#reasons].join("\n"));
    }
  }
}
