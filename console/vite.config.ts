import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { firstLoadBudget } from './first-load.ts'

// `npm run dev -w console` expects a Homefield server beside it on its default port.
const server = 'http://127.0.0.1:7070'

export default defineConfig({
  base: '/console/',
  plugins: [react(), firstLoadBudget()],
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 900,
    // The files of every page are named in what everybody loads first: what tells them apart, and nothing else.
    rolldownOptions: {
      output: {
        chunkFileNames: 'assets/[hash].js',
        assetFileNames: 'assets/[hash][extname]',
      },
    },
  },
  server: { proxy: { '/api': server, '/v1': server } },
})
