import { randomUUIDv7 } from 'node:crypto'
import { z } from 'zod'
import { Nothing } from '../../org/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import type { Http } from '../../platform/http.ts'
import { type AlertRow, getAlert, listAlerts, removeAlert, saveAlert } from './alerts.ts'
import { mailRoutes } from './mail-routes.ts'
import { reportRoutes, type WatchRouteDeps } from './report-routes.ts'
import { addRobot, hostOf, listRobots, removeRobot, tell } from './robots.ts'
import { Alert, AlertInput, Robot, RobotInput } from './shape.ts'

const tags = ['insight']
const read = { access: 'events:read' } as const
const write = { access: 'audiences:write' } as const
const manage = { access: 'settings:manage' } as const
const params = z.object({ id: z.uuid() })
const listOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) })

export const watchRoutes = (deps: WatchRouteDeps) => (app: Http) => {
  robotRoutes(app, deps)
  app.get(
    '/insight/alerts',
    {
      config: read,
      schema: {
        tags,
        summary: 'Alerts on metrics, with what came of the last period',
        response: { 200: listOf(Alert) },
      },
    },
    async ({ ctx }) => ({ items: (await listAlerts(ctx)).map(alertSaid) }),
  )
  app.post(
    '/insight/alerts',
    {
      config: write,
      schema: { tags, summary: 'Watch a metric', body: AlertInput, response: { 201: Alert } },
    },
    async ({ ctx, body }, reply) =>
      reply.code(201).send(alertSaid(await saveAlert(ctx, undefined, body))),
  )
  app.put(
    '/insight/alerts/:id',
    {
      config: write,
      schema: {
        tags,
        summary: 'Change an alert',
        params,
        body: AlertInput,
        response: { 200: Alert },
      },
    },
    async ({ ctx, body, params }) => {
      await getAlert(ctx, params.id)
      return alertSaid(await saveAlert(ctx, params.id, body))
    },
  )
  app.delete(
    '/insight/alerts/:id',
    {
      config: write,
      schema: { tags, summary: 'Watch it no more', params, response: { 204: Nothing } },
    },
    async ({ ctx, params }, reply) => {
      await removeAlert(ctx, params.id)
      return reply.code(204).send()
    },
  )
  reportRoutes(app, deps)
  mailRoutes(app, deps)
}

function robotRoutes(app: Http, deps: WatchRouteDeps): void {
  app.get(
    '/insight/robots',
    {
      config: read,
      schema: { tags, summary: 'Robots of group chats', response: { 200: listOf(Robot) } },
    },
    async ({ ctx }) => ({
      items: (await listRobots(ctx)).map((robot) => ({
        ...{ id: robot.id, name: robot.name, kind: robot.kind, is_on: robot.is_on },
        host: hostOf(deps, ctx, robot),
        signs: robot.secret_sealed !== null,
        last_sent_at: robot.last_sent_at?.toISOString() ?? null,
        ...{ waiting: robot.waiting, given_up: robot.given_up, last_answer: robot.last_answer },
      })),
    }),
  )
  app.post(
    '/insight/robots',
    {
      config: manage,
      schema: {
        tags,
        summary: 'Add a robot of a WeCom, DingTalk or Feishu group',
        body: RobotInput,
        response: { 201: z.object({ id: z.uuid() }) },
      },
    },
    async ({ ctx, body }, reply) => reply.code(201).send({ id: await addRobot(ctx, deps, body) }),
  )
  app.delete(
    '/insight/robots/:id',
    {
      config: manage,
      schema: {
        tags,
        summary: 'Remove a robot and what waits for it',
        params,
        response: { 204: Nothing },
      },
    },
    async ({ ctx, params }, reply) => {
      await removeRobot(ctx, params.id)
      return reply.code(204).send()
    },
  )
  app.post(
    '/insight/robots/:id/test',
    {
      config: manage,
      schema: { tags, summary: 'Have it say something now', params, response: { 202: Nothing } },
    },
    async ({ ctx, params }, reply) => {
      await testRobot(ctx, params.id)
      return reply.code(202).send()
    },
  )
}

async function testRobot(ctx: Ctx, id: string): Promise<void> {
  if (!(await listRobots(ctx)).some((robot) => robot.id === id)) throw notFound('robot')
  await inTx(ctx, async (ctx) => {
    await tell(ctx, [id], `test ${randomUUIDv7()}`, {
      title: 'Homefield',
      lines: ['测试消息：机器人已接通。', 'Test message: the robot is connected.'],
    })
    await audit(ctx, 'robot.tested', { kind: 'robot', id })
  })
}

const alertSaid = ({ last, updated_at, ...alert }: AlertRow) => ({
  ...alert,
  updated_at: updated_at.toISOString(),
  last: last && {
    ...last,
    period: new Date(last.period).toISOString(),
    looked_at: new Date(last.looked_at).toISOString(),
  },
})
