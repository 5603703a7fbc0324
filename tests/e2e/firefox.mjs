// The core of a patient's story in Firefox, over WebDriver BiDi. Run by test_firefox.py, which serves at the address given
// and stops and starts the server when a line asks for it: that is what having no network is here.
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const [url, executablePath] = process.argv.slice(2)
const { resolve } = createRequire(new URL('../../pwa/package.json', import.meta.url))
const { default: puppeteer } = await import(pathToFileURL(resolve('puppeteer-core')))

const EMAIL = 'fay@casebook.example'
const PASSWORD = 'a long enough password'
const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]()

async function ask(request) {
  console.log(request)
  await answers.next()
}

const shows = (page, text) =>
  page.waitForFunction((wanted) => document.body.innerText.includes(wanted), { timeout: 20_000, polling: 100 }, text).catch(async (error) => {
    throw new Error(`"${text}" is not shown, but: ${await page.evaluate(() => document.body.innerText)}`, { cause: error })
  })
const tap = (page, text) => page.locator(`::-p-text(${text})`).click()
const fill = (page, name, text) => page.locator(`input[name="${name}"]`).fill(text)
const open = (page, address) => page.evaluate((hash) => void (location.hash = hash), address)

/** One more phone: a context with a store and cookies of its own. */
async function phone(browser) {
  const page = await (await browser.createBrowserContext()).newPage()
  await page.setViewport({ width: 390, height: 844 })
  page.setDefaultTimeout(30_000)
  await page.goto(url)
  return page
}

async function isKeptForOffline(page) {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true))
  await page.reload()
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
}

async function checkIn(page, steps) {
  await open(page, '/check-in')
  await page.waitForSelector('main input[type=range]')
  await page.focus('main input[type=range]')
  // The first press gives the middle of the scale.
  for (let step = 0; step <= steps; step += 1) await page.keyboard.press('ArrowRight')
  await tap(page, 'Save check-in')
  await shows(page, 'Log a session')
}

async function story(browser) {
  const first = await phone(browser)
  await shows(first, 'A journal that becomes your case')
  await tap(first, 'Skip')
  await shows(first, 'Log a session')
  await isKeptForOffline(first)

  await ask('stop the server')
  await first.reload()
  await checkIn(first, 2)
  await first.reload()
  await open(first, '/journal')
  await shows(first, 'Mood 7')

  await ask('start the server')
  await open(first, '/account')
  await first.waitForSelector('input[name="email"]')
  await fill(first, 'email', EMAIL)
  await fill(first, 'password', PASSWORD)
  await first.locator('input[name="agree"]').click()
  await tap(first, 'Sign up')
  await shows(first, `Signed in as ${EMAIL}`)
  await shows(first, 'Saved online')

  const second = await phone(browser)
  await open(second, '/account')
  await tap(second, 'I have an account')
  await fill(second, 'email', EMAIL)
  await fill(second, 'password', PASSWORD)
  await second.locator('form button.primary').click()
  await shows(second, `Signed in as ${EMAIL}`)
  await open(second, '/journal')
  await shows(second, 'Mood 7')
}

const browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true })
try {
  await story(browser)
  console.log('the story is told')
} finally {
  await browser.close()
  // Listening for an answer would keep this process alive.
  process.stdin.destroy()
}
