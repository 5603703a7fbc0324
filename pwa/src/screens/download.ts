/** Hands a file to the patient. */

/** Saves `content` under `name`, as the browser does it. */
export function download(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  downloadFrom(address, name)
  // Some browsers read the file only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

/** Lets the browser save what is at `address`, under the name that the server gives it unless one is given here. */
export function downloadFrom(address: string, name = ''): void {
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
}
