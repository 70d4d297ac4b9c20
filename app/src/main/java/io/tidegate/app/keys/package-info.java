/**
 * The secrets in a data folder, and how they change: the admin key, and the keys tickets are signed
 * with, of which a new one can be added and an old one taken away while the service runs. Start at
 * {@link io.tidegate.app.keys.KeyFiles}, or for the changes at {@link
 * io.tidegate.app.keys.SigningKeyFile}, which {@link io.tidegate.app.keys.SigningKeyWatcher} looks
 * at.
 */
@NullMarked
package io.tidegate.app.keys;

import org.jspecify.annotations.NullMarked;
