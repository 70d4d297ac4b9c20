/** How a request shows who sends it. Start at {@link io.tidegate.lab.client.auth.AuthMethod}. */
@NullMarked
package io.tidegate.lab.client.auth;

import org.jspecify.annotations.NullMarked;
