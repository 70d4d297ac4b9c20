/**
 * What several instances share: a log, the table of those who are there, and snapshots of the
 * state. Start at {@link io.tidegate.store.home.SharedHome}; each shared home is a module of its
 * own.
 */
@NullMarked
package io.tidegate.store.home;

import org.jspecify.annotations.NullMarked;
