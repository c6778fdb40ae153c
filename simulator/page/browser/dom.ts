// Small tools for the page. Text enters the document as text nodes only: nothing a message says can become markup.

type Child = Node | string | null

export interface Attributes {
  class?: string
  title?: string
  role?: string
  href?: string
  type?: string
  [name: `aria-${string}`]: string
  [name: `data-${string}`]: string
}

/** Makes an element. Links other than http(s) lose their address. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  children: Child[] = [],
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || (key === 'href' && !/^https?:\/\//i.test(value))) continue
    made.setAttribute(key, value)
  }
  for (const child of children) if (child !== null) made.append(child)
  return made
}

/** A link to another page, opened beside this one. */
export function link(url: string, text: string): HTMLElement {
  const made = element('a', { href: url }, [text])
  made.target = '_blank'
  made.rel = 'noopener noreferrer'
  return made
}

/** The local time, with the exact one on hover. */
export function time(at: Date): HTMLElement {
  const text = at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' })
  const made = element('time', { title: at.toISOString() }, [text])
  made.dateTime = at.toISOString()
  return made
}

/** Makes `container` show `items`, touching only what changed, so that focus and open details stay where they are. */
export function syncList<Item>(
  container: HTMLElement,
  items: Item[],
  keyOf: (item: Item) => string,
  render: (item: Item) => HTMLElement,
): void {
  const present = new Map(
    [...container.children].map((child) => [
      (child as HTMLElement).dataset.key ?? '',
      child as HTMLElement,
    ]),
  )
  let place: Element | null = container.firstElementChild
  for (const item of items) {
    const key = keyOf(item)
    const print = JSON.stringify(item)
    let shown = present.get(key)
    present.delete(key)
    if (!shown || shown.dataset.print !== print) {
      const fresh = render(item)
      fresh.dataset.key = key
      fresh.dataset.print = print
      if (shown) {
        if (shown === place) place = fresh
        shown.replaceWith(fresh)
      }
      shown = fresh
    }
    if (shown === place) place = place.nextElementSibling
    else container.insertBefore(shown, place)
  }
  for (const gone of present.values()) gone.remove()
}

/** Says something to the person for a few seconds, and to a screen reader. */
export function notify(text: string): void {
  const place = document.getElementById('notice')
  if (!place) return
  place.textContent = text
  place.classList.add('shown')
  setTimeout(() => {
    if (place.textContent === text) place.classList.remove('shown')
  }, 5000)
}

/** One call to the control API. A refusal becomes a notice, and `null`. */
export async function post(path: string, body: unknown): Promise<unknown> {
  try {
    const answer = await fetch(`/_control${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const json = (await answer.json()) as { detail?: string; hubStatus?: number | null }
    if (answer.ok) return json
    const said =
      json.hubStatus === undefined
        ? ''
        : json.hubStatus === null
          ? ' It did not answer.'
          : ` It answered ${json.hubStatus}.`
    notify(`${json.detail ?? 'That did not work.'}${said}`)
  } catch {
    notify('The simulators do not answer. Are they still running?')
  }
  return null
}
