// Forms that customers leave their details in, as the API says them.
import { answer, client, here } from './api/client.ts'
import { ensureSession } from './session.ts'

const at = (code: string) => ({ path: { ...here, code } })
export async function openForm(code: string) {
  // What she answers is kept for her browser, so that she can go on.
  await ensureSession()
  return answer(client.POST('/api/v1/shop/{shop}/forms/{code}/open', { params: at(code) }))
}
export const sayAnswers = (code: string, version: number, answers: Answers) =>
  answer(
    client.PUT('/api/v1/shop/{shop}/forms/{code}/answers', {
      params: at(code),
      body: { version, answers },
    }),
  )
export const sendForm = (code: string, version: number, agreed: string) =>
  answer(
    client.POST('/api/v1/shop/{shop}/forms/{code}/submit', {
      params: at(code),
      body: { version, agreed },
    }),
  )
export type LeadForm = Awaited<ReturnType<typeof openForm>>
export type Question = LeadForm['questions'][number]
export type Answer = Question['answer']
export type Answers = Record<string, Answer>
