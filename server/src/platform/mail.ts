// Mail by SMTP: one message to one address, and in one word why it was not taken.
import { isIP } from 'node:net'
import { createTransport } from 'nodemailer'

export interface MailServer {
  /** The name its certificate must bear. */
  host: string
  /** The address to connect to, where it was looked up and judged before. */
  connectTo?: string | undefined
  port: number
  /** From the first byte, by STARTTLS before anything is told, or not at all. */
  security: 'tls' | 'starttls' | 'none'
  user?: string | undefined
  password?: string | undefined
  /** Whoever signs its certificate, besides those whom everybody trusts. */
  ca?: string | undefined
  timeoutMs: number
}
export interface Mail {
  from: { name: string; address: string }
  to: string
  subject: string
  text: string
  html: string
  /** Shown within the page as `cid:<name>`. */
  pictures: readonly { name: string; png: Buffer }[]
  /** Where who gets it says that she wants no more (RFC 2369, 8058). */
  unsubscribe?: string | undefined
}
export type MailProblem =
  | 'unknown_host'
  | 'unreachable'
  | 'timeout'
  | 'tls_failed'
  | 'sign_in_refused'
  | 'sender_refused'
  | 'recipient_refused'
  | 'refused'
export type MailOutcome =
  | { isTaken: true; answer: string }
  | { isTaken: false; problem: MailProblem; answer: string; isFinal: boolean }

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const CONTROL = /[\x00-\x1f\x7f\u2028\u2029]/

/** @throws when a header holds what would begin another */
export async function sendMail(server: MailServer, mail: Mail): Promise<MailOutcome> {
  for (const header of [mail.from.name, mail.from.address, mail.to, mail.subject, mail.unsubscribe])
    if (header !== undefined && CONTROL.test(header))
      throw new Error('a header of a mail holds a control character')
  const { timeoutMs, user, password } = server
  const transport = createTransport({
    host: server.connectTo ?? server.host,
    port: server.port,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    tls: {
      minVersion: 'TLSv1.2',
      // A name is asked for by name; an address stands in the certificate itself.
      ...(isIP(server.host) === 0 && { servername: server.host }),
      ...(server.ca && { ca: server.ca }),
    },
    ...(user !== undefined && { auth: { user, pass: password ?? '' } }),
    ...{ connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs },
    // What a mail holds is said by us alone: it fetches nothing and reads no file.
    ...{ disableFileAccess: true, disableUrlAccess: true },
  })
  try {
    const { response } = await transport.sendMail({
      from: mail.from,
      to: { name: '', address: mail.to },
      ...{ subject: mail.subject, text: mail.text, html: mail.html },
      attachments: mail.pictures.map(({ name, png }) => ({
        ...{ filename: `${name}.png`, cid: name, content: png, contentType: 'image/png' },
        contentDisposition: 'inline' as const,
      })),
      ...(mail.unsubscribe && {
        headers: {
          'List-Unsubscribe': `<${mail.unsubscribe}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        },
      }),
    })
    return { isTaken: true, answer: response.slice(0, 500) }
  } catch (error) {
    return refusalOf(error, password)
  } finally {
    transport.close()
  }
}

interface SmtpError extends Error {
  code?: string
  command?: string
  response?: string
  responseCode?: number
}

function refusalOf(thrown: unknown, password: string | undefined): MailOutcome {
  if (!(thrown instanceof Error)) throw thrown
  const error: SmtpError = thrown
  const said = (error.response ?? error.message).slice(0, 500)
  const answer = password ? said.replaceAll(password, '…') : said
  return {
    isTaken: false,
    problem: problemOf(error),
    answer,
    // 5xx of the message itself stays so however often it is sent.
    isFinal: (error.responseCode ?? 0) >= 500 && problemOf(error) === 'recipient_refused',
  }
}

function problemOf({ code, command, message }: SmtpError): MailProblem {
  if (code === 'EDNS' || /ENOTFOUND|EAI_AGAIN/.test(message)) return 'unknown_host'
  if (code === 'ETIMEDOUT') return 'timeout'
  if (code === 'EAUTH' || code === 'ENOAUTH') return 'sign_in_refused'
  if (code === 'ETLS' || /certificate|SSL|TLS|altname/i.test(message)) return 'tls_failed'
  if (command === 'MAIL FROM') return 'sender_refused'
  if (code === 'EENVELOPE') return 'recipient_refused'
  return code === 'ESOCKET' || code === 'ECONNECTION' || code === 'ECONNREFUSED'
    ? 'unreachable'
    : 'refused'
}
