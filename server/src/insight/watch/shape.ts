// Robots, alerts and reports as they are given and shown.
import { z } from 'zod'
import { ROBOT_KINDS } from './message.ts'

const Name = z.string().trim().min(1).max(100)
const robots = z.array(z.uuid()).max(20).default([]).describe('Who is told besides the desk')

export const RobotInput = z
  .object({
    name: Name,
    kind: z.enum(ROBOT_KINDS),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .describe('The address the chat gave; it is shown never again'),
    secret: z
      .string()
      .min(1)
      .max(500)
      .optional()
      .describe('Of DingTalk and Feishu robots that sign'),
  })
  .strict()
export type RobotInput = z.infer<typeof RobotInput>
export const Robot = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(ROBOT_KINDS),
  host: z.string().describe('Of its address; the rest is a secret'),
  signs: z.boolean(),
  is_on: z.boolean(),
  last_sent_at: z.iso.datetime().nullable(),
  waiting: z.number().int(),
  given_up: z.number().int(),
  last_answer: z.string().nullable().describe('What it said to the last attempt'),
})

export const AlertTest = z.discriminatedUnion('kind', [
  z
    .object({ kind: z.literal('threshold'), op: z.enum(['above', 'below']), value: z.number() })
    .strict(),
  z
    .object({
      kind: z.literal('anomaly'),
      direction: z.enum(['both', 'up', 'down']).default('both'),
      sensitivity: z
        .number()
        .min(1)
        .max(10)
        .default(3)
        .describe('How many usual differences from what is usual of this hour, weekday or week'),
    })
    .strict(),
])
export type AlertTest = z.infer<typeof AlertTest>

export const AlertInput = z
  .object({
    name: Name,
    metric: z.string().min(1).max(60).describe('A code of the catalogue'),
    period: z.enum(['hour', 'day', 'week']).default('day'),
    test: AlertTest,
    robots,
    is_on: z.boolean().default(true),
  })
  .strict()
export type AlertInput = z.infer<typeof AlertInput>

export const Cause = z.object({
  dimension: z.enum(['store', 'platform']),
  name: z.string().describe('A store’s code or a platform; empty: neither'),
  change: z.number().describe('What it adds to the change, in the metric’s unit'),
  share: z.number().describe('Of the whole change'),
})
export type Cause = z.infer<typeof Cause>
export const AlertLook = z.object({
  period: z.iso.datetime(),
  looked_at: z.iso.datetime(),
  outcome: z.enum(['quiet', 'fired', 'too_little']),
  value: z.number().nullable(),
  expected: z.number().nullable(),
  causes: z.array(Cause),
})
export const Alert = AlertInput.extend({
  id: z.uuid(),
  robots: z.array(z.uuid()),
  updated_at: z.iso.datetime(),
  last: AlertLook.nullable(),
})

export const ReportInput = z
  .object({
    name: Name,
    kind: z.enum(['daily', 'board', 'question']),
    saved_id: z.uuid().nullish().describe('Of the board or question'),
    metrics: z
      .array(z.string().min(1).max(60))
      .max(5)
      .default([])
      .describe('Of a daily report; five of the house unless given'),
    hour: z.number().int().min(0).max(23).default(8).describe('Of the brand’s day'),
    weekdays: z
      .array(z.number().int().min(1).max(7))
      .min(1)
      .max(7)
      .default([1, 2, 3, 4, 5, 6, 7])
      .transform((days) => [...new Set(days)].sort()),
    monthday: z
      .number()
      .int()
      .min(1)
      .max(31)
      .nullable()
      .default(null)
      .describe('Instead of weekdays: this day of each month, or its last'),
    robots,
    members: z
      .array(z.uuid())
      .max(100)
      .default([])
      .describe('People of the team who get it by mail'),
    addresses: z
      .array(z.email().max(254).toLowerCase())
      .max(20)
      .default([])
      .transform((all) => [...new Set(all)])
      .describe('Others who do; needs settings:manage'),
    is_on: z.boolean().default(true),
  })
  .strict()
export type ReportInput = z.infer<typeof ReportInput>
export const MessageShape = z.object({
  title: z.string(),
  lines: z.array(z.string()),
  link: z.object({ text: z.string(), url: z.string() }).nullish(),
})
const RunState = z.enum(['making', 'made', 'failed', 'missed'])
const Delivery = z.enum(['waiting', 'sent', 'given_up'])
export const ReportRun = z.object({
  id: z.uuid(),
  day: z.iso.date(),
  kind: z.enum(['due', 'now']),
  state: RunState.describe('missed: nothing ran at its hour, nor within twelve hours after'),
  made_at: z.iso.datetime().nullable(),
  attempts: z.number().int(),
  next_at: z.iso.datetime().nullable().describe('When a failed one is tried again'),
  problem: z.string().nullable(),
  has_picture: z.boolean(),
  robots: z.array(z.object({ name: z.string(), state: Delivery, answer: z.string().nullable() })),
  mails: z.array(
    z.object({
      ...{ address: z.string(), state: Delivery },
      ...{ problem: z.string().nullable(), answer: z.string().nullable() },
    }),
  ),
})
export const Preview = MessageShape.extend({
  html: z.string().describe('As its mail shows it, the picture within'),
})

const Line = z
  .string()
  .trim()
  .regex(/^\P{Cc}*$/u, 'one line')
export const MailServerInput = z
  .object({
    host: Line.min(1)
      .max(253)
      .regex(/^[a-z0-9.:-]+$/i),
    port: z.number().int().min(1).max(65_535),
    security: z
      .enum(['tls', 'starttls', 'none'])
      .describe('From the first byte (465), by STARTTLS (587), or not at all (25, own network)'),
    user: Line.min(1).max(254).nullable(),
    password: z.string().min(1).max(500).optional().describe('Left out: as it is'),
    from_address: z.email().max(254),
    from_name: Line.min(1).max(100),
  })
  .strict()
  .refine(({ user, security }) => user === null || security !== 'none', {
    message: 'a password is told under TLS only',
    path: ['security'],
  })
export type MailServerInput = z.infer<typeof MailServerInput>
export const MailServerShape = z.object({
  ...{ host: z.string(), port: z.number().int(), security: z.enum(['tls', 'starttls', 'none']) },
  ...{ user: z.string().nullable(), has_password: z.boolean() },
  ...{ from_address: z.string(), from_name: z.string(), updated_at: z.iso.datetime() },
})
export const MailTest = z.object({
  problem: z.string().nullable().describe('null: taken'),
  answer: z.string().describe('What the server said'),
})

export const Report = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(['daily', 'board', 'question']),
  saved_id: z.uuid().nullable(),
  metrics: z.array(z.string()),
  hour: z.number().int(),
  weekdays: z.array(z.number().int()),
  monthday: z.number().int().nullable(),
  robots: z.array(z.uuid()),
  members: z.array(z.uuid()),
  addresses: z.array(z.string()),
  scheduled_by_name: z.string().nullable().describe('As whom it is read; null: a key'),
  is_on: z.boolean(),
  updated_at: z.iso.datetime(),
  state: RunState.nullable().describe('Of the newest one'),
  problem: z.string().nullable(),
  last: z.object({ day: z.iso.date(), message: MessageShape }).nullable(),
})
