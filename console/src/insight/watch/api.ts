import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../../api/client.ts'
import type { Item, Sent } from '../../api/shapes.ts'

export type Alert = Item<'/api/v1/insight/alerts'>
export type AlertInput = Sent<'/api/v1/insight/alerts'>
export type Report = Item<'/api/v1/insight/reports'>
export type ReportInput = Sent<'/api/v1/insight/reports'>
export type Robot = Item<'/api/v1/insight/robots'>
export type RobotInput = Sent<'/api/v1/insight/robots'>

export const alertsQuery = queryOptions({
  queryKey: ['insight', 'alerts'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/insight/alerts', { signal })),
})
export const reportsQuery = queryOptions({
  queryKey: ['insight', 'reports'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/insight/reports', { signal })),
})
export const robotsQuery = queryOptions({
  queryKey: ['insight', 'robots'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/insight/robots', { signal })),
})

const at = (id: string) => ({ params: { path: { id } } })

export const saveAlert = (id: string | undefined, body: AlertInput): Promise<Alert> =>
  id === undefined
    ? answer(client.POST('/api/v1/insight/alerts', { body }))
    : answer(client.PUT('/api/v1/insight/alerts/{id}', { ...at(id), body }))
export const removeAlert = (id: string) =>
  answer(client.DELETE('/api/v1/insight/alerts/{id}', at(id)))

export const saveReport = (id: string | undefined, body: ReportInput): Promise<Report> =>
  id === undefined
    ? answer(client.POST('/api/v1/insight/reports', { body }))
    : answer(client.PUT('/api/v1/insight/reports/{id}', { ...at(id), body }))
export const removeReport = (id: string) =>
  answer(client.DELETE('/api/v1/insight/reports/{id}', at(id)))
export const previewReport = (id: string) =>
  answer(client.POST('/api/v1/insight/reports/{id}/preview', at(id)))

export const runReport = (id: string) =>
  answer(client.POST('/api/v1/insight/reports/{id}/run', at(id)))
export type ReportRun = Item<'/api/v1/insight/reports/{id}/runs'>
export const runsQuery = (id: string) =>
  queryOptions({
    queryKey: ['insight', 'reports', id, 'runs'],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/insight/reports/{id}/runs', { ...at(id), signal })),
  })

export type MailServerInput = Sent<'/api/v1/insight/mail-server', 'put'>
export const mailServerQuery = queryOptions({
  queryKey: ['insight', 'mail-server'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/insight/mail-server', { signal })),
})
export const saveMailServer = (body: MailServerInput) =>
  answer(client.PUT('/api/v1/insight/mail-server', { body }))
export const removeMailServer = () => answer(client.DELETE('/api/v1/insight/mail-server'))
export const testMailServer = (to: string) =>
  answer(client.POST('/api/v1/insight/mail-server/test', { body: { to } }))

export const addRobot = (body: RobotInput) =>
  answer(client.POST('/api/v1/insight/robots', { body }))
export const removeRobot = (id: string) =>
  answer(client.DELETE('/api/v1/insight/robots/{id}', at(id)))
export const testRobot = (id: string) =>
  answer(client.POST('/api/v1/insight/robots/{id}/test', at(id)))
