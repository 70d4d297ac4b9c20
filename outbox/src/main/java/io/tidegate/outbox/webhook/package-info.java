/**
 * Events to an HTTP endpoint, by Standard Webhooks 1.0.0. Start at {@link WebhookSink}; {@link
 * AddressGuard} says where it may connect to.
 */
@NullMarked
package io.tidegate.outbox.webhook;

import org.jspecify.annotations.NullMarked;
