// The baseline: the least that a Hono Worker can do for a POST. What a measured hub takes above this is its own.
import { Hono } from 'hono'

const app = new Hono()
app.post('*', (c) => c.body(null, 200))

export default app
