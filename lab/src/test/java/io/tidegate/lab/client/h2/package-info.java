/** HTTP/2 spoken to servers that say, frame by frame, what the tests want. */
@NullMarked
package io.tidegate.lab.client.h2;

import org.jspecify.annotations.NullMarked;
