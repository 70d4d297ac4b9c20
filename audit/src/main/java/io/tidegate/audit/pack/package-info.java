/**
 * The audit pack of one sale: a folder with what happened, in what order, and whether it was fair.
 * Start at {@link io.tidegate.audit.pack.SalePack}. What is in it is told by {@code
 * docs/audit-pack.md}.
 */
@NullMarked
package io.tidegate.audit.pack;

import org.jspecify.annotations.NullMarked;
