package io.tidegate.app.service;

import io.tidegate.app.config.Config;
import io.tidegate.core.Ids;
import io.tidegate.core.Limits;
import io.tidegate.core.State;
import io.tidegate.engine.Engine;
import io.tidegate.engine.EngineClock;
import io.tidegate.engine.EngineConfig;
import io.tidegate.engine.EngineObserver;
import io.tidegate.engine.view.Views;
import io.tidegate.store.JournalStore;
import io.tidegate.store.journal.JournalConfig;
import io.tidegate.store.journal.JournalObserver;
import io.tidegate.store.journal.Recovery;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;

/**
 * Store, views and engine of one data folder: all of the service but its HTTP side.
 *
 * @param recovery what opening the folder found
 * @param fresh whether nothing had ever been made in the folder
 */
public record Backend(
    JournalStore store, Views views, Engine engine, Recovery recovery, boolean fresh) {

  private static final int RECORD_BYTES_MAX = 4 << 20;

  /**
   * Opens the folder, recovers and starts the loop.
   *
   * @throws IOException if the folder is refused or damaged; the message says what and where
   */
  public static Backend start(Config config, JournalObserver journal, EngineObserver loop)
      throws IOException {
    return start(config, journal, loop, false);
  }

  /**
   * Opens the folder, recovers and starts the loop.
   *
   * @param demo whether a folder in which nothing was ever made gets the demo data, wholly or, if
   *     the process ends before that, not at all
   * @throws IOException if the folder is refused or damaged, or cannot take the demo data; the
   *     message says what and where
   */
  static Backend start(Config config, JournalObserver journal, EngineObserver loop, boolean demo)
      throws IOException {
    long seed = new SecureRandom().nextLong();
    JournalStore store =
        JournalStore.open(
            config.service().data(), layout(config), journal, seed, config.store().snapshotBytes());
    Views views = new Views();
    views.rebuild(store.state(), store.mark().sequence(), store.lastMs());
    Engine engine =
        new Engine(bounds(config), store, limits(config), views, EngineClock.SYSTEM, loop);
    boolean fresh = isFresh(store.state());
    if (demo && fresh) fillWithDemo(store, engine);
    engine.start();
    return new Backend(store, views, engine, store.recovery(), fresh);
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

  private static JournalConfig layout(Config config) {
    JournalConfig usual = JournalConfig.DEFAULT;
    int segment = config.store().segmentBytes();
    int record = Math.min(RECORD_BYTES_MAX, segment / 2);
    return new JournalConfig(segment, record, usual.segmentWait(), usual.segmentRetry());
  }

  private static EngineConfig bounds(Config config) {
    EngineConfig usual = EngineConfig.DEFAULT;
    return new EngineConfig(
        config.engine().inbox(),
        config.engine().batchMax(),
        config.engine().sweepMax(),
        usual.tickMs());
  }

  private static Limits limits(Config config) {
    Config.Limits l = config.limits();
    return new Limits(
        l.sales(),
        l.offers(),
        l.concerts(),
        l.seats(),
        l.claims(),
        l.wallets(),
        l.keys(),
        l.rooms(),
        l.roomSize(),
        config.wallet().maxBalance(),
        l.posts());
  }

  /**
   * Finishes what was accepted and closes the folder.
   *
   * @return false if that took longer than the bound
   */
  public boolean stop(Duration bound) throws InterruptedException {
    return engine.stop(bound);
  }
}
