package io.tidegate.app.service;

import io.tidegate.api.Health;
import io.tidegate.app.config.Config;
import io.tidegate.app.outbox.JournalSource;
import io.tidegate.core.Ids;
import io.tidegate.core.State;
import io.tidegate.engine.CommandPort;
import io.tidegate.engine.Engine;
import io.tidegate.engine.EngineClock;
import io.tidegate.engine.EngineObserver;
import io.tidegate.engine.view.Views;
import io.tidegate.outbox.LogSource;
import io.tidegate.store.JournalStore;
import io.tidegate.store.disk.RealDisk;
import io.tidegate.store.journal.JournalCheck;
import io.tidegate.store.journal.JournalObserver;
import io.tidegate.store.journal.Recovery;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Store, views and engine of one data folder: the service without its HTTP side.
 *
 * @param check reads the records that opening the folder did not, while the service runs
 * @param recovery what opening the folder found
 * @param fresh whether nothing had ever been made in the folder
 */
public record FolderBackend(
    JournalStore store,
    Views views,
    Engine engine,
    JournalCheck check,
    Recovery recovery,
    boolean fresh)
    implements Backend {

  /**
   * Opens the folder, recovers and starts the loop.
   *
   * @throws IOException if the folder is refused or damaged; the message says what and where
   */
  public static FolderBackend start(Config config, JournalObserver journal, EngineObserver loop)
      throws IOException {
    FolderBackend backend = open(config, journal, loop, false);
    backend.lead();
    return backend;
  }

  /**
   * Opens the folder and recovers. The loop does not run yet: requests wait, and so does time.
   *
   * @param demo whether a folder in which nothing was ever made gets the demo data, wholly or, if
   *     the process ends before that, not at all
   * @throws IOException if the folder is refused or damaged, or cannot take the demo data; the
   *     message says what and where
   */
  static FolderBackend open(
      Config config, JournalObserver journal, EngineObserver loop, boolean demo)
      throws IOException {
    long seed = new SecureRandom().nextLong();
    JournalStore store =
        JournalStore.open(
            config.service().data(),
            config.store().layout(),
            journal,
            seed,
            config.store().snapshotBytes());
    Views views = new Views();
    views.rebuild(store.state(), store.position().sequence(), store.lastMs());
    Engine engine =
        new Engine(
            config.engine().bounds(),
            store,
            config.limits().with(config.wallet()),
            views,
            EngineClock.SYSTEM,
            loop);
    boolean fresh = isFresh(store.state());
    if (demo && fresh) fillWithDemo(store, engine);
    JournalCheck check =
        JournalCheck.of(
            RealDisk.existing(config.service().data()), store.recovery().snapshot(), journal);
    return new FolderBackend(store, views, engine, check, store.recovery(), fresh);
  }

  /**
   * Starts the loop, once, and the check, which nobody should wait for. From here on time counts:
   * to be called when people can be served, since what lapses meanwhile would cost them what they
   * could not have used.
   */
  @Override
  public void lead() {
    engine.start();
    check.begin();
  }

  @Override
  public CommandPort commands() {
    return engine;
  }

  @Override
  public LogSource log() {
    return new JournalSource(store);
  }

  @Override
  public boolean leads() {
    return true;
  }

  @Override
  public void tell(Health health) {
    health.tell("journal", check::state);
  }

  @Override
  public String found() {
    if (recovery.end().sequence() == 0) return "new";
    return how() + " at record " + recovery.end().sequence() + ", replayed " + recovery.replayed();
  }

  /** Only a clean stop that vouches for the end lets us say that nothing is missing there. */
  private String how() {
    if (recovery.stoppedCleanly()) return "stopped cleanly";
    if (recovery.cut() != null)
      return "recovered after a crash that left an unreadable last record, which was cut (see the log),";
    return recovery.closed()
        ? "closed, but nothing confirms that no record is missing after it,"
        : "recovered after a crash";
  }

  @Override
  public @Nullable Throwable awaitEnd() throws InterruptedException {
    return engine.awaitEnd();
  }

  private static boolean isFresh(State state) {
    for (Ids.Kind kind : Ids.Kind.values()) if (state.ids().last(kind) != 0) return false;
    return state.sale().users.size() == 0;
  }

  private static void fillWithDemo(JournalStore store, Engine engine) throws IOException {
    try {
      engine.fill(DemoData.commands(System.currentTimeMillis()));
    } catch (IOException e) {
      store.close();
      throw new IOException(
          "the demo data cannot be made (" + e.getMessage() + "); `up --empty` starts without it",
          e);
    }
  }

  /**
   * Finishes what was accepted and closes the folder.
   *
   * @return false if that took longer than the bound
   */
  @Override
  public boolean stop(Duration bound) throws InterruptedException {
    boolean finished = engine.stop(bound);
    check.close();
    return finished;
  }
}
