import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type RunningSmtp, startSmtp } from '../../../fakes/smtp.ts'
import { type Mail, type MailServer, sendMail } from './mail.ts'

const ACCOUNT = { user: 'reports@example.com', password: 'a password nobody shall read' }
let smtp: RunningSmtp
let server: MailServer
beforeAll(async () => {
  smtp = await startSmtp(ACCOUNT)
  server = {
    ...{ host: 'localhost', connectTo: '127.0.0.1', port: smtp.port, security: 'starttls' },
    ...{ ...ACCOUNT, ca: smtp.ca, timeoutMs: 5_000 },
  }
})
afterAll(() => smtp.stop())
beforeEach(() => {
  smtp.taken.length = 0
})

const PNG = Buffer.from('89504e470d0a1a0a', 'hex')
const mail: Mail = {
  from: { name: '经营日报', address: 'reports@example.com' },
  to: 'boss@example.com',
  subject: '经营日报 2026-05-01',
  text: '净收入 ¥1',
  html: '<p>净收入 <b>¥1</b></p><img src="cid:chart">',
  pictures: [{ name: 'chart', png: PNG }],
  unsubscribe: 'https://home.example.com/leave',
}

test('a mail goes out signed in and under TLS, with its picture inside and a way out', async () => {
  expect(await sendMail(server, mail)).toMatchObject({ isTaken: true })
  const [taken] = smtp.taken
  expect(taken).toMatchObject({
    ...{ from: 'reports@example.com', to: ['boss@example.com'], isSecret: true },
  })
  expect(taken?.raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
  expect(taken?.raw).toMatch(/Content-Id: <chart>/i)
  expect(taken?.raw).toContain(PNG.toString('base64'))
})

test('nothing is said in the clear but the greeting: no sign-in, no address', async () => {
  await sendMail(server, mail)
  expect(smtp.clear.filter((line) => !/^(EHLO|STARTTLS)/i.test(line))).toEqual([])
})

test('what goes wrong is one of a few words, and the password is in none of them', async () => {
  const wrong = await sendMail({ ...server, password: 'not it' }, mail)
  expect(wrong).toMatchObject({ isTaken: false, problem: 'sign_in_refused' })
  const stranger = await sendMail({ ...server, ca: undefined }, mail)
  expect(stranger).toMatchObject({ isTaken: false, problem: 'tls_failed' })
  const plain = await sendMail({ ...server, security: 'none', user: undefined }, mail)
  expect(plain).toMatchObject({ isTaken: false, problem: 'sender_refused' })
  smtp.refuseNext(1, '550 5.1.1 no such user')
  const nobody = await sendMail(server, mail)
  expect(nobody).toMatchObject({ isTaken: false, problem: 'recipient_refused', isFinal: true })
  const dead = await startSmtp(ACCOUNT)
  await dead.stop()
  const gone = await sendMail({ ...server, port: dead.port }, mail)
  expect(gone).toMatchObject({ isTaken: false, problem: 'unreachable' })
  for (const outcome of [wrong, stranger, plain, nobody, gone])
    expect(JSON.stringify(outcome)).not.toContain(ACCOUNT.password)
  expect(smtp.taken).toEqual([])
})

test('a header that would begin another is refused before anything is sent', async () => {
  for (const part of [
    { subject: 'x\r\nBcc: thief@example.com' },
    { to: 'a@example.com\nBcc: thief@example.com' },
    { from: { name: 'x\r\ny', address: 'reports@example.com' } },
  ])
    await expect(sendMail(server, { ...mail, ...part })).rejects.toThrow('control character')
  expect(smtp.taken).toEqual([])
})
