export default { fetch: () => new Response(null, { status: 503 }) }
