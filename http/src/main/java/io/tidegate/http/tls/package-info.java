/**
 * TLS for whoever listens: certificates from PEM files by host name, read again while connections
 * go on. Start at {@link io.tidegate.http.tls.Certificates}.
 */
@NullMarked
package io.tidegate.http.tls;

import org.jspecify.annotations.NullMarked;
