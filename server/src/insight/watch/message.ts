// What a robot tells, and how each chat wants it: the providers' own protocols, signing included. Pure.
import { createHash, createHmac } from 'node:crypto'

export const ROBOT_KINDS = ['wecom', 'dingtalk', 'feishu'] as const
export type RobotKind = (typeof ROBOT_KINDS)[number]

export interface Message {
  title: string
  /** One line each, in the little Markdown that all three read: **bold**, [link](address). */
  lines: readonly string[]
  link?: { text: string; url: string } | undefined
}
/** A chart for the chat: WeCom takes its bytes, DingTalk an address, Feishu neither from a robot. */
export interface Picture {
  png: Buffer
  /** Signed and ending; without an address of the server's own there is none. */
  url?: string | undefined
}
export interface RobotAddress {
  kind: RobotKind
  url: string
  secret?: string | undefined
}

/** WeCom shows a picture only as a message of its own, after the words. */
export const hasPictureMessage = (kind: RobotKind): boolean => kind === 'wecom'

export const pictureRequest = (url: string, { png }: Picture) => ({
  url,
  body: JSON.stringify({
    msgtype: 'image',
    image: { base64: png.toString('base64'), md5: createHash('md5').update(png).digest('hex') },
  }),
})

/** Bytes of a text that WeCom takes; it refuses the whole message beyond. */
const WECOM_BYTES = 4_096

export function requestTo(
  { kind, url, secret }: RobotAddress,
  message: Message,
  now: Date,
  picture?: Picture,
): { url: string; body: string } {
  switch (kind) {
    case 'wecom':
      return {
        url,
        body: JSON.stringify({ msgtype: 'markdown', markdown: { content: wecom(message) } }),
      }
    case 'dingtalk':
      return {
        url: secret === undefined ? url : withDingtalkSign(url, secret, now),
        body: JSON.stringify({
          msgtype: 'markdown',
          markdown: { title: message.title, text: dingtalk(message, picture?.url) },
        }),
      }
    case 'feishu':
      return {
        url,
        body: JSON.stringify({
          ...(secret !== undefined && feishuSign(secret, now)),
          msg_type: 'interactive',
          card: feishuCard(message),
        }),
      }
  }
}

const linkOf = ({ link }: Message) => (link ? [`[${link.text}](${link.url})`] : [])

/** Lines are left out from the end, and it says how many: never a sentence cut in two. */
function wecom(message: Message): string {
  const head = `**${message.title}**`
  const foot = linkOf(message)
  for (let kept = message.lines.length; kept >= 0; kept--) {
    const left = message.lines.length - kept
    const lines = [
      head,
      ...message.lines.slice(0, kept),
      ...(left > 0 ? [`… +${left}`] : []),
      ...foot,
    ]
    const text = lines.join('\n')
    if (Buffer.byteLength(text) <= WECOM_BYTES) return text
  }
  return head
}

const dingtalk = (message: Message, picture: string | undefined): string =>
  [
    `### ${message.title}`,
    ...message.lines,
    ...(picture ? [`![](${picture})`] : []),
    ...linkOf(message),
  ].join('\n\n')

function withDingtalkSign(url: string, secret: string, now: Date): string {
  const timestamp = String(now.getTime())
  const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64')
  const signed = new URL(url)
  signed.searchParams.set('timestamp', timestamp)
  signed.searchParams.set('sign', sign)
  return signed.toString()
}

/** Feishu signs nothing with a key made of the time and the secret. */
function feishuSign(secret: string, now: Date): { timestamp: string; sign: string } {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  return { timestamp, sign: createHmac('sha256', `${timestamp}\n${secret}`).digest('base64') }
}

const feishuCard = (message: Message) => ({
  header: { title: { tag: 'plain_text', content: message.title } },
  elements: [
    { tag: 'markdown', content: message.lines.join('\n') },
    ...(message.link
      ? [
          {
            tag: 'action',
            actions: [
              {
                tag: 'button',
                text: { tag: 'plain_text', content: message.link.text },
                url: message.link.url,
                type: 'primary',
              },
            ],
          },
        ]
      : []),
  ],
})

/** All three answer 200 and say in the body whether they took it. */
export function wasTaken(status: number, text: string): boolean {
  if (status !== 200) return false
  try {
    const said: unknown = JSON.parse(text)
    if (typeof said !== 'object' || said === null) return false
    const code = 'errcode' in said ? said.errcode : 'code' in said ? said.code : undefined
    return code === 0
  } catch {
    // A proxy's page in place of the provider's answer.
    return false
  }
}
