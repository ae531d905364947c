import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { boothFiles } from './booth-files.ts'
import { unpackedFonts } from './unpacked-fonts.ts'

const here = (path: string) => decodeURIComponent(new URL(path, import.meta.url).pathname)

/** The words of react-aria in languages that we do not offer would be a third of its weight. */
const onlyOurLanguages: Plugin = {
  name: 'only-our-languages',
  enforce: 'pre',
  load: (id) =>
    /[/\\]react-aria[^/\\]*[/\\]dist[/\\].*[/\\][a-z]{2}-[A-Z]{2}\.mjs$/.test(id) &&
    !/(zh-CN|en-US)\.mjs$/.test(id)
      ? 'export default {}'
      : null,
}

/** Every browser that runs our pages reads woff2; the older woff files would double the fonts on disk. */
const onlyWoff2: Plugin = {
  name: 'only-woff2',
  enforce: 'pre',
  transform: (code, id) =>
    id.includes('@fontsource') ? code.replaceAll(/, url\([^)]+\.woff\) format\('woff'\)/g, '') : null,
}

export default defineConfig({
  plugins: [onlyOurLanguages, onlyWoff2, unpackedFonts, react(), boothFiles],
  build: {
    outDir: here('../dist/kiosk'),
    emptyOutDir: false, // build.ts puts several builds into it
    modulePreload: { polyfill: false }, // every browser that our pages ask for has it
    chunkSizeWarningLimit: 1_000, // test/ui/weight.test.ts holds what a browser waits for
    assetsInlineLimit: 0, // the content security policy forbids data: addresses
    rolldownOptions: {
      output: {
        // A service worker keeps its address: the browser looks there for a newer one.
        entryFileNames: ({ name }) => (name === 'booth-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  worker: {
    format: 'es',
    plugins: () => [unpackedFonts],
    rolldownOptions: {
      output: {
        // Inside the reach of the booth's service worker, which gives it out without network.
        entryFileNames: ({ name }) =>
          name === 'pin-worker' ? 'booth-[name]-[hash].js' : 'assets/[name]-[hash].js',
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
})
