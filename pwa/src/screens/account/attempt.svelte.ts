/** Something asked of the server from a screen of the account: whether it is under way, and what was in the way. */
import { Problem } from '../../sync/server'
import { words } from '../../words'

export class Attempt {
  failure = $state('')
  isBusy = $state(false)
  /** The status of the last refusal; null when there was none. */
  status = $state<number | null>(null)

  /** `said` words a refusal of the server; without it, or where it is empty, what the server says of itself is shown. */
  constructor(private said: (problem: Problem) => string = () => '') {}

  /** Whether `work` went through. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    this.failure = ''
    this.status = null
    this.isBusy = true
    try {
      await work()
      return true
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      this.status = error.status
      this.failure = this.wordsFor(error)
      return false
    } finally {
      this.isBusy = false
    }
  }

  private wordsFor(problem: Problem): string {
    const { failed } = words.account
    const otherwise = problem.isOffline ? failed.noNetwork : problem.status === 429 ? failed.tooMany : problem.detail || problem.title
    return this.said(problem) || otherwise
  }
}
