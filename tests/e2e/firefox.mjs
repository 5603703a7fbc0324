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
const BETWEEN_TAPS_MS = 350
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
const button = (page, name) => page.locator(`::-p-aria([name="${name}"][role="button"])`).click()
const type = (page, label, text) => page.locator(`::-p-aria([name="${label}"][role="textbox"])`).fill(text)

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

/** Chooses a moment as the browser's own picker does: its parts cannot be reached by name, and their order is the locale's. */
async function choose(page, name, moment) {
  await page.waitForSelector(`input[id$="-${name}"]`)
  await page.$eval(
    `input[id$="-${name}"]`,
    (input, value) => {
      input.value = value
      for (const event of ['input', 'change']) input.dispatchEvent(new Event(event, { bubbles: true }))
    },
    moment,
  )
}

/** Answers the scales before or after a session, one a screen. */
async function answerScales(page, states) {
  for (const [name, value] of Object.entries(states)) {
    await shows(page, `${name} right now`)
    await answer(page, String(value))
  }
}

/** A tap that follows the last one at once is taken for its second half, and answers nothing. */
async function answer(page, name) {
  await new Promise((done) => setTimeout(done, BETWEEN_TAPS_MS))
  await button(page, name)
}

async function logSession(page) {
  await open(page, '/session/new')
  await answerScales(page, { Mood: 3, Anxiety: 6, Energy: 4, Pain: 2 })
  await type(page, 'Dose', '42.5')
  // In pounds, as a phone in New York asks for it: 84.8 kg.
  await type(page, 'Body weight', '187')
  await button(page, 'Start the session')
  await button(page, 'Nausea')
  await button(page, 'End the session')
  await answerScales(page, { Mood: 6, Anxiety: 3, Energy: 5, Pain: 1 })
  await button(page, 'Done')
  await shows(page, 'Save changes')
  await shows(page, 'Nausea')
}

async function logPastSession(page) {
  await open(page, '/session/past')
  // The session that was just logged has a field of the same name.
  await shows(page, 'Past session')
  await choose(page, 'started_at', '2026-01-05T10:00')
  await type(page, 'Dose', '40')
  await button(page, 'Save the session')
  await shows(page, 'Save changes')
}

async function answerPhq9(page) {
  await open(page, '/questionnaire/phq9')
  for (let number = 1; number <= 9; number += 1) {
    await shows(page, `PHQ-9, question ${number} of 10`)
    await answer(page, number === 9 ? 'Several days' : 'More than half the days')
  }
  await seesHelp(page)
  await button(page, 'Go on with the questions')
  await shows(page, 'PHQ-9, question 10 of 10')
  await answer(page, 'Not difficult at all')
  await button(page, 'Save')
  await shows(page, 'PHQ-9: 17 of 27')
  await seesHelp(page)
}

async function seesHelp(page) {
  for (const name of ['Call 988', 'Text HOME to 741741']) await page.waitForSelector(`::-p-aria([name="${name}"][role="link"])`)
  await shows(page, 'Nobody watches what you write')
}

async function hasAllOfIt(page) {
  await open(page, '/journal')
  for (const text of ['Mood 7', '42.5 mg (0.50 mg/kg)', 'mood 3 before, 6 after', '40 mg', '17 of 27']) await shows(page, text)
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
  await logSession(first)
  await logPastSession(first)
  await answerPhq9(first)
  await first.reload()
  await hasAllOfIt(first)

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
  await hasAllOfIt(second)
}

// The numbers on the help screen follow the zone, as on a phone that nobody has set up.
const env = { ...process.env, TZ: 'America/New_York' }
const browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true, env })
try {
  await story(browser)
  console.log('the story is told')
} finally {
  await browser.close()
  // Listening for an answer would keep this process alive.
  process.stdin.destroy()
}
