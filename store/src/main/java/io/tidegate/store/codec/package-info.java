/**
 * Bytes of events and of the state: the canonical encoding that {@code docs/journal-format.md}
 * describes. Start at {@link io.tidegate.store.codec.EventCodec}.
 */
@NullMarked
package io.tidegate.store.codec;

import org.jspecify.annotations.NullMarked;
