// A form in which visitors leave their details: put up in two places, filled in through the shop as anybody would,
// and some of its leads followed up.
import { STORES } from './brand.ts'
import { phoneOfStranger } from './person.ts'
import { ask, type Door } from './sender.ts'
import { named } from './storefront.ts'

const FORM = '品鉴官招募'
const TEXT = {
  version: '2026-08-demo',
  text: '青禾茶事将用您留下的信息联系您、寄送茶样和新品消息，您可以随时在“隐私设置”里撤回。',
}
const field = (attribute: string, label: string, reason: string, required: boolean) => ({
  ...{ attribute, label, reason, required },
})
const DRAFT = {
  ...{ title: '青禾品鉴官招募', intro: '每月寄一份当季茶样，喝完说说感受。' },
  thanks: '茶艺师会在一天内联系您。',
  fields: [
    field('name', '怎么称呼您', '寄茶样时写在包裹上', true),
    field('gender', '性别', '挑选合适的茶礼', false),
    field('city', '所在城市', '优先安排附近的门店', true),
    field('birthday', '生日', '生日当月送一泡好茶', false),
    field('phone', '手机号', '确认是您本人，发放积分', true),
  ],
  consent: { purpose: 'marketing', version: TEXT.version },
  reward: { kind: 'points', points: 50 },
  owners: { staff_id: null, store_id: STORES[0]?.id ?? null },
}
const PEOPLE = [
  ...[
    ['沈知夏', '女', '上海'],
    ['陆明远', '男', '杭州'],
    ['顾若溪', null, '苏州'],
  ],
  ...[
    ['唐小满', '女', '南京'],
    ['许清和', '男', '上海'],
    ['何佳宁', '女', '广州'],
  ],
  ...[
    ['韩立夏', null, '成都'],
    ['方青禾', '女', '上海'],
  ],
] as const

interface Form {
  id: string
  state: string
  draft_revision: number
  channels: { path: string | null }[]
}

/** Told before: a start that was cut off makes what is missing. */
export async function openLeadForms(door: Door): Promise<void> {
  await ask(door, 'POST', '/consent-purposes/marketing/texts', { body: TEXT, passes: [409] })
  const found = await named(door, '/lead-forms', FORM)
  const form = found
    ? await ask<Form>(door, 'GET', `/lead-forms/${found.id}`)
    : await ask<Form>(door, 'POST', '/lead-forms', { body: { name: FORM, draft: DRAFT } })
  if (form.state !== 'draft') return
  await ask(door, 'POST', `/lead-forms/${form.id}/channels`, {
    body: { name: '门店台卡' },
    passes: [409],
  })
  await ask(door, 'POST', `/lead-forms/${form.id}/channels`, {
    body: { name: '公众号菜单' },
    passes: [409],
  })
  const { channels } = await ask<Form>(door, 'POST', `/lead-forms/${form.id}/publish`, {
    body: { draft_revision: form.draft_revision },
  })
  const paths = channels.flatMap(({ path }) => path ?? [])
  for (const [i, [name, gender, city]] of PEOPLE.entries()) {
    const visit = new Visit(door, paths[i % paths.length] ?? '')
    await visit.open()
    // Two look at it and go; one stops half way.
    if (i % 4 === 0) await new Visit(door, paths[0] ?? '').open()
    await visit.answer({ name, gender })
    if (i === 6) continue
    await visit.answer({ city, birthday: null })
    await visit.signIn(phoneOfStranger(100 + i))
    await visit.send()
  }
  await follow(door, form.id)
}

/** Some are followed up, one has no intention, the rest wait. */
async function follow(door: Door, form: string): Promise<void> {
  const { items } = await ask<{ items: { id: string; revision: number }[] }>(
    door,
    'GET',
    `/leads?form_id=${form}&limit=50`,
  )
  const notes = ['约好周六到店试茶', '已加企微，发了茶单', '暂时不需要'] as const
  for (const [i, note] of notes.entries()) {
    const lead = items[i]
    if (!lead) return
    const to = i === 2 ? 'lost' : 'following'
    await ask(door, 'POST', `/leads/${lead.id}/move`, {
      body: { to, note, revision: lead.revision },
    })
  }
}

/** A browser of its own before the form. */
class Visit {
  private readonly door: Door
  private readonly shop: string
  private readonly code: string
  private cookie = ''
  constructor(door: Door, path: string) {
    this.door = door
    const [, , slug = '', , code = ''] = path.split('/')
    this.shop = slug
    this.code = code
  }
  private async ask(method: string, path: string, body: object = {}): Promise<void> {
    const answer = await fetch(`${this.door.url}/api/v1/shop/${this.shop}${path}`, {
      method,
      headers: {
        ...{ 'content-type': 'application/json', 'x-homefield-shop': '1' },
        ...(this.cookie && { cookie: this.cookie }),
      },
      body: JSON.stringify(body),
    })
    if (!answer.ok)
      throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`)
    const set = answer.headers.get('set-cookie')
    if (set) this.cookie = set.split(';')[0] ?? ''
  }
  async open(): Promise<void> {
    await this.ask('POST', '/session')
    await this.ask('POST', `/forms/${this.code}/open`)
  }
  answer = (answers: object) =>
    this.ask('PUT', `/forms/${this.code}/answers`, { version: 1, answers })
  send = () => this.ask('POST', `/forms/${this.code}/submit`, { version: 1, agreed: TEXT.version })
  /** By the code that was sent to her phone. */
  async signIn(phone: string): Promise<void> {
    await this.ask('POST', '/codes', { phone })
    const { items } = await ask<{ items: { text: string }[] }>(
      this.door,
      'GET',
      '/service-messages?kind=sign_in_code&limit=20',
    )
    const mine = items.find(({ text }) => text.includes(`****${phone.slice(-4)}`)) ?? items[0]
    const code = /(?<!\d)\d{6}(?!\d)/.exec(mine?.text ?? '')?.[0] ?? ''
    const { shop } = await ask<{ shop: { privacy_version: string } | null }>(
      this.door,
      'GET',
      '/shop-settings',
    )
    await this.ask('POST', '/sign-in', { phone, code, agreed: shop?.privacy_version ?? '' })
  }
}
