// Lists of the house itself as exports: who changed what, stores, staff, the team and its keys, what
// was decided.
import { z } from 'zod'
import {
  listApiKeys,
  listMemberRows,
  listStaff,
  listStores,
  listUnknownCodes,
  StoreKind,
} from '../org/index.ts'
import { listApprovals } from './approvals.ts'
import { auditExport } from './audit-export.ts'
import { type AnyExportKind, listExport, wholeList } from './export-kinds.ts'
import { calledAs } from './value-names.ts'

const PAGE = 500
const Region = z.union([z.guid(), z.literal('none')])
const q = z.string().max(200).optional()

type Store = Awaited<ReturnType<typeof listStores>>['items'][number]
type Staff = Awaited<ReturnType<typeof listStaff>>['items'][number]
type UnknownCode = Awaited<ReturnType<typeof listUnknownCodes>>[number]
type ApiKey = Awaited<ReturnType<typeof listApiKeys>>[number]
type Member = Awaited<ReturnType<typeof listMemberRows>>[number]
type Approval = Awaited<ReturnType<typeof listApprovals>>[number]

const stores = listExport({
  permission: 'org:read',
  params: z.strictObject({
    q,
    region_id: Region.optional(),
    kind: StoreKind.optional(),
    open: z.boolean().optional(),
  }),
  isPersonal: false,
  isScoped: true,
  columns: [
    { key: 'code', title: { 'zh-CN': '门店编码', en: 'Code' }, of: (s: Store) => s.code },
    { key: 'name', title: { 'zh-CN': '门店', en: 'Store' }, of: (s) => s.name },
    { key: 'kind', title: { 'zh-CN': '类型', en: 'Kind' }, of: (s) => s.kind },
    {
      key: 'region_code',
      title: { 'zh-CN': '区域编码', en: 'Region code' },
      of: (s) => s.region?.code,
    },
    { key: 'region', title: { 'zh-CN': '区域', en: 'Region' }, of: (s) => s.region?.name },
    { key: 'address', title: { 'zh-CN': '地址', en: 'Address' }, of: (s) => s.address },
    { key: 'opened_on', title: { 'zh-CN': '开业日期', en: 'Opened' }, of: (s) => s.opened_on },
    { key: 'closed_on', title: { 'zh-CN': '停业日期', en: 'Closed' }, of: (s) => s.closed_on },
    { key: 'staff', title: { 'zh-CN': '在岗人数', en: 'Staff' }, of: (s) => s.staff },
  ],
  page: (ctx, { q, region_id, kind, open }, cursor) =>
    listStores(ctx, { q, regionId: region_id, kind, open, limit: PAGE, cursor }),
})

const staff = listExport({
  permission: 'org:read',
  params: z.strictObject({
    q,
    region_id: Region.optional(),
    store_id: z.guid().optional(),
    state: z.enum(['active', 'left']).optional(),
  }),
  isPersonal: false,
  isScoped: true,
  columns: [
    { key: 'code', title: { 'zh-CN': '工号', en: 'Code' }, of: (s: Staff) => s.code },
    { key: 'name', title: { 'zh-CN': '姓名', en: 'Name' }, of: (s) => s.name },
    { key: 'state', title: { 'zh-CN': '状态', en: 'State' }, of: (s) => s.state },
    { key: 'title', title: { 'zh-CN': '岗位', en: 'Post' }, of: (s) => s.post?.title },
    {
      key: 'store_code',
      title: { 'zh-CN': '门店编码', en: 'Store code' },
      of: (s) => s.post?.store?.code,
    },
    { key: 'store', title: { 'zh-CN': '门店', en: 'Store' }, of: (s) => s.post?.store?.name },
    {
      key: 'region_code',
      title: { 'zh-CN': '区域编码', en: 'Region code' },
      of: (s) => s.post?.region?.code,
    },
    { key: 'region', title: { 'zh-CN': '区域', en: 'Region' }, of: (s) => s.post?.region?.name },
    { key: 'since', title: { 'zh-CN': '任职时间', en: 'Since' }, of: (s) => s.post?.from },
    {
      key: 'wecom_user_id',
      title: { 'zh-CN': '企微账号', en: 'WeCom account' },
      of: (s) => s.wecom_user_id,
    },
    { key: 'phone', title: { 'zh-CN': '手机号', en: 'Phone' }, of: (s) => s.phone },
    { key: 'user', title: { 'zh-CN': '登录账号', en: 'Sign-in' }, of: (s) => s.user?.email },
  ],
  page: (ctx, { q, region_id, store_id, state }, cursor) =>
    listStaff(ctx, { q, regionId: region_id, storeId: store_id, state, limit: PAGE, cursor }),
})

const unknownCodes = listExport({
  permission: 'org:manage',
  params: z.strictObject({ kind: z.enum(['store', 'staff']) }),
  isPersonal: false,
  columns: [
    { key: 'code', title: { 'zh-CN': '编码', en: 'Code' }, of: (c: UnknownCode) => c.code },
    { key: 'events', title: { 'zh-CN': '事件数', en: 'Events' }, of: (c) => c.events },
    { key: 'customers', title: { 'zh-CN': '客户数', en: 'Customers' }, of: (c) => c.customers },
    { key: 'relations', title: { 'zh-CN': '好友数', en: 'Friends' }, of: (c) => c.relations },
    { key: 'first_at', title: { 'zh-CN': '首次出现', en: 'First' }, of: (c) => c.first_at },
    { key: 'last_at', title: { 'zh-CN': '最近出现', en: 'Last' }, of: (c) => c.last_at },
  ],
  page: async (ctx, { kind }) => wholeList(await listUnknownCodes(ctx, kind)),
})

const apiKeys = listExport({
  permission: 'keys:manage',
  params: z.strictObject({}),
  isPersonal: false,
  columns: [
    { key: 'name', title: { 'zh-CN': '名称', en: 'Name' }, of: (k: ApiKey) => k.name },
    { key: 'prefix', title: { 'zh-CN': '密钥前缀', en: 'Prefix' }, of: (k) => k.hint },
    {
      key: 'role',
      title: { 'zh-CN': '角色', en: 'Role' },
      called: calledAs('role'),
      of: (k) => k.role,
    },
    {
      key: 'permissions',
      title: { 'zh-CN': '权限（空：角色的全部权限）', en: 'Permissions (empty: all of the role)' },
      of: (k) => k.permissions?.join(' '),
    },
    { key: 'created_at', title: { 'zh-CN': '创建时间', en: 'Created' }, of: (k) => k.created_at },
    { key: 'created_by', title: { 'zh-CN': '创建人', en: 'Created by' }, of: (k) => k.created_by },
    {
      key: 'last_used_at',
      title: { 'zh-CN': '最近使用', en: 'Last used' },
      of: (k) => k.last_used_at,
    },
    { key: 'revoked_at', title: { 'zh-CN': '吊销时间', en: 'Revoked' }, of: (k) => k.revoked_at },
    { key: 'id', title: { 'zh-CN': '编号', en: 'Id' }, of: (k) => k.id },
  ],
  page: async (ctx) => wholeList(await listApiKeys(ctx)),
})

const members = listExport({
  permission: 'team:manage',
  params: z.strictObject({}),
  isPersonal: false,
  columns: [
    { key: 'name', title: { 'zh-CN': '姓名', en: 'Name' }, of: (m: Member) => m.name },
    { key: 'email', title: { 'zh-CN': '邮箱', en: 'E-mail' }, of: (m) => m.email },
    {
      key: 'role',
      title: { 'zh-CN': '角色', en: 'Role' },
      called: calledAs('role'),
      of: (m) => m.role,
    },
    { key: 'scope', title: { 'zh-CN': '数据范围', en: 'Data scope' }, of: (m) => m.scope },
    { key: 'has_totp', title: { 'zh-CN': '两步验证', en: 'Two factors' }, of: (m) => m.has_totp },
    { key: 'invited_at', title: { 'zh-CN': '邀请时间', en: 'Invited' }, of: (m) => m.invited_at },
    { key: 'accepted_at', title: { 'zh-CN': '加入时间', en: 'Joined' }, of: (m) => m.accepted_at },
    {
      key: 'disabled_at',
      title: { 'zh-CN': '停用时间', en: 'Disabled' },
      of: (m) => m.disabled_at,
    },
    { key: 'last_seen_at', title: { 'zh-CN': '最近登录', en: 'Seen' }, of: (m) => m.last_seen_at },
  ],
  async page(ctx, _params, after) {
    const items = await listMemberRows(ctx, { limit: PAGE, after })
    return { items, next_cursor: items.length < PAGE ? null : (items.at(-1)?.email ?? null) }
  },
})

const approvals = listExport({
  permission: 'approvals:decide',
  params: z.strictObject({
    whose: z.enum(['all', 'own']).default('all'),
    state: z.enum(['waiting', 'approved', 'rejected', 'withdrawn']).optional(),
  }),
  isPersonal: false,
  columns: [
    { key: 'kind', title: { 'zh-CN': '类型', en: 'Kind' }, of: (a: Approval) => a.kind },
    { key: 'summary', title: { 'zh-CN': '申请内容', en: 'Request' }, of: (a) => a.summary },
    {
      key: 'state',
      title: { 'zh-CN': '状态', en: 'State' },
      called: calledAs('approval_state'),
      of: (a) => a.state,
    },
    {
      key: 'requested_by',
      title: { 'zh-CN': '申请人', en: 'Requested by' },
      of: (a) => a.requested_by_name,
    },
    {
      key: 'requested_at',
      title: { 'zh-CN': '申请时间', en: 'Requested' },
      of: (a) => a.requested_at,
    },
    { key: 'reason', title: { 'zh-CN': '申请理由', en: 'Reason' }, of: (a) => a.reason },
    {
      key: 'decided_by',
      title: { 'zh-CN': '审批人', en: 'Decided by' },
      of: (a) => a.decided_by_name,
    },
    { key: 'decided_at', title: { 'zh-CN': '审批时间', en: 'Decided' }, of: (a) => a.decided_at },
    { key: 'comment', title: { 'zh-CN': '审批意见', en: 'Comment' }, of: (a) => a.comment },
    {
      key: 'decided_alone',
      title: { 'zh-CN': '无其他审批人', en: 'Nobody else' },
      of: (a) => a.decided_alone,
    },
    { key: 'id', title: { 'zh-CN': '编号', en: 'Id' }, of: (a) => a.id },
  ],
  async page(ctx, { whose, state }, before) {
    const items = await listApprovals(ctx, { limit: PAGE, before, state, own: whose === 'own' })
    return { items, next_cursor: items.length < PAGE ? null : (items.at(-1)?.id ?? null) }
  },
})

export const deskExports: Readonly<Record<string, AnyExportKind>> = {
  audit_log: auditExport,
  stores,
  staff,
  unknown_codes: unknownCodes,
  members,
  api_keys: apiKeys,
  approvals,
}
