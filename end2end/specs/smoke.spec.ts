import { expect, test } from "../fixtures.ts";
import { expectAccessible } from "../support/accessible.ts";

test("the administrator signs in and sees one button", async ({ asAdmin, page }) => {
  await expect(asAdmin.connect).toBeVisible();
  await expectAccessible(page);
});

test("a click opens the dialog at once", async ({ asAdmin }) => {
  await asAdmin.connect.click();
  await expect(asAdmin.dialog.root).toBeVisible();
});
