/**
 * Six colours that stay apart for eyes without red, green or blue, and reach 3:1 on their paper; a
 * test measures both. A thing keeps its place in all charts.
 */
export const PALETTE = {
  light: ['#1d6b50', '#cf7b26', '#4f8fe6', '#641a72', '#918d83', '#263a12'],
  dark: ['#4ba585', '#e8b95a', '#6fd0f5', '#8a62c8', '#efe9dc', '#b85526'],
} as const

export const MOST_SERIES = PALETTE.light.length

export const PAPER = { light: '#ffffff', dark: '#1b1e1b' } as const
