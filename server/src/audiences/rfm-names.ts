// The scores of the grading kit and the attributes that hold them.
export const SCORES = ['r', 'f', 'm'] as const
export type Score = (typeof SCORES)[number]
export const RFM_NAMES: Readonly<Record<Score, string>> = { r: 'rfm_r', f: 'rfm_f', m: 'rfm_m' }
