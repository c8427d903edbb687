// Who came, and who is known: by first traces, as lists of customers have them.
import { arrivalsStatement, catchUp } from '../../profile/index.ts'
import { type FamilyAnswer, familyOf, type Parts } from './metric.ts'
import { askedOfDatabase } from './reading.ts'

type Part = 'arrived' | 'arrived_known' | 'known' | 'all'

export const customers = familyOf<Part>({
  code: 'customers',
  needs: ['customers:read'],
  async read(ctx, reading, parts): Promise<FamilyAnswer> {
    const { edges, stretch } = reading
    await catchUp(ctx)
    const ids = await reading.ids()
    const isStock = parts.has('known') || parts.has('all')
    const statement = arrivalsStatement(ctx, { edges, ...stretch, isStock, ...(ids && { ids }) })
    const { rows } = await statement.execute(ctx.pg)
    const upTo = (bucket: number, isOnly: boolean): Parts => {
      const there = rows.filter((row) => row.bucket <= bucket)
      const fresh = there.filter((row) => row.is_within && (!isOnly || row.bucket === bucket))
      const sum = (of: typeof rows, part: 'all' | 'known') =>
        of.reduce((total, row) => total + row[part], 0)
      return {
        ...{ arrived: sum(fresh, 'all'), arrived_known: sum(fresh, 'known') },
        ...{ all: sum(there, 'all'), known: sum(there, 'known') },
      }
    }
    const starts = edges.slice(0, -1)
    return {
      periods: new Map(starts.map((start, i) => [start, upTo(i + 1, true)])),
      total: upTo(starts.length, false),
      queries: [askedOfDatabase(ctx, statement)],
    }
  },
  metrics: [
    {
      code: 'new_customers',
      ...{ unit: 'count', term: 'short', better: 'more', of: 'arrived' },
      beside: 'new_known_share',
      name: { 'zh-CN': '新客户', en: 'New customers' },
      definition: {
        'zh-CN': '首次留下痕迹在期间内的客户，包括还不知道是谁的。',
        en: 'Customers whose first trace lies in the period, those of whom nobody knows who they are included.',
      },
      formula: { 'zh-CN': '计数（首次出现在期间内）', en: 'count of first traces in the period' },
    },
    {
      code: 'new_known',
      ...{ unit: 'count', term: 'short', better: 'more', of: 'arrived_known' },
      beside: 'first_order_conversion',
      name: { 'zh-CN': '新识别客户', en: 'New known customers' },
      definition: {
        'zh-CN': '首次留下痕迹在期间内、并且现在已知身份的客户。',
        en: 'Customers whose first trace lies in the period and whose identity is known by now.',
      },
      formula: {
        'zh-CN': '计数（首次出现在期间内且已知身份）',
        en: 'count of first traces in the period, of the known',
      },
    },
    {
      code: 'new_known_share',
      ...{ unit: 'share', term: 'short', better: 'more', of: 'arrived_known', by: 'arrived' },
      name: { 'zh-CN': '新客识别率', en: 'New customers who are known' },
      definition: {
        'zh-CN': '期间内新客户中，现在已知身份的比例。',
        en: 'Of the new customers of the period, the share whose identity is known by now.',
      },
      formula: { 'zh-CN': '新识别客户 ÷ 新客户', en: 'new known customers ÷ new customers' },
    },
    {
      code: 'known_customers',
      ...{ unit: 'count', term: 'long', better: 'more', of: 'known', isStock: true },
      beside: 'repurchase_rate',
      name: { 'zh-CN': '已知客户数', en: 'Known customers' },
      definition: {
        'zh-CN': '截至期末已出现、现在已知身份的客户总数。合并为一人的只算一次。',
        en: 'All customers who had appeared by the end of the period and whose identity is known by now. Who was merged counts once.',
      },
      formula: { 'zh-CN': '计数（已知身份的客户）', en: 'count of known customers' },
    },
    {
      code: 'known_share',
      ...{ unit: 'share', term: 'long', better: 'more', isStock: true, of: 'known', by: 'all' },
      name: { 'zh-CN': '客户识别率', en: 'Customers who are known' },
      definition: {
        'zh-CN': '截至期末出现过的客户中，现在已知身份的比例。',
        en: 'Of all customers who had appeared by the end of the period, the share whose identity is known by now.',
      },
      formula: { 'zh-CN': '已知客户 ÷ 全部客户', en: 'known customers ÷ all customers' },
    },
  ],
})
