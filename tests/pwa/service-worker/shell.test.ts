import { expect, test } from 'vitest'
import { isChartLibrary, isShellNavigation, withoutOthers } from '$src/service-worker/shell'

test.each(['/', '/?source=home-screen', '/index.html'])('%s opens without network', (address) => {
  expect(isShellNavigation.test(address)).toBe(true)
})

test.each(['/shared', '/shared?x=1', '/api/progress', '/schema/openapi.json', '/schema', '/anything', '//'])(
  '%s is never answered by the shell',
  (address) => {
    expect(isShellNavigation.test(address)).toBe(false)
  },
)

test('only the chart library waits for its first use', () => {
  expect(isChartLibrary('/assets/plotly-basic.min-Bx81.js')).toBe(true)
  expect(isChartLibrary('assets/plotly-basic.min-Bx81.js')).toBe(true)
  expect(isChartLibrary('/assets/Chart-Bx81.js')).toBe(false)
  expect(isChartLibrary('/assets/Plot-Bx81.js')).toBe(false)
})

test('the chart library of an older version is dropped, the present one stays', async () => {
  const kept = new Set(['https://casebook.example/assets/plotly-new.js', 'https://casebook.example/assets/plotly-old.js'])
  const cache = {
    keys: async () => [...kept].map((url) => ({ url })),
    delete: async (request: { url: string }) => kept.delete(request.url),
  } as unknown as Cache
  await withoutOthers(cache, ['assets/plotly-new.js'], 'https://casebook.example')
  expect([...kept]).toEqual(['https://casebook.example/assets/plotly-new.js'])
})
