// Whom we can and may reach: of the known, by what stands now and since when it does.
import { sql } from '../../platform/ch.ts'
import { familyOf } from './metric.ts'
import { CUSTOMER, countsAfter, milliseconds, plusOne, standingAt } from './reading.ts'

export const reach = familyOf<'identified' | 'reachable' | 'consented'>({
  code: 'reach',
  needs: ['customers:read'],
  read(ctx, reading) {
    const since = (condition: ReturnType<typeof sql>) =>
      sql`minIfOrNull(${milliseconds(sql`since`)}, ${condition})`
    const customers = sql`
      select ${since(sql`kind = 'known'`)} as known_at, ${since(sql`kind = 'touchpoint'`)} as reached_at,
        ${since(sql`kind = 'consent' and text = 'given'`)} as agreed_at
      from customer_state final
      where ((kind = 'known' and key = '') or (kind = 'touchpoint' and key = '' and number > 0)
        or (kind = 'consent' and startsWith(key, 'marketing/'))) and ${reading.customers}
      group by ${CUSTOMER} having isNotNull(known_at)`
    const from = (moment: ReturnType<typeof sql>) => countsAfter(plusOne(moment), reading)
    const later = (other: ReturnType<typeof sql>) =>
      sql`greatest(assumeNotNull(known_at), assumeNotNull(${other}))`
    return standingAt(
      ctx,
      sql`select m.1 as s, countIf(m.2 = 1) as identified, countIf(m.2 = 2) as reachable, countIf(m.2 = 3) as consented
        from (select arrayJoin(arrayFilter(x -> x.2 > 0, [(${from(sql`assumeNotNull(known_at)`)}, 1),
          (${from(later(sql`reached_at`))}, if(isNull(reached_at), 0, 2)),
          (${from(later(sql`agreed_at`))}, if(isNull(agreed_at), 0, 3))])) as m from (${customers}))
        group by s`,
      reading,
    )
  },
  metrics: [
    {
      code: 'reachable_customers',
      ...{ unit: 'count', term: 'long', better: 'more', isStock: true, of: 'reachable' },
      beside: 'consented_share',
      name: { 'zh-CN': '可触达客户', en: 'Reachable customers' },
      definition: {
        'zh-CN': '截至期末：已知身份、且现在至少有一个可用触点（好友、手机号等）的客户。',
        en: 'As of the end of the period: known customers with at least one touchpoint that can be used now.',
      },
      formula: {
        'zh-CN': '计数（有可用触点的已知客户）',
        en: 'count of known customers with a touchpoint',
      },
    },
    {
      code: 'reachable_share',
      ...{ unit: 'share', term: 'long', better: 'more', isStock: true },
      ...{ of: 'reachable', by: 'identified' },
      name: { 'zh-CN': '可触达率', en: 'Known customers who can be reached' },
      definition: {
        'zh-CN': '截至期末：已知客户中，现在至少有一个可用触点的比例。',
        en: 'As of the end of the period: of the known customers, the share with a touchpoint that can be used now.',
      },
      formula: { 'zh-CN': '可触达客户 ÷ 已知客户', en: 'reachable customers ÷ known customers' },
    },
    {
      code: 'consented_share',
      ...{ unit: 'share', term: 'long', better: 'more', isStock: true },
      ...{ of: 'consented', by: 'identified' },
      name: { 'zh-CN': '营销同意率', en: 'Known customers who agreed to marketing' },
      definition: {
        'zh-CN': '截至期末：已知客户中，现在在任一渠道同意接收营销信息的比例。',
        en: 'As of the end of the period: of the known customers, the share who now agree to marketing in any channel.',
      },
      formula: {
        'zh-CN': '同意营销的客户 ÷ 已知客户',
        en: 'customers who agreed ÷ known customers',
      },
    },
  ],
})
