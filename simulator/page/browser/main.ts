// The page's heart: asks for the overview, shows what changed, and rests while nobody looks.
import type { SimulatorChat } from '../../../core/contract/simulator.ts'
import type { Overview } from '../overview.ts'
import { openChat } from './chat.ts'
import { notify } from './dom.ts'
import { openPanels } from './panels.ts'

const watchMs = 700
const chatPlace = document.getElementById('chat')
const tabs = document.getElementById('tabs')
const panel = document.getElementById('panel')

let version = 0
let isSilent = false
let showChat: ((chat: SimulatorChat) => void) | null = null
const showPanels = tabs && panel ? openPanels(tabs, panel) : null

async function look(): Promise<void> {
  try {
    const answer = await fetch(`/_control/overview?version=${version}`)
    isSilent = false
    if (answer.status !== 200) return
    const overview = (await answer.json()) as Overview
    version = overview.version
    const [first] = overview.chats
    if (first && chatPlace) {
      showChat ??= openChat(chatPlace, first.vendor, first.name)
      showChat(first.chat)
    }
    showPanels?.(overview)
  } catch {
    if (!isSilent) notify('The simulators do not answer. This page takes up again when they do.')
    isSilent = true
  }
}

async function watch(): Promise<void> {
  for (;;) {
    if (!document.hidden) await look()
    await new Promise((resolve) => setTimeout(resolve, watchMs))
  }
}

void watch()
