/** Events to a topic in Kafka, as CloudEvents in binary mode. Start at {@link KafkaSink}. */
@NullMarked
package io.tidegate.outbox.kafka;

import org.jspecify.annotations.NullMarked;
