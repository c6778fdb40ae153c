// Events out: endpoints, deliveries, and the machinery that carries them.
export { createWebhookEndpoint } from './create-endpoint.ts'
export { deleteWebhookEndpoint } from './delete-endpoint.ts'
export { deliver } from './deliver.ts'
export { presentedAttempt, presentedDelivery } from './delivery.ts'
export {
  newWebhookEndpoint,
  presentedWebhookEndpoint,
  webhookEndpointChange,
  webhookEndpointWithSecret,
} from './endpoint.ts'
export { getWebhookEndpoint, listWebhookEndpoints } from './get-endpoint.ts'
export { handOverDue } from './hand-over-due.ts'
export {
  getDelivery,
  listAttempts,
  listDeliveries,
  listOrganizationDeliveries,
} from './list-deliveries.ts'
export {
  getEvent,
  listEvents,
  listEventTypes,
  presentedEvent,
  presentedEventType,
} from './list-events.ts'
export { newCustomEvent, publishEvent, publishedEvent } from './publish-event.ts'
export { replayDeliveries, replayed, replayRange } from './replay-deliveries.ts'
export { retryDelivery } from './retry-delivery.ts'
export { rotateWebhookSecret } from './rotate-secret.ts'
export { sentTest, testWebhookEndpoint } from './test-endpoint.ts'
export { updateWebhookEndpoint } from './update-endpoint.ts'
