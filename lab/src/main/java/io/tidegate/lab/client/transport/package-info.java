/**
 * Connections below HTTP: bytes counted where they cross into the system, and the deadlines of the
 * exchanges on them. Start at {@link io.tidegate.lab.client.transport.TcpTransport}.
 */
@NullMarked
package io.tidegate.lab.client.transport;

import org.jspecify.annotations.NullMarked;
