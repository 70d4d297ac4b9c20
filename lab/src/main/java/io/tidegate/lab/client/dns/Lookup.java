package io.tidegate.lab.client.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Asks the system for the addresses of a name. Blocks the thread, not only a virtual one. */
@FunctionalInterface
public interface Lookup {

  /** All of them, at least one. */
  InetAddress[] addresses(String host) throws UnknownHostException;
}
