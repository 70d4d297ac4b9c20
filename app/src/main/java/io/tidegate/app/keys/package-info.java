/**
 * The secrets in a data folder, and how they change: the admin key, and the keys that sign tickets.
 * A signing key can be added or taken away while the service runs. Start at {@link
 * io.tidegate.app.keys.KeyFiles}, or, for changes, at {@link io.tidegate.app.keys.SigningKeyFile},
 * which {@link io.tidegate.app.keys.SigningKeyWatcher} watches.
 */
@NullMarked
package io.tidegate.app.keys;

import org.jspecify.annotations.NullMarked;
