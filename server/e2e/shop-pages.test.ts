// What an operator makes for phones and sees on one: a decorated home, a form for leads.
import { expect, test } from 'vitest'
import { looksRight, openTeaHouse, PHONE, SOON } from './harness/tea-house.ts'

const house = openTeaHouse()
const { ask, read, codeFor, at } = house

test('an operator decorates the home, sees it on a phone before customers do, and takes it back', async () => {
  const desk = await house
    .console()
    .signedIn({ viewport: { width: 1280, height: 900 } }, '/shop-pages')
  await desk.getByRole('heading', { name: '还没有装修过' }).waitFor()
  await desk.getByRole('button', { name: '新建页面' }).first().click()
  await desk.getByRole('dialog').getByLabel('页面名称').fill('日常首页')
  await desk
    .getByRole('dialog')
    .getByRole('button', { name: /创\s*建|新\s*建/ })
    .click()
  await desk.getByRole('heading', { name: '日常首页' }).waitFor()
  const publish = desk.getByRole('button', { name: /^发\s*布$/ })
  expect(await publish.isDisabled()).toBe(true)

  const kinds = desk.getByRole('group', { name: '添加组件' })
  await kinds.getByRole('button', { name: /公\s*告/ }).click()
  await desk.getByLabel('文字').fill('春茶预售开始')
  await kinds.getByRole('button', { name: '商品组' }).click()
  await desk.getByLabel('标题').fill('掌柜推荐')
  await desk.getByText('还没选商品').waitFor()
  await desk.getByLabel('商品', { exact: true }).fill('盖碗')
  await desk.locator('.ant-select-item-option').filter({ hasText: '白瓷盖碗' }).click()
  const preview = desk.frameLocator('iframe')
  await preview.getByRole('heading', { name: '掌柜推荐' }).waitFor()
  await preview.getByText('春茶预售开始').waitFor()

  // Moved with the keys, taken back and done again.
  const orderOf = () =>
    preview
      .locator('[data-block]')
      .evaluateAll((all) => all.map((one) => (one.textContent ?? '').includes('春茶预售开始')))
  await desk.getByRole('button', { name: /调整「公告」的顺序/ }).press('ArrowDown')
  await expect.poll(orderOf).toEqual([false, true])
  await desk.getByRole('button', { name: /撤\s*销/ }).click()
  await expect.poll(orderOf).toEqual([true, false])

  const phone = await house.console().newPage({ ...PHONE, reducedMotion: 'reduce' })
  await phone.goto(at('/'))
  await phone.getByText('明前龙井 100 克').waitFor()
  expect(await phone.getByText('春茶预售开始').count()).toBe(0)
  await expect.poll(() => publish.isEnabled()).toBe(true)
  await publish.click()
  await desk
    .getByRole('dialog')
    .getByRole('button', { name: /^发\s*布$/ })
    .click()
  await desk.getByText('版本 1 展示中').waitFor()
  await phone.reload()
  await phone.getByText('春茶预售开始').waitFor()
  await looksRight(phone, 'decorated')
  await phone.getByRole('link', { name: '白瓷盖碗' }).click()
  await phone.getByRole('heading', { name: '白瓷盖碗' }).first().waitFor()

  await desk.getByRole('button', { name: '历史版本' }).click()
  await desk.getByRole('button', { name: /撤\s*下/ }).click()
  await desk
    .getByRole('tooltip')
    .getByRole('button', { name: /确\s*定/ })
    .click()
  await desk.getByText('已撤下').first().waitFor()
  await phone.goto(at('/'))
  await phone.getByText('明前龙井 100 克').waitFor()
  expect(await phone.getByText('春茶预售开始').count()).toBe(0)
  expect(house.console().faults).toEqual([])
  await Promise.all([desk.context().close(), phone.context().close()])
})

test('a visitor leaves her details one or two questions at a time, and what she buys then wins the lead', async () => {
  await ask('POST', '/consent-purposes/marketing/texts', {
    ...{ version: '2026-11', text: '我们会给您发送新茶消息，随时可以在隐私设置里关闭。' },
  })
  const field = (attribute: string, label: string, reason: string, required: boolean) => ({
    ...{ attribute, label, reason, required },
  })
  const made = await ask<{ id: string; draft_revision: number }>('POST', '/lead-forms', {
    name: '新茶品鉴',
    draft: {
      ...{ title: '新茶品鉴官招募', intro: '每月寄一份新茶样。', thanks: '三天内联系您。' },
      fields: [
        field('name', '怎么称呼您', '寄样时写在包裹上', true),
        field('gender', '性别', '选合适的礼盒', false),
        field('birthday', '生日', '生日当月送礼', false),
        field('phone', '手机号', '确认是您本人', true),
      ],
      consent: { purpose: 'marketing', version: '2026-11' },
      reward: { kind: 'points', points: 20 },
    },
  })
  await ask('POST', `/lead-forms/${made.id}/publish`, { draft_revision: made.draft_revision })
  const { channels } = await ask<{ channels: { path: string }[] }>(
    'POST',
    `/lead-forms/${made.id}/channels`,
    { name: '包裹卡' },
  )
  const page = await house.console().newPage({ ...PHONE, reducedMotion: 'reduce' })
  await page.goto(`${house.url()}${channels[0]?.path}`)
  await page.getByLabel('怎么称呼您').fill('林晓')
  await page.getByLabel('女', { exact: true }).check()
  await looksRight(page, 'form-questions')
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByRole('button', { name: '跳过' }).waitFor()
  // She goes away, and goes on where she stopped.
  await page.reload()
  await page.getByText('已完成 2 / 4').waitFor()
  await page.getByRole('button', { name: '跳过' }).click()
  await page.getByLabel('手机号').fill('13800007788')
  await page.getByRole('button', { name: '获取验证码' }).click()
  await page.getByRole('button', { name: /秒后可重发/ }).waitFor()
  await looksRight(page, 'form-phone')
  await page.getByLabel('验证码', { exact: true }).fill(await codeFor())
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByText('我们会给您发送新茶消息').waitFor()
  await looksRight(page, 'form-confirm')
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '提交' }).click()
  await page.getByText('20 积分已到账').waitFor()
  await looksRight(page, 'form-sent')
  const lead = async () =>
    (await read<{ items: { state: string; name: string | null }[] }>(`/leads?form_id=${made.id}`))
      .items
  await expect.poll(lead, SOON).toMatchObject([{ state: 'open', name: '林晓' }])
  await page.goto(at('/p/tea-red'))
  await page.getByRole('button', { name: '加入购物车' }).click()
  await page.goto(at('/checkout'))
  await page.getByRole('button', { name: '提交订单' }).click()
  await page.getByRole('button', { name: /测试支付/ }).click()
  await page.getByRole('button', { name: '支付 Pay' }).click()
  await page.getByText('已支付 Paid').waitFor()
  await expect.poll(lead, SOON).toMatchObject([{ state: 'won' }])
  expect(house.console().faults).toEqual([])
  await page.context().close()
})
