// `const hf = require('./homefield')` in app.js, `hf.init({ … })` before `App({ … })`.
import { createClient } from './client.ts'
import type { PageSelf, Parts, Register, Wx } from './wx.ts'

declare const wx: Wx
declare let App: Register
declare let Page: Register
declare let Component: Register
declare const getCurrentPages: () => PageSelf[]

function changed(register: Register, change: (parts: Parts) => void): Register {
  return (parts) => {
    const whole = parts ?? {}
    change(whole)
    return register(whole)
  }
}

export const hf = createClient({
  wx,
  onApp(change) {
    App = changed(App, change)
  },
  onPage(change) {
    Page = changed(Page, change)
    // A page built with Component has its functions, `onLoad` among them, in `methods`.
    Component = changed(Component, ({ methods }) => {
      const functions = (methods ?? {}) as Parts
      if (typeof functions.onLoad === 'function' || typeof functions.onShow === 'function')
        change(functions)
    })
  },
  pages: () => getCurrentPages(),
})

export const {
  init,
  track,
  page,
  identify,
  setAttributes,
  setCommon,
  consent,
  reset,
  visitorId,
  flush,
  login,
  sharePath,
} = hf

export type { Automatic, Methods, Options } from './types.ts'
