// The console as a signed-in person has it: a server with an owner, a browser, and a page of hers.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { openBrowser, type TestBrowser } from '../browser.ts'
import { freshData } from './fresh-data.ts'
import { type RunningServer, startServer } from './server.ts'

export const OWNER = { email: 'owner@example.com', password: 'a-long-enough-password-1' }

export interface RunningConsole {
  /** Gone when the console is stopped. */
  folder: string
  /** Of the server, within the folder. */
  data: string
  server: RunningServer
  browser: TestBrowser
  /** Errors of pages, what a server should never answer, and whom else a page asked. */
  faults: string[]
  newPage(options?: BrowserContextOptions): Promise<Page>
  /** @param path where the person wanted to go */
  signedIn(options?: BrowserContextOptions, path?: string): Promise<Page>
  stop(): Promise<void>
}

/**
 * @param env in place of an owner: what the server is told
 * @param worst the first status of an answer that is a fault
 */
export async function startConsole(
  given: { env?: Record<string, string>; worst?: number } = {},
): Promise<RunningConsole> {
  const folder = mkdtempSync(join(tmpdir(), 'homefield-console-'))
  const data = join(folder, 'data')
  const env = given.env ?? {
    HOMEFIELD_OWNER_EMAIL: OWNER.email,
    HOMEFIELD_OWNER_PASSWORD: OWNER.password,
  }
  const [browser] = await Promise.all([openBrowser(), given.env ? undefined : freshData(data)])
  const server = await startServer({ data, env })
  const faults: string[] = []
  const newPage = async (options: BrowserContextOptions = {}) => {
    const page = await browser.newPage({
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      ...options,
    })
    page.on('pageerror', (error) => faults.push(String(error)))
    page.on('response', (r) => {
      // Who is not signed in yet is told so.
      if (r.status() >= (given.worst ?? 500) && !r.url().endsWith('/session'))
        faults.push(`${r.status()} ${r.url()}`)
    })
    page.on('request', (r) => {
      if (![server.url, 'data:', 'blob:'].some((own) => r.url().startsWith(own)))
        faults.push(`asked ${r.url()}`)
    })
    return page
  }
  return {
    ...{ folder, data, server, browser, faults, newPage },
    async signedIn(options, path) {
      const page = await newPage(options)
      await signIn(page, server.url, OWNER, path)
      return page
    },
    async stop() {
      await browser.close()
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Signs in and waits until the console stands; ends where the person wanted to go. */
export async function signIn(
  page: Page,
  url: string,
  person: { email: string; password: string },
  path = '/sign-in',
): Promise<void> {
  await page.goto(`${url}/console${path}`)
  await page.locator('input[autocomplete=username], input[type=email]').first().fill(person.email)
  await page.locator('input[type=password]').fill(person.password)
  await page.keyboard.press('Enter')
  await page.waitForURL((address) => !address.pathname.endsWith('/sign-in'))
  // The sign-in card has a heading too; this one is the console's.
  await page.locator('#content h1').first().waitFor()
}
