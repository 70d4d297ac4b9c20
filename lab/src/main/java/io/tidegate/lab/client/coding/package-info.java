/**
 * Bodies as Content-Encoding has them. Start at {@link
 * io.tidegate.lab.client.coding.ContentCoding}.
 */
@NullMarked
package io.tidegate.lab.client.coding;

import org.jspecify.annotations.NullMarked;
