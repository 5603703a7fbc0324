/** A connection to one database that survives being closed by the browser, and tells who listens what was committed. */
import type { IDBPTransaction, StoreNames } from 'idb'
import { openDatabase, type CasebookDatabase, type Database } from './schema'

export type Name = StoreNames<CasebookDatabase>
export type Writing = IDBPTransaction<CasebookDatabase, Name[], 'readwrite'>

export type Durability = 'strict' | 'relaxed'

/** The phone has no room left. What was saved before is safe; this was not saved. */
export class NoRoomError extends Error {}

/** The store was closed, because another account is used now. Nothing was saved. */
export class ClosedError extends Error {}

export class Connection {
  private listeners = new Set<() => void>()
  private channel: BroadcastChannel
  private isClosed = false

  private constructor(
    readonly name: string,
    private database: Database | null,
  ) {
    this.channel = new BroadcastChannel(name)
    this.channel.onmessage = () => this.tell()
  }

  static async open(name: string): Promise<Connection> {
    const connection = new Connection(name, null)
    await connection.opened()
    return connection
  }

  /** Runs `work`; a connection that died is reopened and the work done once more (C11). */
  async read<T>(work: (database: Database) => Promise<T>): Promise<T> {
    try {
      return await work(await this.opened())
    } catch (error) {
      if (!isDead(error)) throw error
      this.database = null
      return work(await this.opened())
    }
  }

  /** Runs `work` in one transaction, resolved once it is on disk. Raises NoRoomError when the phone is full.
   *
   * `relaxed` resolves before it is surely on disk: for what the server has and would send again. Of what is `isToldLater`
   * nobody hears until `changed` is called. */
  async write<T>(
    stores: Name[],
    work: (writing: Writing) => T | Promise<T>,
    durability: Durability = 'strict',
    isToldLater = false,
  ): Promise<T> {
    const result = await this.read(async (database) => {
      const writing = database.transaction(stores, 'readwrite', { durability })
      try {
        const [done] = await Promise.all([worked(writing, work), writing.done])
        return done
      } catch (error) {
        abort(writing)
        throw isFull(error) ? new NoRoomError('no room left', { cause: error }) : error
      }
    })
    if (!isToldLater && (stores.includes('edits') || stores.includes('attachments'))) this.changed()
    return result
  }

  /** Calls `listener` after every committed change of entries, of another tab too. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  close(): void {
    this.isClosed = true
    this.listeners.clear()
    this.channel.close()
    this.database?.close()
    this.database = null
  }

  private async opened(): Promise<Database> {
    // Reopening it would bring back a store that was just removed, with an entry that nobody sees.
    if (this.isClosed) throw new ClosedError('this store is closed')
    this.database ??= await openDatabase(this.name, () => (this.database = null))
    return this.database
  }

  /** Tells of what was committed, here and in other tabs. */
  changed(): void {
    if (this.isClosed) return
    this.tell()
    this.channel.postMessage('changed')
  }

  private tell(): void {
    for (const listener of this.listeners) listener()
  }
}

/** Does `work` and has it committed at once: by itself a transaction first hears of each of its rows, for which a busy
 * screen leaves no moment. */
async function worked<T>(writing: Writing, work: (writing: Writing) => T | Promise<T>): Promise<T> {
  const made = await work(writing)
  try {
    writing.commit()
  } catch {
    // It has nothing more to do and commits by itself, or has ended with an error that its `done` tells.
  }
  return made
}

function abort(writing: Writing): void {
  try {
    writing.abort()
  } catch {
    // It has ended by itself.
  }
}

function isDead(error: unknown): boolean {
  return error instanceof DOMException && (error.name === 'InvalidStateError' || error.name === 'UnknownError')
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError'
}
