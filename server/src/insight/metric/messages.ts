// Messages told to customers and which of them were opened, as far as whoever sends them says so.
import { as, sql } from '../../platform/ch.ts'
import { familyOf } from './metric.ts'
import { CUSTOMER, columnsOf, partsOf, periodOf, rowsOfStretch } from './reading.ts'

const SMS = ['sms_sent']
const SMS_OPENED = ['sms_opened', 'sms_clicked']
const SOCIAL = ['wecom_message_sent', 'message_sent', 'template_message_sent']
const SOCIAL_REACHED = ['wecom_message_read', 'message_read', 'message_opened', 'message_clicked']

const any = (names: readonly string[]) =>
  sql`has(${as('Array(String)', [...names])}, toString(name))`
/** Of customers, each once in a period: receipts name no message. */
const whoOf = (names: readonly string[]) =>
  sql`uniqExactIf(${CUSTOMER}, customer_id != 0 and ${any(names)})`
/** Only who was written to can have opened it. */
const bothOf = (sent: readonly string[], opened: readonly string[]) =>
  sql`length(arrayIntersect(groupUniqArrayIf(${CUSTOMER}, customer_id != 0 and ${any(sent)}),
    groupUniqArrayIf(${CUSTOMER}, customer_id != 0 and ${any(opened)})))`
const PARTS = {
  texted: whoOf(SMS),
  texts_opened: bothOf(SMS, SMS_OPENED),
  written_to: whoOf(SOCIAL),
  reached: bothOf(SOCIAL, SOCIAL_REACHED),
}

export const messages = familyOf<keyof typeof PARTS>({
  code: 'messages',
  needs: ['events:read'],
  read: (ctx, reading, parts) =>
    partsOf(
      ctx,
      sql`select ${periodOf(reading.edges)} as p, toUInt8(grouping(p)) as is_total, ${columnsOf(PARTS, parts)}
        from event where ${rowsOfStretch(reading)} and ${any([...SMS, ...SMS_OPENED, ...SOCIAL, ...SOCIAL_REACHED])}
        group by grouping sets ((p), ())`,
    ),
  metrics: [
    {
      code: 'sms_open_rate',
      ...{ unit: 'share', term: 'short', better: 'more', of: 'texts_opened', by: 'texted' },
      name: { 'zh-CN': '短信打开率', en: 'Customers who opened a text' },
      definition: {
        'zh-CN':
          '期间内收到短信（sms_sent）的客户中，打开或点击过（sms_opened、sms_clicked）的比例。',
        en: 'Of the customers texted in the period (sms_sent), who opened or clicked one (sms_opened, sms_clicked).',
      },
      formula: { 'zh-CN': '打开短信的客户 ÷ 收到短信的客户', en: 'who opened ÷ who was texted' },
    },
    {
      code: 'social_reach_rate',
      ...{ unit: 'share', term: 'short', better: 'more', of: 'reached', by: 'written_to' },
      name: { 'zh-CN': '社交触达率', en: 'Customers reached by social messages' },
      definition: {
        'zh-CN':
          '期间内收到企微、公众号等消息（wecom_message_sent、message_sent、template_message_sent）的客户中，已读或点开过的比例。',
        en: 'Of the customers written to in the period (wecom_message_sent, message_sent, template_message_sent), who read or opened one.',
      },
      formula: {
        'zh-CN': '已读或点开的客户 ÷ 收到消息的客户',
        en: 'who read ÷ who was written to',
      },
    },
  ],
})
