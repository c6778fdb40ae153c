#!/usr/bin/env node
// `causeway`: what an operator does from a terminal. One line says what happened or what is wrong; `--json` says it to programs.
// Exit 0: done; 1: the hub or the network refused; 2: the command was not understood.
import { bootstrap } from './bootstrap.ts'
import { CommandError, UsageError } from './command-error.ts'

const usage = `causeway <command>

  bootstrap --url https://hub.example --email you@hub.example [--name "Your Name"] [--json]
      Makes you an operator and prints a link that signs you in, once, within fifteen minutes. The deploy secret is
      read from CAUSEWAY_OPERATOR_SECRET, or from standard input; never from an argument, where others could see it.

  help
      This text.`

const commands: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = { bootstrap }

const [name = 'help', ...args] = process.argv.slice(2)

try {
  const command = commands[name]
  if (command) await command(args)
  else if (['help', '--help', '-h'].includes(name)) console.log(usage)
  else
    throw new UsageError(
      `There is no command ${JSON.stringify(name)}. \`causeway help\` lists them.`,
    )
} catch (error) {
  if (!(error instanceof CommandError)) throw error
  const { code, message } = error
  console.error(
    args.includes('--json')
      ? JSON.stringify({ error: { code, detail: message } })
      : `causeway: ${message}`,
  )
  process.exitCode = error instanceof UsageError ? 2 : 1
}
