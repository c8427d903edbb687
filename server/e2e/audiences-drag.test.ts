// Conditions and groups taken by their handles with a real pointer, and the same with keys.
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { builderOn } from './harness/builder.ts'
import { type RunningConsole, startConsole } from './harness/console.ts'

let running: RunningConsole
let page: Page
const { add, begin, sentence } = builderOn(() => page)

beforeAll(async () => {
  running = await startConsole()
})
// A page of its own each: a draft is kept in the browser.
beforeEach(async () => {
  page = await running.signedIn({ viewport: { width: 1280, height: 1400 } })
})
afterEach(() => page.context().close())
afterAll(() => running?.stop())

const handle = (words: string) => page.getByRole('button', { name: `移动：${words}`, exact: true })
const row = (words: string) => page.getByRole('group', { name: words, exact: true })
const group = (name: '任一' | '全部') =>
  page.getByRole('region', { name: `条件组：${name}满足` }).last()
const reads = (words: string) => expect.poll(() => sentence().textContent()).toBe(words)

/** Where it stands, once it stands still. */
async function boxOf(place: Locator) {
  const boxes: string[] = []
  await expect
    .poll(async () => {
      boxes.push(JSON.stringify(await place.boundingBox()))
      return boxes.at(-1) !== 'null' && boxes.at(-1) === boxes.at(-2)
    })
    .toBe(true)
  return JSON.parse(boxes.at(-1) ?? '') as NonNullable<Awaited<ReturnType<Locator['boundingBox']>>>
}

/** Presses on a handle and moves to a height of something, in steps as a hand does. */
async function drag(words: string, to: Locator, part: number): Promise<void> {
  await handle(words).scrollIntoViewIfNeeded()
  const from = await boxOf(handle(words))
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
  await page.mouse.down()
  const box = await boxOf(to)
  await page.mouse.move(box.x + 60, box.y + box.height * part, { steps: 12 })
}
async function dragAndDrop(words: string, to: Locator, part: number): Promise<void> {
  await drag(words, to, part)
  await landing().waitFor()
  await page.mouse.up()
  await landing().waitFor({ state: 'detached' })
}
/** The line that says where it will land. */
const landing = () => page.locator('[data-landing]')

/** 已知身份, 有家人, and a group of either of two. */
async function build(name: string): Promise<void> {
  await begin(running.server.url, name)
  await add('已知身份')
  await add('家人')
  await page.getByRole('button', { name: '条件组' }).click()
  await add('所有客户', group('任一'))
  await add('成为客户的时间', group('任一'))
  await reads('已知身份，且有家人，且（所有客户，或最近 30 天首次出现）')
}

test('a condition is dragged between others, into a group and out of it again', async () => {
  await build('拖动条件')
  await dragAndDrop('已知身份', row('最近 30 天首次出现'), 0.2)
  await reads('有家人，且（所有客户，或已知身份，或最近 30 天首次出现）')

  await dragAndDrop('最近 30 天首次出现', row('有家人'), 0.1)
  await reads('最近 30 天首次出现，且有家人，且（所有客户，或已知身份）')

  // Over the head of a group is before it, below its last button after it.
  await dragAndDrop('所有客户', group('任一'), 0.02)
  await reads('最近 30 天首次出现，且有家人，且所有客户，且已知身份')
  await dragAndDrop('有家人', group('任一'), 0.995)
  await reads('最近 30 天首次出现，且所有客户，且已知身份，且有家人')
  expect(running.faults).toEqual([])
})

test('a group is dragged into another with all that is in it, never into itself', async () => {
  await build('拖动条件组')
  const inner = '所有客户，或最近 30 天首次出现'
  await group('任一').getByRole('button', { name: '条件组' }).click()
  await add('授权同意', group('全部'))
  await dragAndDrop('已知身份', group('全部'), 0.9)
  await reads(
    '有家人，且（所有客户，或最近 30 天首次出现，或（营销触达（全部渠道）已同意，且已知身份））',
  )

  const nested = '营销触达（全部渠道）已同意，且已知身份'
  await drag(`${inner}，或（${nested}）`, row('已知身份'), 0.9)
  expect(await landing().count()).toBe(0)
  await page.mouse.up()
  await reads(
    '有家人，且（所有客户，或最近 30 天首次出现，或（营销触达（全部渠道）已同意，且已知身份））',
  )

  await dragAndDrop(nested, row('有家人'), 0.1)
  await reads(
    '（营销触达（全部渠道）已同意，且已知身份），且有家人，且（所有客户，或最近 30 天首次出现）',
  )
  expect(running.faults).toEqual([])
})

test('what is dragged is let go of with Escape, taken back with undo, and moved with keys', async () => {
  await build('放手')
  const before = '已知身份，且有家人，且（所有客户，或最近 30 天首次出现）'
  await drag('已知身份', row('所有客户'), 0.9)
  await landing().waitFor()
  await page.keyboard.press('Escape')
  await landing().waitFor({ state: 'detached' })
  await page.mouse.up()
  await reads(before)

  await dragAndDrop('已知身份', row('所有客户'), 0.9)
  const after = '有家人，且（所有客户，或已知身份，或最近 30 天首次出现）'
  await reads(after)
  await page.keyboard.press('Control+z')
  await reads(before)

  await handle('已知身份').focus()
  await page.keyboard.press('ArrowDown')
  await reads('有家人，且已知身份，且（所有客户，或最近 30 天首次出现）')
  await page.keyboard.press('ArrowRight')
  await reads('有家人，且（已知身份，或所有客户，或最近 30 天首次出现）')
  await page.keyboard.press('ArrowDown')
  await reads(after)
  await page.keyboard.press('ArrowLeft')
  await reads('有家人，且（所有客户，或最近 30 天首次出现），且已知身份')
  await page
    .getByRole('status')
    .filter({ hasText: '已移动：已知身份' })
    .waitFor({ state: 'attached' })
  expect(running.faults).toEqual([])
})
