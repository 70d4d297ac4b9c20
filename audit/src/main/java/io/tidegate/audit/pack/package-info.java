/**
 * The audit pack of one sale: a folder with what happened, in what order, and whether it was fair.
 * Start at {@link io.tidegate.audit.pack.SalePack}. {@code docs/audit-pack.md} describes what is in
 * it.
 */
@NullMarked
package io.tidegate.audit.pack;

import org.jspecify.annotations.NullMarked;
