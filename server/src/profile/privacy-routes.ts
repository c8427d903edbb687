import { Readable } from 'node:stream'
import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery } from '../platform/page.ts'
import { askToErase } from './privacy-erase.ts'
import { exportPerson } from './privacy-export.ts'
import {
  changePrivacySettings,
  getRequest,
  listRequests,
  presentRequest,
  privacySettings,
} from './privacy-requests.ts'

const tags = ['privacy']
const CustomerId = z.coerce.number().int().positive().max(4_294_967_295)
const Request = z.object({
  id: z.uuid(),
  kind: z.enum(['export', 'erase']),
  customer_id: z.number().int().describe('Its number when it was asked for'),
  reason: z.string(),
  state: z
    .enum(['waiting', 'refused', 'erased', 'done'])
    .describe(
      'waiting: for a second person; erased: gone for every reader; done: also what was on its way',
    ),
  requested_at: z.iso.datetime(),
  requested_by_name: z.string(),
  finished_at: z.iso.datetime().nullable(),
  report: z.record(z.string(), z.number().int()).describe('Rows by kind'),
  consent_proof: z.string().nullable().describe('SHA-256 over identifiers and consents'),
  consent_entries: z.number().int().nullable(),
})
const Settings = z.object({
  erase_needs_approval: z.boolean().describe('A second person must agree to every erasure'),
})
const reason = z.string().trim().min(1).max(500)

export async function privacyRoutes(app: Http): Promise<void> {
  app.post(
    '/customers/:id/export',
    {
      config: { access: 'customers:export', scoped: true },
      schema: {
        tags,
        summary: 'Everything about one customer, as a JSON file to hand over',
        description: 'Unmasked, so it also needs the permission customers:unmask.',
        params: z.object({ id: CustomerId }),
        body: z.object({ reason: reason.describe('Who asked for it, and how') }),
        response: {
          200: {
            description: 'A section for each kind of data',
            content: { 'application/json': { schema: z.string() } },
          },
        },
      },
    },
    async (request, reply) => {
      const { name, body } = await exportPerson(request.ctx, request.params.id, request.body.reason)
      return reply
        .type('application/json; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(Readable.from(body) as unknown as string)
    },
  )
  app.post(
    '/customers/:id/erase',
    {
      config: { access: 'customers:erase', scoped: true },
      schema: {
        tags,
        summary: 'Erase a customer; orders stay, and lead to nobody',
        description:
          'At once for every reader. What is on its way into the stores follows within a minute; the request then says done. With a second person demanded it answers state waiting.',
        params: z.object({ id: CustomerId }),
        body: z.object({
          reason,
          confirm: z.string().max(20).describe("The customer's number, typed"),
        }),
        response: { 200: Request },
      },
    },
    async (request) => {
      const id = await askToErase(request.ctx, request.params.id, request.body)
      return presentRequest(await getRequest(request.ctx, id))
    },
  )
  app.get(
    '/privacy-requests',
    {
      config: { access: 'customers:erase' },
      schema: {
        tags,
        summary: 'Copies and erasures that were asked for, newest first',
        querystring: z.object({ kind: z.enum(['export', 'erase']).optional(), ...pageQuery }),
        response: { 200: pageOf(Request) },
      },
    },
    (request) => listRequests(request.ctx, request.query),
  )
  app.get(
    '/privacy-requests/:id',
    {
      config: { access: 'customers:erase' },
      schema: {
        tags,
        summary: 'One copy or erasure, and how far it is',
        params: z.object({ id: z.uuid() }),
        response: { 200: Request },
      },
    },
    async (request) => presentRequest(await getRequest(request.ctx, request.params.id)),
  )
  app.get(
    '/privacy-settings',
    {
      config: { access: 'customers:read' },
      schema: { tags, summary: 'Rules for erasing', response: { 200: Settings } },
    },
    async (request) => present(await privacySettings(request.ctx)),
  )
  app.put(
    '/privacy-settings',
    {
      config: { access: 'settings:manage' },
      schema: {
        tags,
        summary: 'Change the rules for erasing',
        body: Settings,
        response: { 200: Settings },
      },
    },
    async (request) => {
      await changePrivacySettings(request.ctx, {
        eraseNeedsApproval: request.body.erase_needs_approval,
      })
      return present(await privacySettings(request.ctx))
    },
  )
}

const present = (s: { eraseNeedsApproval: boolean }) => ({
  erase_needs_approval: s.eraseNeedsApproval,
})
