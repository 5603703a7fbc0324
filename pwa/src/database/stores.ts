/** Moving all entries of one store into another, and removing a store: for sign-up and sign-out (C13). */
import { deleteDB } from 'idb'
import { addAttachment } from './attachments'
import { addMissing, everyRow, JOURNAL, look } from './log'
import { reproject } from './shelves'
import { openStore, type Store } from './store'

const STAYS = new Set(['joining', 'progress', 'case', 'reminding'])

/** Copies every edit and file of `from` that `to` lacks, unsent. Doing it twice, or being killed in the middle, is harmless. */
export async function copyEdits(from: Store, to: Store): Promise<void> {
  const rows = await look(from, everyRow)
  await to.connection.write(JOURNAL, async (writing) => reproject(writing, await addMissing(writing, rows)))
  await copyKept(from, to)
  const files = await from.connection.read((database) => database.getAll('attachments'))
  for (const { type, bytes, thumbnail } of files) await addAttachment(to, type, bytes, thumbnail)
}

/** What is half done goes along; what the place alone means, or what is noted of the move, does not. */
async function copyKept(from: Store, to: Store): Promise<void> {
  const [names, values] = await from.connection.read((database) =>
    Promise.all([database.getAllKeys('kept'), database.getAll('kept')]),
  )
  await to.connection.write(['kept'], async (writing) => {
    for (const [place, name] of names.entries()) {
      if (STAYS.has(name) || (await writing.objectStore('kept').getKey(name)) !== undefined) continue
      await writing.objectStore('kept').put(values[place], name)
    }
  })
}

/** Removes a store with all in it. */
export async function removeStore(store: Store): Promise<void> {
  const { name } = store
  store.close()
  await deleteDB(name)
}

export { openStore }
