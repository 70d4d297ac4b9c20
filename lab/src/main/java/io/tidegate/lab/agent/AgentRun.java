package io.tidegate.lab.agent;

import io.tidegate.lab.client.Network;
import io.tidegate.lab.engine.ClientOptions;
import io.tidegate.lab.engine.ExitCode;
import io.tidegate.lab.engine.LoadRun;
import io.tidegate.lab.engine.LocalGenerator;
import io.tidegate.lab.engine.RunState;
import io.tidegate.lab.metric.Interval;
import io.tidegate.lab.metric.IntervalCodec;
import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.metric.MetricStore;
import io.tidegate.lab.metric.TotalsCodec;
import io.tidegate.lab.options.OptionException;
import io.tidegate.lab.options.OptionTree;
import io.tidegate.lab.options.RunOptions;
import io.tidegate.lab.script.JsonTree;
import io.tidegate.lab.script.Script;
import io.tidegate.lab.script.Script.UserNetwork;
import io.tidegate.lab.script.ScriptBundle;
import io.tidegate.lab.script.ScriptException;
import io.tidegate.lab.script.ScriptFacts;
import io.tidegate.lab.script.ScriptSettings;
import io.tidegate.lab.script.http.ExchangeTags;
import io.tidegate.lab.script.http.RequestPace;
import io.tidegate.lab.script.user.Console;
import io.tidegate.lab.watch.GeneratorWatch;
import io.tidegate.lab.watch.SelfCheck;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An agent's part of one run. The thread of the connection takes what the coordinator says; another
 * one makes the load.
 */
final class AgentRun implements AutoCloseable {

  private static final Path NO_LIBRARIES = Path.of("/nowhere");
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);
  private static final Duration LEAVES_WITHIN = Duration.ofSeconds(5);
  private static final SelfCheck UNWATCHED = new SelfCheck(List.of(), 0, 0, 0, 0, 0);

  private final Link link;
  private final Outbox outbox;
  private final Map<Path, byte[]> files = new HashMap<>();
  private final Map<Path, Path> links = new HashMap<>();
  private long fileBytes;
  private final CompletableFuture<Message.@Nullable Start> started = new CompletableFuture<>();
  private volatile @Nullable RunState state;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean stopped;
  private @Nullable Thread worker;

  /** One with a coordinator who is known. */
  AgentRun(Link link) {
    this.link = link;
    outbox = Outbox.start(link);
  }

  /**
   * Takes what the coordinator says, until it has nothing more to say.
   *
   * @throws IOException if it says what it should not, or nothing
   */
  void serve() throws IOException {
    while (true) {
      switch (link.receive()) {
        case Message.Alive _ -> {}
        case Message.AskTime _ ->
            link.send(new Message.Time(System.nanoTime(), System.currentTimeMillis()));
        case Message.ScriptFile file -> keep(file);
        case Message.ScriptLink name -> links.put(name.path(), name.real());
        case Message.Job job -> work(job);
        case Message.Start start -> started.complete(start);
        case Message.Stop _ -> stop();
        case Message.Done _ -> {
          return;
        }
        case Message other -> throw new IOException("not to be said to an agent: " + other);
      }
    }
  }

  private void keep(Message.ScriptFile file) throws IOException {
    fileBytes += file.bytes().length;
    if (fileBytes > ScriptBundle.BYTES_MOST) throw new IOException("too many files");
    files.put(file.path(), file.bytes());
  }

  /** Ends the load now. Any thread. */
  void stop() {
    stopped = true;
    end(ExitCode.SIGNAL, "");
  }

  /** Ends the load and has the coordinator end the run; waits for that, within bounds. */
  void leave() {
    end(ExitCode.AGENT, "an agent was ended by a signal");
    try {
      if (!over.await(LEAVES_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) link.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void end(ExitCode code, String reason) {
    RunState running = state;
    if (running != null) running.stop(code, reason);
    started.complete(null);
  }

  private void work(Message.Job job) throws IOException {
    if (worker != null) throw new IOException("a second run");
    worker = Thread.ofPlatform().name("agent-run").daemon().start(() -> run(job));
  }

  // ---- the load ----

  private void run(Message.Job job) {
    long interrupted = 0;
    SelfCheck health = UNWATCHED;
    try {
      OptionTree tree = JsonTree.parse(job.optionsJson());
      RunState own = new RunState(job.optionsJson(), (_, _, _) -> {});
      state = own;
      if (stopped) stop();
      health = run(job, tree, own);
      interrupted = own.iterationsInterrupted();
      RunState.Stop stop = own.stopped();
      if (stop != null && !stopped) outbox.say(new Message.EndRun(stop.code(), stop.reason()));
      String failed = own.failed();
      if (failed != null) outbox.say(new Message.FailRun(failed));
    } catch (ScriptException e) {
      ExitCode code = e.aborted() ? ExitCode.ABORTED : ExitCode.SCRIPT;
      outbox.say(new Message.EndRun(code, String.valueOf(e.getMessage())));
    } catch (OptionException e) {
      outbox.say(new Message.EndRun(ExitCode.OPTIONS, String.valueOf(e.getMessage())));
    } catch (IOException | UncheckedIOException e) {
      outbox.say(new Message.EndRun(ExitCode.AGENT, String.valueOf(e.getMessage())));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      outbox.say(new Message.EndRun(ExitCode.AGENT, "a fault of the agent: " + e));
    } finally {
      // The link says on and on that the agent is there: without this the coordinator waits for it.
      outbox.say(new Message.Ended(interrupted, health));
    }
  }

  private SelfCheck run(Message.Job job, OptionTree tree, RunState own)
      throws IOException, OptionException, ScriptException, InterruptedException {
    RunOptions options = RunOptions.of(tree);
    MetricRegistry metrics = new MetricRegistry();
    MetricStore store = new MetricStore(text -> outbox.log("warning", text, Map.of()));
    ScriptSettings settings =
        new ScriptSettings(job.env(), NO_LIBRARIES, metrics, store, new AgentConsole());
    try (Script script = Script.of(job.script(), new ScriptBundle(files, links), settings);
        Network network = new Network(ClientOptions.of(tree, System.getenv()))) {
      ScriptFacts facts = script.read(Script.READ_MAX);
      UserNetwork with =
          new UserNetwork(
              network,
              ClientOptions.defaults(options),
              new ExchangeTags(options.systemTags()),
              new RequestPace(job.rps()));
      LoadRun.Parts parts =
          new LoadRun.Parts(script, facts.functions(), with, metrics, store, outbox::log);
      try (LocalGenerator generator = new LocalGenerator(options, own, parts)) {
        generator.prepare();
        link.send(new Message.Prepared());
        Message.Start start = awaitStart();
        if (start == null || !own.waitUntil(start.atNs())) return UNWATCHED;
        own.begins();
        return generate(generator, start, metrics, store);
      }
    }
  }

  private Message.@Nullable Start awaitStart() throws InterruptedException {
    try {
      return started.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private SelfCheck generate(
      LocalGenerator generator, Message.Start start, MetricRegistry metrics, MetricStore store)
      throws InterruptedException {
    IntervalCodec.Encoder encoder = new IntervalCodec.Encoder(TotalsCodec.Values.WHOLE);
    store.onInterval(interval -> send(interval, encoder));
    try (GeneratorWatch watch = GeneratorWatch.start()) {
      store.start();
      generator.run(start.setupJson());
      store.close();
      return watch.health(SelfCheck.Seen.of(store, metrics.builtin));
    }
  }

  private void send(Interval interval, IntervalCodec.Encoder encoder) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream to = new DataOutputStream(bytes)) {
      encoder.write(interval.fromMs(), interval.toMs(), interval.parts(), to);
      link.send(new Message.Measured(bytes.toByteArray()));
    } catch (IOException _) {
      stop(); // the coordinator is gone
    }
  }

  private final class AgentConsole implements Console {
    @Override
    public void say(String level, String message) {
      outbox.log(level, message, Map.of("source", "console"));
    }

    @Override
    public void tell(String level, String message, @Nullable String error) {
      outbox.log(level, message, error == null ? Map.of() : Map.of("error", error));
    }
  }

  /** Ends the load, where it still goes on, and waits for its end, within bounds. */
  @Override
  public void close() {
    stop();
    outbox.close();
    link.close();
    over.countDown();
    try {
      if (worker != null) worker.join(ENDS_WITHIN);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
