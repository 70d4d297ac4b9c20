package io.tidegate.store.home;

import io.tidegate.store.log.Log;
import java.io.Closeable;

/**
 * A home that any number of instances share. Its three parts may be used by one thread each at the
 * same time; readers of the log have threads of their own besides.
 */
public interface SharedHome extends Closeable {
  /** Its name in messages and records, without credentials, such as {@code postgres://host/db}. */
  String name();

  /** The log. */
  Log log();

  /** Who shares it. */
  Members members();

  /** Snapshots of the state, so that nobody has to read the log from its first record. */
  HomeSnapshots snapshots();
}
