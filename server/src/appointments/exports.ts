// Appointments as a file, by the filters of their list.
import { z } from 'zod'
import { type AnyExportKind, calledAs, listExport } from '../desk/index.ts'
import { type ListedAppointment, listAppointments } from './booking/queries.ts'
import { AppointmentQuery } from './booking/shapes.ts'
import { clockOf } from './slots/grid.ts'

const PAGE = 200

const appointments = listExport({
  permission: 'appointments:read',
  params: z.strictObject(AppointmentQuery),
  isPersonal: true,
  isScoped: true,
  columns: [
    { key: 'code', title: { 'zh-CN': '预约码', en: 'Code' }, of: (a: ListedAppointment) => a.code },
    {
      key: 'starts',
      title: { 'zh-CN': '预约时间', en: 'At' },
      of: (a) => clockOf(a.starts_at, a.zone),
    },
    {
      key: 'ends',
      title: { 'zh-CN': '结束时间', en: 'Until' },
      of: (a) => clockOf(a.ends_at, a.zone),
    },
    {
      key: 'state',
      title: { 'zh-CN': '状态', en: 'State' },
      called: calledAs('appointment_state'),
      of: (a) => a.state,
    },
    { key: 'service', title: { 'zh-CN': '服务项目', en: 'Service' }, of: (a) => a.service_name },
    { key: 'store', title: { 'zh-CN': '门店', en: 'Store' }, of: (a) => a.store_name },
    { key: 'staff', title: { 'zh-CN': '服务人员', en: 'Staff' }, of: (a) => a.staff_name },
    {
      key: 'customer_id',
      title: { 'zh-CN': '客户编号', en: 'Customer' },
      of: (a) => a.customer_id,
    },
    { key: 'name', title: { 'zh-CN': '姓名', en: 'Name' }, of: (a) => a.name },
    { key: 'phone', title: { 'zh-CN': '手机号', en: 'Phone' }, of: (a) => a.phone },
    { key: 'note', title: { 'zh-CN': '客户备注', en: 'Note' }, of: (a) => a.note },
    {
      key: 'cancelled_by',
      title: { 'zh-CN': '取消方', en: 'Cancelled by' },
      called: calledAs('appointment_side'),
      of: (a) => a.cancelled_by,
    },
    { key: 'reason', title: { 'zh-CN': '取消原因', en: 'Reason' }, of: (a) => a.reason },
    {
      key: 'created_at',
      title: { 'zh-CN': '下单时间', en: 'Booked at' },
      of: (a) => a.created_at.toISOString(),
    },
  ],
  page: (ctx, filter, cursor) => listAppointments(ctx, { ...filter, limit: PAGE, cursor }),
})

export const appointmentExports: Readonly<Record<string, AnyExportKind>> = { appointments }
