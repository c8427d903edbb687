import { z } from 'zod'
import {
  type Filler,
  type Filling,
  openForm,
  PublishedField,
  saveAnswers,
  submitForm,
} from '../leads/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Http } from '../platform/http.ts'
import { findOwnSession, ownNodes } from './session.ts'

const tags = ['shop']
const AtForm = z.object({
  shop: z.string().min(1).max(80),
  code: z.string().min(1).max(40).describe('Of the channel it was put up in'),
})
const Version = z.number().int().min(1).describe('Of the form, as she was shown it')
const Answer = z.union([
  z.string().max(2000),
  z.number(),
  z.boolean(),
  z.array(z.string().max(2000)).max(200),
  z.null(),
])
const Form = z.object({
  code: z.string(),
  version: z.number().int(),
  title: z.string(),
  intro: z.string(),
  thanks: z.string(),
  reward: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('points'), points: z.number().int() }),
    z.object({ kind: z.literal('coupon'), label: z.string() }),
  ]),
  consent: z.object({ purpose: z.string(), version: z.string(), text: z.string() }),
  signed_in: z.boolean(),
  questions: z
    .array(PublishedField.extend({ is_answered: z.boolean(), answer: Answer }))
    .describe('What the brand does not know of her yet, in order; phone: sign in by a code'),
  sent: z
    .object({
      at: z.iso.datetime(),
      points: z.number().int().nullable(),
      coupon: z.string().nullable(),
      refused: z.string().nullable().describe('Why the reward could not be given'),
    })
    .nullable()
    .describe('She has sent it: once is enough'),
})

/** Her browser, and who she is once she has signed in. */
async function fillerOf(ctx: Ctx): Promise<Filler> {
  const session = await findOwnSession(ctx)
  const nodes = session.node === null ? [] : await ownNodes(ctx)
  return { sessionId: session.id, node: session.node, nodes }
}

function shown({ form, questions, isSignedIn, submission }: Filling): z.infer<typeof Form> {
  const { title, intro, thanks, reward, consent } = form.content
  return {
    ...{ code: form.code, version: form.version, title, intro, thanks, consent },
    reward: reward.kind === 'coupon' ? { kind: 'coupon', label: reward.label } : reward,
    signed_in: isSignedIn,
    questions: questions.map((question) => ({
      ...question,
      answer: question.answer as z.infer<typeof Answer>,
    })),
    sent: submission
      ? {
          at: submission.at.toISOString(),
          points: submission.reward_points,
          coupon: submission.reward_coupon,
          refused: submission.reward_refused,
        }
      : null,
  }
}

/** Forms as customers fill them in: a visitor as well, until she says who she is. */
export function formRoutes(app: Http): void {
  app.post(
    '/shop/:shop/forms/:code/open',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Open a form: what is still to be asked of her', params: AtForm },
        description: 'Opened again it goes on where she stopped.',
        response: { 200: Form },
      },
    },
    async ({ ctx, params }) => shown(await openForm(ctx, params.code, await fillerOf(ctx))),
  )
  app.put(
    '/shop/:shop/forms/:code/answers',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Keep some answers; they count once the form is sent', params: AtForm },
        body: z.object({
          version: Version,
          answers: z
            .record(z.string().min(1).max(200), Answer)
            .describe('By attribute; null: she would rather not say'),
        }),
        response: { 200: Form },
      },
    },
    async ({ ctx, params, body }) =>
      shown(await saveAnswers(ctx, params.code, await fillerOf(ctx), body)),
  )
  app.post(
    '/shop/:shop/forms/:code/submit',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Send the form; sent again it is the same', params: AtForm },
        body: z.object({
          version: Version,
          agreed: z.string().max(50).describe('The version of the consent text she agreed to'),
        }),
        response: { 200: Form },
      },
    },
    async ({ ctx, params, body }) => {
      const filler = await fillerOf(ctx)
      const page = `/m/${params.shop}/f/${params.code}`
      await submitForm(ctx, params.code, filler, { ...body, page })
      return shown(await openForm(ctx, params.code, filler))
    },
  )
}
