// The pane where a person plays a Slack user: choose who to be, choose a room, read threads, write, and press buttons that really
// reach the hub.
import type { SimulatorChat, SimulatorMessage } from '../../../core/contract/simulator.ts'
import { renderBlocks } from './blocks.ts'
import { element, notify, post, syncList, time } from './dom.ts'
import { mrkdwn } from './text.ts'

const prompts = [
  'which bugs are open in project ACME?',
  'file a bug: login fails on Safari',
  'list channels',
  'who are you?',
]

interface Thread {
  first: SimulatorMessage
  replies: SimulatorMessage[]
  status: string | null
}

/** Opens the pane in `place`; the returned function shows a newer state of the vendor. */
export function openChat(
  place: HTMLElement,
  vendor: string,
  product: string,
): (chat: SimulatorChat) => void {
  let chat: SimulatorChat = {
    people: [],
    rooms: [],
    bot: { id: '', name: '' },
    statuses: [],
    messages: [],
  }
  let me = ''
  let room = ''
  let threadTs: string | null = null

  const peopleBar = element('div', { class: 'choices', role: 'group', 'aria-label': 'Who you are' })
  const roomBar = element('div', { class: 'choices rooms', role: 'group', 'aria-label': 'Room' })
  const threads = element('div', { class: 'threads', role: 'log', 'aria-label': 'Messages' })
  threads.tabIndex = 0
  const replying = element('div', { class: 'replying' })
  const input = element('textarea', { 'aria-label': 'Message' })
  input.rows = 1
  const mention = element('input', { type: 'checkbox' })
  mention.checked = true
  const mentionLabel = element('label', { class: 'check' }, [mention, ' mention @Causeway'])
  const send = element('button', { type: 'submit', class: 'button primary' }, ['Send'])
  const form = element('form', { class: 'composer' }, [
    replying,
    element('div', { class: 'line' }, [input, send]),
    mentionLabel,
  ])
  place.replaceChildren(
    element('div', { class: 'bar' }, [element('h2', {}, [product]), peopleBar]),
    roomBar,
    threads,
    form,
  )

  const nameOf = (id: string) => {
    if (id === chat.bot.id) return chat.bot.name
    return (
      chat.people.find((person) => person.id === id)?.name ??
      chat.rooms.find((one) => one.id === id)?.name ??
      id
    )
  }
  const isDirect = () => chat.people.some((person) => person.directRoomId === room)

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const text = input.value.trim()
    if (text === '') return
    input.value = ''
    const body = { text, user: me, channel: room, threadTs, mention: mention.checked || isDirect() }
    void post(`/${vendor}/say`, body).then((said) => {
      if (said === null && input.value === '') input.value = text
    })
  })
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && threadTs !== null) answerIn(null)
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    form.requestSubmit()
  })

  function answerIn(ts: string | null): void {
    threadTs = ts
    draw()
    input.focus()
  }

  function choose(
    container: HTMLElement,
    choices: { id: string; label: string; note: string }[],
    chosen: string,
    pick: (id: string) => void,
  ): void {
    const shown = choices.map((choice) => ({ ...choice, isChosen: choice.id === chosen }))
    syncList(
      container,
      shown,
      (choice) => choice.id,
      ({ id, label, note, isChosen }) => {
        const button = element(
          'button',
          { type: 'button', title: note, 'aria-pressed': String(isChosen) },
          [label],
        )
        button.addEventListener('click', () => {
          pick(id)
          draw()
          container.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus()
        })
        return button
      },
    )
  }

  function draw(): void {
    const person = chat.people.find((one) => one.id === me)
    choose(
      peopleBar,
      chat.people.map(({ id, name, note }) => ({
        id,
        label: name.split(' ')[0] ?? name,
        note: `${name}, ${note}`,
      })),
      me,
      (id) => {
        const wasDirect = isDirect()
        me = id
        if (wasDirect) room = chat.people.find((one) => one.id === id)?.directRoomId ?? room
        threadTs = null
      },
    )
    const rooms = [
      ...chat.rooms.map(({ id, name }) => ({ id, label: name, note: name })),
      ...(person
        ? [{ id: person.directRoomId, label: `Message ${chat.bot.name}`, note: 'A direct message' }]
        : []),
    ]
    choose(roomBar, rooms, room, (id) => {
      room = id
      threadTs = null
    })
    drawThreads()
    mentionLabel.hidden = isDirect()
    input.placeholder =
      threadTs === null ? `Write as ${person?.name ?? ''}` : `Reply as ${person?.name ?? ''}`
    replying.hidden = threadTs === null
    if (threadTs !== null) {
      const stop = element('button', { type: 'button', class: 'plain' }, ['Leave the thread'])
      stop.addEventListener('click', () => answerIn(null))
      const first = chat.messages.find((message) => message.ts === threadTs)
      replying.replaceChildren(
        'Replying in the thread “',
        mrkdwnLine(first?.text ?? ''),
        '” ',
        stop,
      )
    }
  }

  const mrkdwnLine = (text: string) => {
    const line = element('span', {}, [mrkdwn(text.slice(0, 60).replaceAll('\n', ' '), nameOf)])
    return line.textContent ?? ''
  }

  function drawThreads(): void {
    const isAtEnd = threads.scrollHeight - threads.scrollTop - threads.clientHeight < 40
    const visible = chat.messages.filter(
      (message) =>
        message.channel === room &&
        (message.ephemeralTo === undefined || message.ephemeralTo === me),
    )
    const items: Thread[] = visible
      .filter(
        (message) =>
          message.threadTs === null || !visible.some((other) => other.ts === message.threadTs),
      )
      .map((first) => ({
        first,
        replies: visible.filter((message) => message.threadTs === first.ts),
        status:
          chat.statuses.find((status) => status.channel === room && status.threadTs === first.ts)
            ?.text ?? null,
      }))
    if (items.length === 0) threads.replaceChildren(emptyRoom())
    else syncList(threads, items, (thread) => thread.first.ts, renderThread)
    if (isAtEnd) threads.scrollTop = threads.scrollHeight
  }

  function emptyRoom(): HTMLElement {
    const buttons = prompts.map((prompt) => {
      const button = element('button', { type: 'button', class: 'button' }, [prompt])
      button.addEventListener('click', () => {
        input.value = prompt
        input.focus()
      })
      return button
    })
    return element('div', { class: 'empty' }, [
      element('p', {}, ['Nobody has written here. Ask the assistant something:']),
      element('div', { class: 'actions' }, buttons),
    ])
  }

  function renderThread(thread: Thread): HTMLElement {
    const reply = element('button', { type: 'button', class: 'plain' }, ['Reply in thread'])
    reply.addEventListener('click', () => answerIn(thread.first.ts))
    const status =
      thread.status === null
        ? null
        : element('p', { class: 'status' }, [`${chat.bot.name} ${thread.status}`])
    const replies = element('div', { class: 'replies' }, [
      ...thread.replies.map(renderMessage),
      status,
      reply,
    ])
    return element('article', { class: 'thread' }, [renderMessage(thread.first), replies])
  }

  function renderMessage(message: SimulatorMessage): HTMLElement {
    const isBot = message.user === chat.bot.id
    const name = nameOf(message.user)
    const notes = [
      message.edited ? 'edited' : '',
      message.streaming ? 'writing…' : '',
      message.ephemeralTo ? `only ${nameOf(message.ephemeralTo)} sees this` : '',
    ]
      .filter(Boolean)
      .join(', ')
    const head = element('div', { class: 'head' }, [
      element('strong', {}, [name]),
      isBot ? element('span', { class: 'badge' }, ['app']) : null,
      time(new Date(Number(message.ts) * 1000)),
      notes === '' ? null : element('span', { class: 'quiet' }, [notes]),
    ])
    const content =
      message.blocks.length > 0
        ? renderBlocks(message.blocks, nameOf, (blockId, actionId, button) =>
            press(message, blockId, actionId, button),
          )
        : [element('div', {}, [mrkdwn(message.text, nameOf)])]
    const reactions = (message.reactions ?? []).map((one) =>
      element('span', { class: 'badge' }, [`:${one.name}: ${one.users.length}`]),
    )
    const avatar = element(
      'span',
      { class: `avatar ${isBot ? 'bot' : ''}`, 'aria-hidden': 'true' },
      [name.slice(0, 1)],
    )
    return element('div', { class: `message ${message.ephemeralTo ? 'private' : ''}` }, [
      avatar,
      element('div', { class: 'body' }, [head, ...content, ...reactions]),
    ])
  }

  function press(
    message: SimulatorMessage,
    blockId: string,
    actionId: string,
    button: HTMLButtonElement,
  ): void {
    button.disabled = true
    void post(`/${vendor}/press-button`, {
      channel: message.channel,
      ts: message.ts,
      blockId,
      actionId,
      user: me,
    }).then((pressed) => {
      button.disabled = false
      if (pressed !== null) notify('Pressed: the hub has it.')
    })
  }

  return (next) => {
    chat = next
    me ||= next.people[0]?.id ?? ''
    room ||= next.rooms.at(-1)?.id ?? ''
    draw()
  }
}
