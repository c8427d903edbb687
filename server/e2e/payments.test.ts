// An owner connects WeChat Pay in the browser: keys typed in, tried out, put right, removed.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FakeWechatPay, type Merchant, startWechatPay } from '../../fakes/wechat-pay/server.ts'
import { OWNER, type RunningConsole, startConsole } from './harness/console.ts'

let fake: FakeWechatPay
let merchant: Merchant
let running: RunningConsole
let page: Page
beforeAll(async () => {
  fake = await startWechatPay()
  merchant = fake.merchant()
  running = await startConsole({
    env: {
      HOMEFIELD_OWNER_EMAIL: OWNER.email,
      HOMEFIELD_OWNER_PASSWORD: OWNER.password,
      HOMEFIELD_WECHAT_PAY_URL: fake.url,
    },
  })
  page = await running.signedIn({}, '/payments')
})
afterAll(async () => {
  await running?.stop()
  await fake?.stop()
})

const step = (name: string) => page.getByRole('listitem').filter({ hasText: name })

test('the keys are typed in, a wrong one is named, the right one works, and none is shown again', async () => {
  await page.getByText('还没有设置微信支付').waitFor()
  await page.getByRole('button', { name: '设置微信支付' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('商户号').fill('12')
  await dialog.getByLabel('AppID').fill([...merchant.appids][0] ?? '')
  await dialog.getByLabel('商户证书序列号').fill(merchant.serial)
  await dialog.getByLabel('商户私钥').fill(merchant.privateKeyPem)
  await dialog.getByLabel('APIv3 密钥').fill('x'.repeat(32))
  await dialog.getByRole('button', { name: /保\s?存/ }).click()
  await dialog.getByText('商户号是 8 到 10 位数字').waitFor()
  await dialog.getByLabel('商户号').fill(merchant.mchid)
  await dialog.getByRole('button', { name: /保\s?存/ }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText(merchant.mchid).waitFor()
  await page.getByText('不会真的扣款，只用来演示和试单。').waitFor()
  await page.getByText('还没有账单').waitFor()
  const testWay = page.getByRole('switch', { name: '测试支付' })
  expect(await testWay.isChecked()).toBe(false)
  await testWay.click()
  await expect.poll(() => testWay.isChecked()).toBe(true)

  await page.getByRole('button', { name: '测试连接' }).click()
  await step('请求签名').getByText('通过').waitFor()
  await step('APIv3 密钥').getByText('APIv3 密钥不对').waitFor()
  await step('通知地址').getByText('没有公网地址').waitFor()
  await page.getByRole('alert').getByText('APIv3 密钥不对').waitFor()

  await page.getByRole('button', { name: /修\s?改/ }).click()
  expect(await dialog.getByLabel('商户私钥').inputValue()).toBe('')
  expect(await dialog.getByLabel('APIv3 密钥').inputValue()).toBe('')
  await dialog.getByLabel('APIv3 密钥').fill(merchant.apiV3Key)
  await dialog.getByRole('button', { name: /保\s?存/ }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: '测试连接' }).click()
  await step('应答验签').getByText('通过').waitFor()
  await step('APIv3 密钥').getByText('通过').waitFor()
  await expect.poll(() => page.getByRole('alert').count()).toBe(0)
  await running.browser.screenshot(page, 'payments')
  const shown = await page.content()
  expect(shown).not.toContain(merchant.apiV3Key)
  expect(shown).not.toContain('PRIVATE')

  await page.getByRole('button', { name: /移\s?除/ }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /移\s?除/ })
    .click()
  await page.getByText('还没有设置微信支付').waitFor()
  expect(running.faults).toEqual([])
})
