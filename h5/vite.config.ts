import { defineConfig } from 'vite'
import { firstLoadBudget } from './first-load.ts'

// `npm run dev -w h5` expects a Homefield server beside it on its default port.
const server = 'http://127.0.0.1:7070'

export default defineConfig({
  base: '/m/',
  plugins: [firstLoadBudget()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // A shop's address never begins with an underscore.
  build: { target: 'es2020', assetsDir: '_assets' },
  server: { proxy: { '/api': server } },
})
