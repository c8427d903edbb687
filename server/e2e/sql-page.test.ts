// The SQL page with the keyboard alone: written with what is offered, marked where it is wrong, left.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningConsole, startConsole } from './harness/console.ts'

let running: RunningConsole
let page: Page

beforeAll(async () => {
  running = await startConsole()
  page = await running.signedIn({}, '/insight/sql')
})
afterAll(() => running?.stop())

const editor = () => page.getByRole('textbox', { name: 'SQL 语句' })
/** The editor takes no key for a list that stands for less than 75 ms: it may not have been meant. */
const STANDS_MS = 150
async function offered(text: string): Promise<void> {
  await page.locator('.cm-tooltip-autocomplete li').filter({ hasText: text }).first().waitFor()
  const seen = await page.evaluate(() => performance.now())
  await page.waitForFunction(([at, ms]) => performance.now() - at > ms, [seen, STANDS_MS] as const)
}

test('views and columns are offered, Ctrl+Enter runs, and what is wrong is marked where it stands', async () => {
  // The views are there when the list beside the editor is.
  await page.getByRole('button', { name: '插入 order_lines' }).waitFor()
  await editor().click()
  await page.keyboard.type('select count() as n from friend')
  await offered('friendships')
  await page.keyboard.press('Tab')
  await expect.poll(() => editor().textContent()).toBe('select count() as n from friendships')
  await page.keyboard.type(' as f where f.staff')
  await offered('staff_id')
  await page.keyboard.press('Tab')
  const wrong = () => page.locator('.cm-lintRange-error').allTextContents()
  await page.keyboard.type(" != '' and f.stuff = 1")
  await page.keyboard.press('Control+Enter')
  await expect.poll(wrong).toEqual(['f.stuff'])
  await editor().click()
  await page.keyboard.press('Control+a')
  await page.keyboard.type("select '客户' as who, from 1")
  await page.keyboard.press('Control+Enter')
  await expect.poll(wrong).toEqual(['1'])

  await editor().click()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('select 41 + 1 as answer')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('cell', { name: '42', exact: true }).waitFor()
  await expect.poll(wrong).toEqual([])
})

test('Tab indents in the editor and leaves it after Escape, and the page says so', async () => {
  await editor().click()
  await page.keyboard.press('Control+End')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await expect.poll(() => editor().locator('.cm-line').nth(1).textContent()).toBe('  ')
  const described = await editor().getAttribute('aria-describedby')
  expect(await page.locator(`[id="${described}"]`).textContent()).toContain('Esc')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Tab')
  await expect.poll(() => page.locator(':focus').textContent()).toBe('运行')
  expect(running.faults.filter((fault) => !/ 400 |status of 400/.test(fault))).toEqual([])
})
