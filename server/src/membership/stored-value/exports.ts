// Cash and liability of stored value by day, as a file for the books.
import { z } from 'zod'
import { listExport, wholeList } from '../../desk/index.ts'
import { type StoredValueDay, storedValueByDay } from './report.ts'

export const storedValueDays = listExport({
  permission: 'membership:read',
  params: z.strictObject({ from: z.iso.date(), to: z.iso.date() }),
  isPersonal: false,
  columns: [
    { key: 'day', title: { 'zh-CN': '日期', en: 'Day' }, of: (d: StoredValueDay) => d.day },
    {
      key: 'cash_in_fen',
      title: { 'zh-CN': '充值（分）', en: 'Cash in (1/100)' },
      of: (d) => d.cash_in_fen,
    },
    {
      key: 'cash_back_fen',
      title: { 'zh-CN': '退款（分）', en: 'Cash back (1/100)' },
      of: (d) => d.cash_back_fen,
    },
    {
      key: 'bonus_given_fen',
      title: { 'zh-CN': '送出赠金（分）', en: 'Bonus given (1/100)' },
      of: (d) => d.bonus_given_fen,
    },
    {
      key: 'principal_spent_fen',
      title: { 'zh-CN': '消费本金（分）', en: 'Principal spent (1/100)' },
      of: (d) => d.principal_spent_fen,
    },
    {
      key: 'bonus_spent_fen',
      title: { 'zh-CN': '消费赠金（分）', en: 'Bonus spent (1/100)' },
      of: (d) => d.bonus_spent_fen,
    },
    {
      key: 'bonus_expired_fen',
      title: { 'zh-CN': '赠金过期（分）', en: 'Bonus expired (1/100)' },
      of: (d) => d.bonus_expired_fen,
    },
    {
      key: 'principal_fen',
      title: { 'zh-CN': '本金余额（分）', en: 'Principal owed (1/100)' },
      of: (d) => d.principal_fen,
    },
    {
      key: 'bonus_fen',
      title: { 'zh-CN': '赠金余额（分）', en: 'Bonus open (1/100)' },
      of: (d) => d.bonus_fen,
    },
  ],
  page: async (ctx, { from, to }) => wholeList(await storedValueByDay(ctx, from, to)),
})
