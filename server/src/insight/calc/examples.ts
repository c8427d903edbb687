// What the OpenAPI document shows of each calculator, and what docs/calculators.md runs.

const factors = {
  visitors: 120000,
  conversion_rate: 0.027,
  order_value: 130,
  fission_rate: 0.25,
  ltv_multiple: 1.5,
}

export const EXAMPLES = {
  attribution: {
    model: 'markov',
    paths: [
      { channels: ['短视频'], conversions: 1, value: 200, nulls: 0 },
      { channels: ['短视频', '企微'], conversions: 0, value: 0, nulls: 1 },
      { channels: ['企微'], conversions: 1, value: 300, nulls: 1 },
    ],
  },
  experiment: {
    method: 'proportion',
    control: { n: 3000, conversions: 1396 },
    treatment: { n: 3461, conversions: 2422 },
    expected_share: 0.5357,
  },
  nps: {
    promoters: 200,
    passives: 120,
    detractors: 80,
    before: { promoters: 180, passives: 120, detractors: 100 },
  },
  'clv/fit': {
    rows: [
      { frequency: 1, recency: 16, T: 142, monetary: 106 },
      { frequency: 1, recency: 95, T: 253, monetary: 85 },
      { frequency: 1, recency: 46, T: 295, monetary: 306 },
      { frequency: 1, recency: 3, T: 169, monetary: 123 },
      { frequency: 0, recency: 0, T: 205 },
      { frequency: 1, recency: 218, T: 285, monetary: 90 },
      { frequency: 0, recency: 0, T: 251 },
      { frequency: 33, recency: 294, T: 295, monetary: 821 },
      { frequency: 2, recency: 133, T: 141, monetary: 242 },
      { frequency: 3, recency: 108, T: 214, monetary: 290 },
      { frequency: 0, recency: 0, T: 133 },
      { frequency: 6, recency: 146, T: 266, monetary: 153 },
      { frequency: 4, recency: 171, T: 246, monetary: 182 },
      { frequency: 1, recency: 80, T: 214, monetary: 347 },
      { frequency: 1, recency: 23, T: 285, monetary: 64 },
      { frequency: 0, recency: 0, T: 235 },
      { frequency: 3, recency: 137, T: 186, monetary: 615 },
      { frequency: 3, recency: 49, T: 205, monetary: 223 },
      { frequency: 1, recency: 22, T: 128, monetary: 117 },
      { frequency: 1, recency: 67, T: 298, monetary: 193 },
    ],
  },
  'clv/predict': {
    time_unit: 'week',
    bg_nbd: { r: 0.2426, alpha: 4.4136, a: 0.7929, b: 2.4259 },
    gamma_gamma: { p: 6.25, q: 3.744, v: 15.44 },
    rows: [{ frequency: 2, recency: 30.43, T: 38.86, monetary: 22.35 }],
    horizons: [30, 90, 365],
  },
  gmv: {
    factors,
    before: {
      visitors: 100000,
      conversion_rate: 0.03,
      order_value: 120,
      fission_rate: 0.1,
      ltv_multiple: 1.4,
    },
  },
  kfactor: {
    model: { invites_per_user: 5, conversion: 0.1 },
    measured: { recruits: [3, 1, 2], cohort: 20, sharers: 8 },
    growth: { start: 10, cycle: 1, times: [0, 1, 2, 5, 10] },
    cycle_days: [1, 4, 9],
  },
  rfm: {
    rows: [
      { recency: 3, frequency: 9, monetary: 320 },
      { recency: 12, frequency: 4, monetary: 180 },
      { recency: 45, frequency: 2, monetary: 90 },
      { recency: 80, frequency: 1, monetary: 60 },
      { recency: 200, frequency: 6, monetary: 240 },
    ],
  },
  gini: { values: [50, 20, 10, 5, 5, 4, 3, 2, 1], zeros: 1, top: [0.1, 0.2], share: 0.8 },
} as const
