import { expect, test } from 'vitest'
import { platformOf } from '$src/core/platform'

const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)'

test.each([
  ['an iPhone', 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1', 5, 'ios'],
  ['an iPad, which calls itself a Mac', `${MAC} Version/18.5 Safari/605.1.15`, 5, 'ios'],
  ['Safari on a Mac', `${MAC} Version/18.5 Safari/605.1.15`, 0, 'mac'],
  ['Chrome on a Mac', `${MAC} Chrome/149.0.0.0 Safari/537.36`, 0, 'chromium'],
  ['Chrome on Android', 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/149.0.0.0 Mobile Safari/537.36', 5, 'android'],
  ['Firefox on Android', 'Mozilla/5.0 (Android 15; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0', 5, 'android'],
  ['Firefox on a computer', 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 0, 'firefox'],
  ['Edge on Windows', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/149.0.0.0 Safari/537.36 Edg/149.0', 0, 'chromium'],
])('%s is told its own steps', (_name, agent, touchPoints, platform) => {
  expect(platformOf(agent, touchPoints)).toBe(platform)
})
