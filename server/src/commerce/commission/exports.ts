// Commission as files: lines, accounts, a month's statements, and whom a pay-out pays.
import { z } from 'zod'
import { type AnyExportKind, calledAs, listExport } from '../../desk/index.ts'
import { listPayees, PAYEE_STATES, type Payee } from './payout-queries.ts'
import {
  type CommissionAccount,
  type CommissionRow,
  listAccounts,
  listCommissions,
  listStatements,
  type Statement,
} from './queries.ts'
import { COMMISSION_STATES } from './rule.ts'
import { CommissionMonth } from './shapes.ts'

const PAGE = 500
const q = z.string().max(100).optional()
const permission = 'orders:read'

const commissions = listExport({
  permission,
  params: z.strictObject({ q, state: z.enum(COMMISSION_STATES).optional() }),
  isPersonal: false,
  isScoped: false,
  columns: [
    {
      key: 'number',
      title: { 'zh-CN': '订单号', en: 'Order' },
      of: (c: CommissionRow) => c.number,
    },
    { key: 'sku', title: { 'zh-CN': '商品编码', en: 'SKU' }, of: (c) => c.sku },
    { key: 'name', title: { 'zh-CN': '商品名称', en: 'Product' }, of: (c) => c.name },
    { key: 'code', title: { 'zh-CN': '推广编码', en: 'Affiliate' }, of: (c) => c.code },
    {
      key: 'basis_fen',
      title: { 'zh-CN': '计佣金额（分）', en: 'Basis (1/100)' },
      of: (c) => c.basis_fen,
    },
    {
      key: 'rate_bp',
      title: { 'zh-CN': '佣金比例（万分之）', en: 'Rate (bp)' },
      of: (c) => c.rate_bp,
    },
    {
      key: 'earned_fen',
      title: { 'zh-CN': '佣金（分）', en: 'Earned (1/100)' },
      of: (c) => c.earned_fen,
    },
    {
      key: 'reversed_fen',
      title: { 'zh-CN': '退款扣回（分）', en: 'Reversed (1/100)' },
      of: (c) => c.reversed_fen,
    },
    {
      key: 'kept_fen',
      title: { 'zh-CN': '实得佣金（分）', en: 'Kept (1/100)' },
      of: (c) => c.kept_fen,
    },
    {
      key: 'state',
      title: { 'zh-CN': '状态', en: 'State' },
      called: calledAs('commission_state'),
      of: (c) => c.state,
    },
    {
      key: 'rule_version',
      title: { 'zh-CN': '规则版本', en: 'Rule version' },
      of: (c) => c.rule_version,
    },
    { key: 'earned_at', title: { 'zh-CN': '计佣时间', en: 'Earned at' }, of: (c) => c.earned_at },
    { key: 'decided_at', title: { 'zh-CN': '结算时间', en: 'Due at' }, of: (c) => c.decided_at },
  ],
  page: (ctx, filter, cursor) => listCommissions(ctx, { ...filter, limit: PAGE, cursor }),
})

const accounts = listExport({
  permission,
  params: z.strictObject({ q }),
  isPersonal: true,
  isScoped: false,
  columns: [
    {
      key: 'code',
      title: { 'zh-CN': '推广编码', en: 'Code' },
      of: (a: CommissionAccount) => a.code,
    },
    {
      key: 'customer_id',
      title: { 'zh-CN': '客户编号', en: 'Customer' },
      of: (a) => a.customer_id,
    },
    { key: 'name', title: { 'zh-CN': '姓名', en: 'Name' }, of: (a) => a.name },
    { key: 'phone', title: { 'zh-CN': '手机号', en: 'Phone' }, of: (a) => a.phone },
    {
      key: 'state',
      title: { 'zh-CN': '状态', en: 'State' },
      called: calledAs('affiliate_state'),
      of: (a) => a.state,
    },
    {
      key: 'pending_fen',
      title: { 'zh-CN': '待结算（分）', en: 'Pending (1/100)' },
      of: (a) => a.pending_fen,
    },
    { key: 'due_fen', title: { 'zh-CN': '可打款（分）', en: 'Due (1/100)' }, of: (a) => a.due_fen },
    {
      key: 'paying_fen',
      title: { 'zh-CN': '打款中（分）', en: 'Being paid (1/100)' },
      of: (a) => a.paying_fen,
    },
    {
      key: 'paid_fen',
      title: { 'zh-CN': '已打款（分）', en: 'Paid (1/100)' },
      of: (a) => a.paid_fen,
    },
  ],
  page: (ctx, filter, cursor) => listAccounts(ctx, { ...filter, limit: PAGE, cursor }),
})

const statements = listExport({
  permission,
  params: z.strictObject({ month: CommissionMonth, q }),
  isPersonal: true,
  isScoped: false,
  columns: [
    { key: 'code', title: { 'zh-CN': '推广编码', en: 'Code' }, of: (s: Statement) => s.code },
    {
      key: 'customer_id',
      title: { 'zh-CN': '客户编号', en: 'Customer' },
      of: (s) => s.customer_id,
    },
    { key: 'name', title: { 'zh-CN': '姓名', en: 'Name' }, of: (s) => s.name },
    { key: 'phone', title: { 'zh-CN': '手机号', en: 'Phone' }, of: (s) => s.phone },
    {
      key: 'opening_fen',
      title: { 'zh-CN': '期初应付（分）', en: 'Opening (1/100)' },
      of: (s) => s.opening_fen,
    },
    {
      key: 'matured_fen',
      title: { 'zh-CN': '本月结算（分）', en: 'Became due (1/100)' },
      of: (s) => s.matured_fen,
    },
    {
      key: 'taken_back_fen',
      title: { 'zh-CN': '结算后扣回（分）', en: 'Taken back (1/100)' },
      of: (s) => s.taken_back_fen,
    },
    {
      key: 'paid_fen',
      title: { 'zh-CN': '本月打款（分）', en: 'Paid (1/100)' },
      of: (s) => s.paid_fen,
    },
    {
      key: 'closing_fen',
      title: { 'zh-CN': '期末应付（分）', en: 'Closing (1/100)' },
      of: (s) => s.closing_fen,
    },
    {
      key: 'earned_fen',
      title: { 'zh-CN': '本月新增佣金（分）', en: 'Earned (1/100)' },
      of: (s) => s.earned_fen,
    },
    {
      key: 'reversed_fen',
      title: { 'zh-CN': '结算前扣回（分）', en: 'Reversed while pending (1/100)' },
      of: (s) => s.reversed_fen,
    },
  ],
  page: (ctx, filter, cursor) => listStatements(ctx, { ...filter, limit: PAGE, cursor }),
})

const payees = listExport({
  permission,
  params: z.strictObject({
    payout_id: z.uuid(),
    q,
    state: z.enum(PAYEE_STATES).optional(),
  }),
  isPersonal: true,
  isScoped: false,
  columns: [
    { key: 'number', title: { 'zh-CN': '序号', en: 'Number' }, of: (p: Payee) => p.number },
    {
      key: 'customer_id',
      title: { 'zh-CN': '客户编号', en: 'Customer' },
      of: (p) => p.customer_id,
    },
    { key: 'name', title: { 'zh-CN': '姓名', en: 'Name' }, of: (p) => p.name },
    { key: 'phone', title: { 'zh-CN': '手机号', en: 'Phone' }, of: (p) => p.phone },
    { key: 'codes', title: { 'zh-CN': '推广编码', en: 'Codes' }, of: (p) => p.codes.join(';') },
    { key: 'fen', title: { 'zh-CN': '应打款（分）', en: 'To pay (1/100)' }, of: (p) => p.fen },
    {
      key: 'state',
      title: { 'zh-CN': '状态', en: 'State' },
      called: calledAs('payee_state'),
      of: (p) => p.state,
    },
    { key: 'note', title: { 'zh-CN': '备注', en: 'Note' }, of: (p) => p.note },
    {
      key: 'decided_at',
      title: { 'zh-CN': '处理时间', en: 'Settled at' },
      of: (p) => p.decided_at,
    },
  ],
  page: (ctx, filter, cursor) => listPayees(ctx, { ...filter, limit: PAGE, cursor }),
})

export const commissionExports: Readonly<Record<string, AnyExportKind>> = {
  commissions,
  commission_accounts: accounts,
  commission_statements: statements,
  commission_payees: payees,
}
