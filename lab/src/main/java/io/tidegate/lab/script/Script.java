package io.tidegate.lab.script;

import io.tidegate.lab.client.Network;
import io.tidegate.lab.metric.Samples;
import io.tidegate.lab.options.Durations;
import io.tidegate.lab.options.OptionTree;
import io.tidegate.lab.script.data.SharedData;
import io.tidegate.lab.script.http.ExchangeTags;
import io.tidegate.lab.script.http.HttpDefaults;
import io.tidegate.lab.script.http.RequestPace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;

/**
 * A script that was read. Each user reads it again in a context of its own; what was parsed is
 * shared. Any thread.
 */
public final class Script implements AutoCloseable {

  /** How long reading one may take where nobody says so. */
  public static final Duration READ_MAX = Duration.ofMinutes(2);

  private final Engine engine;
  private final Path file;
  private final ScriptSettings settings;
  private final ScriptFiles files;
  private final SharedData data;

  private Script(
      Engine engine, Path file, ScriptSettings settings, ScriptFiles files, SharedData data) {
    this.engine = engine;
    this.file = file;
    this.settings = settings;
    this.files = files;
    this.data = data;
  }

  /**
   * The script of a file of this machine.
   *
   * @throws IOException if it cannot be read
   */
  public static Script of(Path file, ScriptSettings settings) throws IOException {
    return of(file, new Disk(settings.libraries()), settings);
  }

  /**
   * The script of a file.
   *
   * @param source where it is, and what it reads
   * @throws IOException if it cannot be read
   */
  public static Script of(Path file, ScriptSource source, ScriptSettings settings)
      throws IOException {
    Path real = source.real(file.toAbsolutePath());
    source.read(real);
    Engine engine =
        Engine.newBuilder("js")
            .allowExperimentalOptions(true)
            .option("engine.WarnInterpreterOnly", "false")
            .build();
    ScriptFiles files =
        new ScriptFiles(
            source,
            new CommonJs(engine),
            warning -> settings.console().tell("warning", warning, null));
    return new Script(engine, real, settings, files, new SharedData(files::bytes));
  }

  /**
   * The same script for users who try it out: nobody hears what they say, and they do not wait
   * where it waits. Not to be closed; it lives as long as this one.
   *
   * @param samples takes what they measure
   * @param skippedNs takes how long they would have waited, ns
   */
  public Script rehearsal(Samples samples, LongAdder skippedNs) {
    return new Script(engine, file, settings.rehearsal(samples, skippedNs), files, data);
  }

  /** Where it lies. */
  public Path file() {
    return file;
  }

  /** From where its names of files count. */
  Path folder() {
    return file.resolveSibling("");
  }

  /**
   * Reads it once, for what it says of the run.
   *
   * @param bound it must not take longer
   * @throws ScriptException if it cannot be read to its end; the message says why and where
   */
  public ScriptFacts read(Duration bound) throws ScriptException {
    AtomicReference<@Nullable Context> reading = new AtomicReference<>();
    AtomicBoolean isRead = new AtomicBoolean();
    Supplier<Context> contexts =
        () -> {
          Context next = ScriptUser.context(this);
          reading.set(next);
          if (isRead.get()) next.close(true);
          return next;
        };
    Thread watch =
        Thread.ofPlatform()
            .name("init-watch")
            .daemon()
            .unstarted(() -> {
              LockSupport.parkNanos(bound.toNanos());
              Context late = isRead.compareAndSet(false, true) ? reading.get() : null;
              if (late != null) late.close(true);
            });
    watch.start();
    try (ScriptUser user = make(contexts, 0, null, null, Set.of())) {
      ScriptFacts facts = new ScriptFacts(new OptionTree("", user.options()), user.functions());
      if (isRead.compareAndSet(false, true)) return facts;
      throw tooSlow(bound);
    } catch (ScriptException | IllegalStateException e) {
      if (!isRead.compareAndSet(false, true)) throw tooSlow(bound);
      throw e;
    } finally {
      LockSupport.unpark(watch);
    }
  }

  private static ScriptException tooSlow(Duration bound) {
    return new ScriptException(
        "the script was not read to its end within %s: a loop that never ends, or --init-timeout is"
                .formatted(Durations.text(bound))
            + " to be longer");
  }

  /**
   * A user.
   *
   * @param id its number; 0 for who is none of the load
   * @param network null for one that asks for nothing
   * @param run null while there is none
   * @param systemTags names of the tags that samples have
   * @throws ScriptException as {@link #read}
   */
  public ScriptUser user(
      int id, @Nullable UserNetwork network, @Nullable RunInfo run, Set<String> systemTags)
      throws ScriptException {
    return make(() -> ScriptUser.context(this), id, network, run, systemTags);
  }

  private ScriptUser make(
      Supplier<Context> contexts,
      int id,
      @Nullable UserNetwork network,
      @Nullable RunInfo run,
      Set<String> systemTags)
      throws ScriptException {
    while (true) {
      try {
        return new ScriptUser(this, contexts.get(), id, network, run, systemTags);
      } catch (PolyglotException e) {
        if (TestAborted.is(e)) throw new ScriptException(ScriptErrors.text(e), true);
        if (!files.makesUp(e)) throw new ScriptException(ScriptErrors.text(e));
      }
    }
  }

  Engine engine() {
    return engine;
  }

  ScriptSettings settings() {
    return settings;
  }

  ScriptFiles files() {
    return files;
  }

  SharedData data() {
    return data;
  }

  /** What users ask with. */
  public record UserNetwork(
      Network network, HttpDefaults defaults, ExchangeTags tags, RequestPace pace) {

    /** The same, at any pace. */
    public UserNetwork(Network network, HttpDefaults defaults, ExchangeTags tags) {
      this(network, defaults, tags, RequestPace.FREE);
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
