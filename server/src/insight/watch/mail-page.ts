// A report as a mail: HTML that phones show, without scripts or anything to fetch, and the same in words.
import { INK } from '../picture/ink.ts'
import type { Block, Told, ToldTable, Tongue } from '../told/told.ts'

export interface Page {
  told: Told
  tongue: Tongue
  /** Of its own server only. */
  link?: string | undefined
  leave?: string | undefined
  /** Whose figures, and of which customers. */
  readBy: string
  /** Days on which it should have come and did not. */
  missed: readonly string[]
  /** Shown above the figures: `cid:report`, or its bytes in a preview. */
  picture?: string | undefined
}

const WORDS = {
  'zh-CN': {
    open: '打开页面',
    leave: '不再接收这份报告',
    further: (n: number) => `另有 ${n} 行，请打开页面查看`,
    missed: (days: string) => `以下日期的报告未能按时发出：${days}`,
    picture: '报告图片',
  },
  en: {
    open: 'Open the page',
    leave: 'Stop sending me this report',
    further: (n: number) => `${n} more rows on the page`,
    missed: (days: string) => `Reports of these days could not be made in time: ${days}`,
    picture: 'Picture of the report',
  },
} as const

const esc = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
const FONT =
  "-apple-system,BlinkMacSystemFont,'Segoe UI','PingFang SC','Microsoft YaHei',sans-serif"

export function mailHtml({ told, tongue, link, leave, readBy, missed, picture }: Page): string {
  const say = WORDS[tongue]
  const parts = [
    `<h1 style="margin:0 0 4px;font-size:20px;line-height:1.4;color:${INK.text}">${esc(told.title)}</h1>`,
    ...told.about.map((line) => quiet(line)),
    ...(missed.length > 0
      ? [
          `<p style="margin:10px 0;color:${INK.bad};font-size:14px">${esc(say.missed(missed.join(', ')))}</p>`,
        ]
      : []),
    ...told.blocks.map((block) => blockHtml(block, tongue)),
    ...(picture
      ? [
          `<img src="${esc(picture)}" alt="${esc(say.picture)}" width="592" style="display:block;width:100%;max-width:720px;height:auto;margin:20px 0 0;border:1px solid ${INK.line};border-radius:6px">`,
        ]
      : []),
    ...(link
      ? [
          `<p style="margin:20px 0"><a href="${esc(link)}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:${INK.good};color:#ffffff;text-decoration:none;font-size:15px">${say.open}</a></p>`,
        ]
      : []),
    `<div style="border-top:1px solid ${INK.line};margin-top:20px;padding-top:10px">${quiet(readBy)}${
      leave
        ? `<p style="margin:4px 0;font-size:12px"><a href="${esc(leave)}" style="color:${INK.quiet}">${say.leave}</a></p>`
        : ''
    }</div>`,
  ]
  return `<!doctype html><html lang="${tongue}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${esc(told.title)}</title></head><body style="margin:0;padding:0;background:${INK.ground}"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:${INK.ground}"><tr><td align="center" style="padding:16px 8px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:640px;background:${INK.paper};border-radius:8px"><tr><td style="padding:20px 16px;font-family:${FONT};color:${INK.text}">${parts.join('')}</td></tr></table></td></tr></table></body></html>`
}

const quiet = (line: string) =>
  `<p style="margin:2px 0;color:${INK.quiet};font-size:12px;line-height:1.5">${esc(line)}</p>`

function blockHtml({ title, tiles, table, words }: Block, tongue: Tongue): string {
  return [
    title && (tiles || table || words)
      ? `<h2 style="margin:20px 0 6px;font-size:15px;line-height:1.4">${esc(title)}</h2>`
      : '',
    tiles ? tilesHtml(tiles) : '',
    ...(words ?? []).map(
      (line) => `<p style="margin:10px 0;font-size:14px;line-height:1.6">${esc(line)}</p>`,
    ),
    table ? tableHtml(table, tongue) : '',
  ].join('')
}

/** Rows, not columns beside each other: a phone shows them whole. */
function tilesHtml(tiles: NonNullable<Block['tiles']>): string {
  const rows = tiles.map(
    ({ name, value, change }) =>
      `<tr><td style="padding:9px 4px;border-bottom:1px solid ${INK.line};font-size:14px">${esc(name)}</td><td align="right" style="padding:9px 4px;border-bottom:1px solid ${INK.line};white-space:nowrap"><b style="font-size:17px">${esc(value)}</b>${change ? `<br><span style="color:${INK.quiet};font-size:12px">${esc(change)}</span>` : ''}</td></tr>`,
  )
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:12px 0;border-collapse:collapse">${rows.join('')}</table>`
}

function tableHtml({ columns, rows, further }: ToldTable, tongue: Tongue): string {
  const cell = (tag: 'td' | 'th', words: string, at: number) => {
    const isNumber = columns[at]?.isNumber
    return `<${tag} align="${isNumber ? 'right' : 'left'}" style="padding:6px 8px;border-bottom:1px solid ${INK.line};font-size:13px;font-weight:${tag === 'th' ? 600 : 400};color:${tag === 'th' ? INK.quiet : INK.text};${isNumber ? 'white-space:nowrap' : ''}">${esc(words)}</${tag}>`
  }
  const head = columns.map(({ title }, at) => cell('th', title, at)).join('')
  const body = rows
    .map((row) => `<tr>${columns.map((_, at) => cell('td', row[at] ?? '', at)).join('')}</tr>`)
    .join('')
  const more = further > 0 ? quiet(WORDS[tongue].further(further)) : ''
  return `<div style="overflow-x:auto;margin:12px 0"><table width="100%" cellpadding="0" cellspacing="0" style="border-collapse:collapse"><tr>${head}</tr>${body}</table></div>${more}`
}

/** For whoever reads mails as text. */
export function mailText({ told, tongue, link, leave, readBy, missed }: Page): string {
  const say = WORDS[tongue]
  return [
    told.title,
    ...told.about,
    ...(missed.length > 0 ? [say.missed(missed.join(', '))] : []),
    '',
    ...told.blocks
      .flatMap((block) => linesOf(block, tongue))
      .map((line) => line.replaceAll('**', '')),
    '',
    ...(link ? [`${say.open}: ${link}`] : []),
    readBy,
    ...(leave ? [`${say.leave}: ${leave}`] : []),
  ].join('\n')
}

const aside = (words: string, tongue: Tongue) => (tongue === 'en' ? ` (${words})` : `（${words}）`)
/** Rows of a table that a chat shows. */
const CHAT_ROWS = 6

/** A block in the little Markdown that chats read. */
export const linesOf = ({ title, tiles, table, words }: Block, tongue: Tongue): string[] => [
  ...(title && (tiles || table || words) ? [`**${title}**`] : []),
  ...(tiles ?? []).map(
    ({ name, value, change }) => `**${name}** ${value}${change ? aside(change, tongue) : ''}`,
  ),
  ...(words ?? []),
  ...(table && !tiles
    ? table.rows.slice(0, CHAT_ROWS).map(([first = '', ...rest]) => {
        const said = rest.map((cell, at) => `${table.columns[at + 1]?.title ?? ''} ${cell}`)
        return [first, ...said].join(' · ')
      })
    : []),
]
