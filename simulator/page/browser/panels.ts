// The tabs beside the chat: what each vendor holds, the webhook deliveries that came, and the calls the vendors got.
import type { SimulatorPanel } from '../../../core/contract/simulator.ts'
import type { Overview, OverviewCall, OverviewHook } from '../overview.ts'
import { element, syncList, time } from './dom.ts'

interface Tab {
  id: string
  label: string
  count: number
  draw(place: HTMLElement): void
}

const quiet = (text: string) => element('p', { class: 'quiet' }, [text])
const statusClass = (status: number) =>
  status === 0 || status >= 500 ? 'bad' : status >= 400 ? 'odd' : 'good'

/** Opens the tabs; the returned function shows a newer overview. */
export function openPanels(tabs: HTMLElement, place: HTMLElement): (overview: Overview) => void {
  let chosen = ''
  let shown: Tab[] = []

  tabs.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const at = shown.findIndex((tab) => tab.id === chosen)
    const next = shown[(at + step + shown.length) % shown.length]
    if (step === 0 || !next) return
    event.preventDefault()
    pick(next.id)
  })

  function pick(id: string): void {
    chosen = id
    place.replaceChildren()
    draw()
    tabs.querySelector<HTMLElement>('[aria-selected="true"]')?.focus()
  }

  function draw(): void {
    const items = shown.map(({ id, label, count }) => ({
      id,
      label,
      count,
      isChosen: id === chosen,
    }))
    syncList(
      tabs,
      items,
      (item) => item.id,
      ({ id, label, count, isChosen }) => {
        const button = element(
          'button',
          {
            type: 'button',
            role: 'tab',
            'aria-selected': String(isChosen),
            'aria-controls': 'panel',
          },
          [label, element('span', { class: 'count' }, [String(count)])],
        )
        button.tabIndex = isChosen ? 0 : -1
        button.addEventListener('click', () => pick(id))
        return button
      },
    )
    const tab = shown.find((one) => one.id === chosen)
    place.setAttribute('aria-label', tab?.label ?? '')
    tab?.draw(place)
  }

  return (overview) => {
    const held = overview.panels.map(({ vendor, name, panel }) => ({
      id: vendor,
      label:
        vendor === name.toLowerCase() && vendor !== 'mail'
          ? `${name}: ${panel.title.toLowerCase()}`
          : panel.title,
      count: panel.rows.length,
      draw: (at: HTMLElement) => drawTable(at, panel),
    }))
    const deliveries = overview.hooks.reduce((sum, hook) => sum + hook.deliveries, 0)
    shown = [
      ...held,
      {
        id: 'hooks',
        label: 'Webhooks',
        count: deliveries,
        draw: (at) => drawHooks(at, overview.hooks),
      },
      {
        id: 'calls',
        label: 'Latest calls',
        count: overview.calls.length,
        draw: (at) => drawCalls(at, overview.calls),
      },
    ]
    if (!shown.some((tab) => tab.id === chosen)) chosen = shown[0]?.id ?? ''
    draw()
  }
}

/** A table that stays, whose rows are replaced only where they changed. */
function tableIn(place: HTMLElement, columns: string[]): HTMLElement {
  const found = place.querySelector('tbody')
  if (found) return found
  const head = element('thead', {}, [
    element(
      'tr',
      {},
      columns.map((column) => element('th', {}, [column])),
    ),
  ])
  const body = element('tbody')
  place.replaceChildren(element('table', {}, [head, body]))
  return body
}

function drawTable(place: HTMLElement, panel: SimulatorPanel): void {
  if (panel.rows.length === 0) {
    place.replaceChildren(quiet(`No ${panel.title.toLowerCase()} yet.`))
    return
  }
  const seen = new Map<string, number>()
  const rows = panel.rows.map((cells) => {
    const times = (seen.get(cells[0] ?? '') ?? 0) + 1
    seen.set(cells[0] ?? '', times)
    return { key: `${cells[0] ?? ''} ${times}`, cells }
  })
  syncList(
    tableIn(place, panel.columns),
    rows,
    (row) => row.key,
    ({ cells }) =>
      element(
        'tr',
        {},
        cells.map((cell, index) =>
          element('td', { 'data-label': panel.columns[index] ?? '' }, [cell]),
        ),
      ),
  )
}

function drawCalls(place: HTMLElement, calls: OverviewCall[]): void {
  if (calls.length === 0) {
    place.replaceChildren(quiet('The hub has called no vendor yet.'))
    return
  }
  const columns = ['Time', 'Vendor', 'Call', 'Status']
  syncList(
    tableIn(place, columns),
    calls,
    (call) => `${call.at} ${call.vendor} ${call.path}`,
    (call) => {
      const status = element('span', { class: `state ${statusClass(call.status)}` }, [
        call.status === 0 ? 'hung up' : String(call.status),
      ])
      const fault =
        call.fault === null
          ? null
          : element('span', { class: 'badge' }, [call.fault.replace('_', ' ')])
      const cells: (Node | string)[] = [
        time(new Date(call.at)),
        call.vendor,
        element('code', {}, [`${call.method} ${call.path}`]),
        element('span', {}, [status, fault]),
      ]
      return element(
        'tr',
        {},
        cells.map((cell, index) => element('td', { 'data-label': columns[index] ?? '' }, [cell])),
      )
    },
  )
}

function drawHooks(place: HTMLElement, hooks: OverviewHook[]): void {
  if (hooks.length === 0) {
    const url = `${location.origin}/_control/hooks/my-receiver`
    place.replaceChildren(
      quiet('No delivery has come. Give a webhook endpoint this address, or any other name:'),
      element('pre', {}, [url]),
    )
    return
  }
  if (!place.querySelector('.hook')) place.replaceChildren()
  syncList(place, hooks, (hook) => hook.name, renderHook)
}

function renderHook(hook: OverviewHook): HTMLElement {
  const records = hook.latest.map((record) => {
    const parsed = readBody(record.body)
    const head = element('summary', {}, [
      element('span', { class: `state ${statusClass(record.status)}` }, [String(record.status)]),
      ` ${parsed.type} `,
      time(new Date(record.at)),
    ])
    return element('details', {}, [head, element('pre', {}, [parsed.text])])
  })
  const count = element('span', { class: 'count' }, [String(hook.deliveries)])
  return element('section', { class: 'hook' }, [element('h3', {}, [hook.name, count]), ...records])
}

function readBody(body: string): { type: string; text: string } {
  try {
    const value = JSON.parse(body) as { type?: unknown }
    return {
      type: typeof value.type === 'string' ? value.type : 'delivery',
      text: JSON.stringify(value, null, 2),
    }
  } catch {
    return { type: 'delivery', text: body }
  }
}
