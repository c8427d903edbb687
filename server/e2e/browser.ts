// A real browser for tests: one Chromium a process, a fresh profile a page.
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { CHROMIUM_FLAGS, findChromium } from './chromium.ts'

/**
 * `LATE=400 vitest run server/e2e` lets every page wait 400 ms for each answer: what a test does
 * not wait for shows at once, not in one run of fifty. In milliseconds.
 */
const LATE = Number(process.env.LATE ?? 0)

async function answerLate(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.emulateNetworkConditions', {
    ...{ offline: false, latency: LATE, downloadThroughput: -1, uploadThroughput: -1 },
  })
}

export interface TestBrowser {
  browser: Browser
  /** A page in a profile of its own: no cookie, no storage of another test. */
  newPage(options?: BrowserContextOptions): Promise<Page>
  /** Writes the whole page as a picture and answers its path. */
  screenshot(page: Page, name: string): Promise<string>
  close(): Promise<void>
}

/** @throws an Error saying what to install, when there is no Chromium */
export async function openBrowser(): Promise<TestBrowser> {
  const executablePath = findChromium()
  if (!executablePath) {
    throw new Error(
      'No Chromium found: install it (Debian: apt-get install chromium fonts-noto-cjk) or set CHROME_PATH to its program.',
    )
  }
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    args: CHROMIUM_FLAGS,
  })
  let pictures: string | undefined
  return {
    browser,
    async newPage(options = {}) {
      const context = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        // On a busy machine the end of a movement may never be told, and what it closes stays in the way.
        reducedMotion: 'reduce',
        ...options,
      })
      // As long as a condition is waited for anywhere else: what is late is not wrong.
      context.setDefaultTimeout(120_000)
      const page = await context.newPage()
      if (LATE > 0) await answerLate(page)
      return page
    },
    async screenshot(page, name) {
      pictures ??= await mkdtemp(join(tmpdir(), 'homefield-pictures-'))
      const path = join(pictures, `${name}.png`)
      await page.screenshot({ path, fullPage: true })
      return path
    },
    close: () => browser.close(),
  }
}
