// The console as a signed-in person has it.
import type { Page } from 'playwright-core'

/** Signs in and waits until the console stands; ends on the first page. */
export async function signIn(
  page: Page,
  url: string,
  person: { email: string; password: string },
): Promise<void> {
  await page.goto(`${url}/console/sign-in`)
  await page.locator('input[autocomplete=username], input[type=email]').first().fill(person.email)
  await page.locator('input[type=password]').fill(person.password)
  await page.keyboard.press('Enter')
  await page.waitForURL((address) => !address.pathname.endsWith('/sign-in'))
  // The sign-in card has a heading too; this one is the console's.
  await page.locator('#content h1').first().waitFor()
}
