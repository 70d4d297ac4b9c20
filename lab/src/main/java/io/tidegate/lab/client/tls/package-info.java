/** TLS as a client speaks it. Start at {@link io.tidegate.lab.client.tls.TlsContext}. */
@NullMarked
package io.tidegate.lab.client.tls;

import org.jspecify.annotations.NullMarked;
