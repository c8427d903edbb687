// One request to the collector. wx.request calls `success` for every status, errors included.
import type { Answer, Entry } from '../../core/queue.ts'
import type { Wx } from './wx.ts'

const TIMEOUT_MS = 20_000

export const sender =
  (wx: Wx) =>
  (server: string, to: Entry['to'], body: string): Promise<Answer> =>
    new Promise((resolve) => {
      wx.request({
        url: `${server}/v1/${to}`,
        method: 'POST',
        data: body,
        // As JSON WeChat would parse the text and write it anew.
        header: { 'content-type': 'text/plain' },
        timeout: TIMEOUT_MS,
        success({ statusCode, header = {} }) {
          const name = Object.keys(header).find((key) => /^retry-after$/i.test(key))
          const seconds = Number(name === undefined ? Number.NaN : header[name])
          resolve({
            status: statusCode,
            ...(seconds >= 0 && { retryAfter: Math.min(seconds, 3600) }),
          })
        },
        fail: () => resolve({ status: 0 }),
      })
    })
