// What pictures are drawn with: the console's colours on white, and a font of our own, so that Chinese
// is readable on a server that has none.
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const folder = join(
  dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')),
  '..',
  'fonts',
)
export const FONT_FILES = ['NotoSansHans-Regular.otf', 'NotoSansHans-Medium.otf'].map((name) =>
  join(folder, name),
)

export const INK = {
  font: 'Noto Sans S Chinese',
  series: ['#1d6b50', '#cf7b26', '#4f8fe6', '#641a72', '#918d83', '#263a12'],
  paper: '#ffffff',
  text: '#1d211e',
  quiet: '#6a706b',
  line: '#e4e6e2',
  ground: '#f5f6f4',
  good: '#1d6b50',
  bad: '#b03a2e',
} as const

/** The font knows Chinese, Latin, Greek and Cyrillic; of what it does not know a box would be left. */
export const inkable = (text: string): string =>
  text
    .replace(/\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f/gu, '')
    .replace(
      /[\p{Script=Hangul}\p{Script=Thai}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}]/gu,
      '?',
    )
