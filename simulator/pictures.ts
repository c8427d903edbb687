// Pictures of the brand's goods and banners, drawn: a synthetic brand has nothing to photograph.
import { Resvg } from '@resvg/resvg-js'
import { FONT_FILES, INK } from '../server/src/insight/picture/ink.ts'

interface Look {
  paper: string
  ink: string
  light: string
}
const LOOKS: Record<string, Look> = {
  绿茶: { paper: '#e4efe2', ink: '#3f7d4f', light: '#a9cfa6' },
  乌龙茶: { paper: '#efe8d8', ink: '#8a6a2f', light: '#d3bd87' },
  红茶: { paper: '#f4e2da', ink: '#a5452c', light: '#dd9f85' },
  普洱: { paper: '#e9dfd6', ink: '#5f3a26', light: '#b08d76' },
  白茶: { paper: '#eef0ea', ink: '#7d8a70', light: '#c6cfba' },
  花草茶: { paper: '#f6ecd9', ink: '#c08a2b', light: '#ecd08f' },
  袋泡茶: { paper: '#e3edf0', ink: '#3f7385', light: '#a5c7d1' },
  礼盒: { paper: '#f3dfdf', ink: '#a12f3c', light: '#dc9aa1' },
  茶事服务: { paper: '#f1ebe0', ink: '#6b4f3a', light: '#cfae8a' },
  茶器: { paper: '#e6e9ee', ink: '#55627a', light: '#b3bdcd' },
}
const PLAIN: Look = { paper: '#ececec', ink: '#666666', light: '#bbbbbb' }
export const lookOf = (category: string): Look => LOOKS[category] ?? PLAIN

const SHAPES: Record<string, (look: Look) => string> = {
  can: ({ ink, light }) =>
    `<rect x="150" y="140" width="180" height="240" rx="14" fill="${ink}"/>
     <rect x="142" y="116" width="196" height="44" rx="10" fill="${light}"/>
     <rect x="178" y="210" width="124" height="110" rx="6" fill="#ffffff" opacity=".88"/>`,
  cake: ({ ink, light }) =>
    `<circle cx="240" cy="240" r="138" fill="${ink}"/><circle cx="240" cy="240" r="104" fill="${light}"/>
     <circle cx="240" cy="240" r="30" fill="${ink}" opacity=".55"/>`,
  bag: ({ ink, light }) =>
    `<path d="M150 190h180v170a20 20 0 0 1-20 20H170a20 20 0 0 1-20-20z" fill="${light}"/>
     <path d="M150 190l34-60h112l34 60z" fill="${ink}"/><path d="M240 130V70" stroke="${ink}" stroke-width="5"/>
     <rect x="212" y="40" width="56" height="42" rx="5" fill="${ink}"/>`,
  box: ({ ink, light }) =>
    `<rect x="96" y="170" width="288" height="200" rx="10" fill="${ink}"/>
     <rect x="86" y="136" width="308" height="60" rx="10" fill="${light}"/>
     <rect x="222" y="136" width="36" height="234" fill="#ffffff" opacity=".75"/>`,
  card: ({ ink, light }) =>
    `<rect x="84" y="150" width="312" height="196" rx="18" fill="${ink}"/>
     <rect x="84" y="190" width="312" height="36" fill="${light}"/>
     <circle cx="346" cy="292" r="26" fill="${light}"/>`,
  pot: ({ ink, light }) =>
    `<path d="M346 210c70 0 70 110-8 112" fill="none" stroke="${ink}" stroke-width="20"/>
     <path d="M140 244L72 200" stroke="${ink}" stroke-width="26" stroke-linecap="round"/>
     <ellipse cx="240" cy="270" rx="124" ry="98" fill="${ink}"/><ellipse cx="240" cy="182" rx="70" ry="20" fill="${light}"/>
     <circle cx="240" cy="156" r="16" fill="${ink}"/>`,
}
const SHAPE_OF: Record<string, keyof typeof SHAPES> = {
  ...{ 普洱: 'cake', 袋泡茶: 'bag', 礼盒: 'box', 茶器: 'pot', 茶事服务: 'card' },
}

const drawn = (svg: string, width: number): Buffer =>
  new Resvg(svg, {
    fitTo: { mode: 'width', value: width },
    font: { loadSystemFonts: false, fontFiles: FONT_FILES, defaultFontFamily: INK.font },
  })
    .render()
    .asPng()

/** A product as it stands on its shelf, square. */
export function productPicture(category: string): Buffer {
  const look = lookOf(category)
  const shape = SHAPES[SHAPE_OF[category] ?? 'can']
  return drawn(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 480"><rect width="480" height="480" fill="${look.paper}"/>
     <ellipse cx="240" cy="388" rx="170" ry="20" fill="#000000" opacity=".08"/>${shape?.(look) ?? ''}</svg>`,
    480,
  )
}

const hills = (ink: string, light: string) =>
  `<path d="M0 300C140 200 240 250 380 220S640 130 750 200v175H0z" fill="${light}" opacity=".7"/>
   <path d="M0 340C180 250 300 320 460 280s220-40 290-20v115H0z" fill="${ink}" opacity=".8"/>`

/** A banner with a line of words, two wide by one high. */
export function bannerPicture(title: string, words: string, category: string): Buffer {
  const { paper, ink, light } = lookOf(category)
  return drawn(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 750 375" font-family="${INK.font}">
     <rect width="750" height="375" fill="${paper}"/><circle cx="600" cy="110" r="56" fill="${light}"/>${hills(ink, light)}
     <text x="48" y="118" font-size="52" font-weight="500" fill="${ink}">${title}</text>
     <text x="48" y="168" font-size="26" fill="${ink}">${words}</text></svg>`,
    750,
  )
}

/** Categories in two rows of two, to be touched: 3 wide by 2 high. */
export function fourPicture(names: readonly [string, string, string, string]): Buffer {
  const cell = (name: string, i: number) => {
    const { paper, ink } = lookOf(name)
    const [x, y] = [(i % 2) * 375 + 8, Math.floor(i / 2) * 250 + 8]
    return `<rect x="${x}" y="${y}" width="359" height="234" rx="18" fill="${paper}"/>
      <text x="${x + 28}" y="${y + 70}" font-size="40" font-weight="500" fill="${ink}">${name}</text>
      <svg x="${x + 150}" y="${y + 30}" width="200" height="200" viewBox="0 0 480 480">${SHAPES[SHAPE_OF[name] ?? 'can']?.(lookOf(name)) ?? ''}</svg>`
  }
  return drawn(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 750 500" font-family="${INK.font}">${names.map(cell).join('')}</svg>`,
    750,
  )
}

const METALS = {
  plain: { rim: '#7d9b76', face: '#dfeadb' },
  silver: { rim: '#8d97a3', face: '#e9edf1' },
  gold: { rim: '#b98a2e', face: '#f6e7bd' },
} as const

/** A level's badge: a leaf on a coin, on a transparent ground. */
export function badgePicture(metal: keyof typeof METALS): Buffer {
  const { rim, face } = METALS[metal]
  return drawn(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 160"><circle cx="80" cy="80" r="74" fill="${rim}"/>
     <circle cx="80" cy="80" r="62" fill="${face}"/><path d="M46 108C44 66 70 46 116 46c2 46-22 70-60 68" fill="${rim}"/>
     <path d="M40 122c14-26 34-44 58-56" fill="none" stroke="${face}" stroke-width="5" stroke-linecap="round"/></svg>`,
    160,
  )
}
