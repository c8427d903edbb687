// A mail server for tests: EHLO, STARTTLS, AUTH PLAIN and LOGIN, MAIL, RCPT, DATA as RFC 5321, 3207 and
// 4954 have them. It takes a sign-in only after TLS and mail only after a sign-in.
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { ownCertificate } from './certificate.ts'

export interface TakenMail {
  from: string
  to: string[]
  /** As it came over the wire, dots undone. */
  raw: string
  isSecret: boolean
}
export interface RunningSmtp {
  port: number
  /** Signs its certificate. */
  ca: string
  taken: TakenMail[]
  /** All that clients said in the clear. */
  clear: string[]
  /** The next so many RCPT are answered with this. */
  refuseNext(times: number, answer: string): void
  stop(): Promise<void>
}

interface Talk {
  socket: Socket
  isSecret: boolean
  isSignedIn: boolean
  from: string
  to: string[]
  /** Lines of DATA, or of a sign-in that goes on. */
  data?: string[] | undefined
  login?: string[] | undefined
}

export async function startSmtp(account: { user: string; password: string }): Promise<RunningSmtp> {
  const own = ownCertificate()
  const taken: TakenMail[] = []
  const clear: string[] = []
  const refusals: string[] = []
  const open = new Set<Socket>()
  const secret = Buffer.from(`\0${account.user}\0${account.password}`).toString('base64')

  const begin = (socket: Socket, isSecret: boolean) => {
    const talk: Talk = { socket, isSecret, isSignedIn: false, from: '', to: [] }
    let rest = ''
    const hear = (chunk: Buffer) => {
      rest += chunk.toString('utf8')
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end)
        rest = rest.slice(end + 2)
        if (!isSecret) clear.push(line)
        if (line.toUpperCase() === 'STARTTLS' && !isSecret) {
          socket.off('data', hear)
          socket.write('220 go ahead\r\n')
          begin(new TLSSocket(socket, { isServer: true, ...own }), true)
          return
        }
        const answer = answerTo(talk, line)
        if (answer !== undefined) socket.write(`${answer}\r\n`)
        if (answer?.startsWith('221')) socket.end()
      }
    }
    socket.on('data', hear)
    // A client that hangs up in the middle is none of the server's business.
    socket.on('error', () => socket.destroy())
    return talk
  }
  /** What it says to a line; nothing within a mail. */
  const answerTo = (talk: Talk, line: string): string | undefined => {
    if (talk.data) {
      if (line !== '.') {
        talk.data.push(line.replace(/^\./, ''))
        return undefined
      }
      const raw = talk.data.join('\r\n')
      taken.push({ from: talk.from, to: talk.to, raw, isSecret: talk.isSecret })
      talk.data = undefined
      return '250 2.0.0 queued'
    }
    if (talk.login) {
      talk.login.push(Buffer.from(line, 'base64').toString('utf8'))
      if (talk.login.length === 1) return `334 ${Buffer.from('Password:').toString('base64')}`
      const [user, password] = talk.login
      talk.login = undefined
      return signIn(talk, user === account.user && password === account.password)
    }
    const [verb = ''] = line.toUpperCase().split(' ')
    switch (verb) {
      case 'EHLO':
        return `250-localhost\r\n${talk.isSecret ? '250-AUTH PLAIN LOGIN' : '250-STARTTLS'}\r\n250 8BITMIME`
      case 'AUTH':
        if (!talk.isSecret) return '538 5.7.11 encryption required'
        if (/^AUTH LOGIN/i.test(line)) {
          talk.login = []
          return `334 ${Buffer.from('Username:').toString('base64')}`
        }
        return signIn(talk, line.split(' ')[2] === secret)
      case 'MAIL':
        if (!talk.isSignedIn) return '530 5.7.0 authentication required'
        talk.from = /<([^>]*)>/.exec(line)?.[1] ?? ''
        talk.to = []
        return '250 2.1.0 ok'
      case 'RCPT': {
        const refusal = refusals.shift()
        if (refusal) return refusal
        talk.to.push(/<([^>]*)>/.exec(line)?.[1] ?? '')
        return '250 2.1.5 ok'
      }
      case 'DATA':
        talk.data = []
        return '354 end with a dot'
      case 'QUIT':
        return '221 2.0.0 bye'
      case 'RSET':
      case 'NOOP':
        return '250 2.0.0 ok'
      default:
        return '502 5.5.2 what?'
    }
  }
  const signIn = (talk: Talk, isRight: boolean): string => {
    talk.isSignedIn = isRight
    return isRight ? '235 2.7.0 welcome' : '535 5.7.8 wrong user or password'
  }
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    begin(socket, false)
    socket.write('220 localhost ESMTP\r\n')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    ca: own.cert,
    ...{ taken, clear },
    refuseNext(times, answer) {
      for (let i = 0; i < times; i++) refusals.push(answer)
    },
    async stop() {
      server.close()
      for (const socket of open) socket.destroy()
      await once(server, 'close')
    },
  }
}
