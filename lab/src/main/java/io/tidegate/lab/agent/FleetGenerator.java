package io.tidegate.lab.agent;

import io.tidegate.lab.engine.ExitCode;
import io.tidegate.lab.engine.LoadGenerator;
import io.tidegate.lab.engine.RunLog;
import io.tidegate.lab.engine.RunState;
import io.tidegate.lab.metric.Interval;
import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.metric.MetricStore;
import io.tidegate.lab.options.OptionTree;
import io.tidegate.lab.recording.AgentPart;
import io.tidegate.lab.script.JsonTree;
import io.tidegate.lab.script.ScriptBundle;
import io.tidegate.lab.script.ScriptException;
import io.tidegate.lab.watch.Finding;
import io.tidegate.lab.watch.SelfCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has the agents of a fleet make the load of a run. All that they say comes to one queue and is
 * dealt with on the thread of the run.
 */
public final class FleetGenerator implements LoadGenerator {

  private static final Duration PREPARES_WITHIN = Duration.ofMinutes(10);
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(30);
  private static final long LEAD_NS = TimeUnit.MILLISECONDS.toNanos(300);
  private static final long STEP_MS = 100;
  private static final int WAITING_MOST = 1_024;

  /**
   * What all agents run.
   *
   * @param options all that hold, for the whole
   * @param rps requests a second at most over all of them; 0 for any
   */
  public record Work(
      Path script, ScriptBundle bundle, OptionTree options, Map<String, String> env, double rps) {}

  /** Where what they tell and measure goes. */
  public record Sinks(RunState state, MetricStore store, MetricRegistry metrics, RunLog log) {}

  private record Said(RemoteAgent agent, @Nullable Message message, String lost) {}

  private final Work work;
  private final Sinks to;
  private final BlockingQueue<Said> inbox = new ArrayBlockingQueue<>(WAITING_MOST);
  private final Map<RemoteAgent, Part> parts = new LinkedHashMap<>();
  private final LoadSplit split;
  private final MergedIntervals merged;
  private boolean closed;

  /** What is known of one agent's part. */
  private static final class Part {
    final AgentFigures figures;
    boolean prepared;
    boolean over;
    @Nullable SelfCheck health;

    Part(AgentFigures figures) {
      this.figures = figures;
    }
  }

  /** One for a run that has not begun. */
  public FleetGenerator(AgentFleet fleet, Work work, Sinks to) {
    this.work = work;
    this.to = to;
    split = new LoadSplit(fleet.agents().stream().map(RemoteAgent::at).toList());
    merged = new MergedIntervals(fleet.agents(), to.store, to.metrics.builtin);
    for (RemoteAgent agent : fleet.agents()) {
      parts.put(agent, new Part(new AgentFigures(to.metrics.builtin)));
      agent.listen(
          (from, message) -> put(new Said(from, message, "")),
          (from, why) -> put(new Said(from, null, why)));
    }
  }

  private void put(Said said) {
    try {
      inbox.put(said);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void prepare() throws ScriptException, InterruptedException {
    for (RemoteAgent agent : parts.keySet()) send(agent);
    long lateNs = System.nanoTime() + PREPARES_WITHIN.toNanos();
    while (to.state.stopped() == null && !parts.values().stream().allMatch(part -> part.prepared)) {
      take();
      if (System.nanoTime() - lateNs > 0)
        to.state.stop(ExitCode.AGENT, "the agents were not ready within 10 minutes");
    }
  }

  private void send(RemoteAgent agent) {
    try {
      for (Map.Entry<Path, byte[]> file : work.bundle.files().entrySet())
        agent.send(new Message.ScriptFile(file.getKey(), file.getValue()));
      for (Map.Entry<Path, Path> link : work.bundle.links().entrySet())
        agent.send(new Message.ScriptLink(link.getKey(), link.getValue()));
      OptionTree own = work.options.under(split.segment(agent.at()));
      double rps = work.rps * split.part(agent.at());
      agent.send(new Message.Job(work.script, JsonTree.text(own), work.env, rps));
    } catch (IOException e) {
      lost(agent, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void run(@Nullable String setupJson) throws InterruptedException {
    long leadNs = LEAD_NS;
    for (RemoteAgent agent : parts.keySet())
      leadNs = Math.max(leadNs, LEAD_NS + 8 * agent.clockBound().toNanos());
    long startNs = System.nanoTime() + leadNs;
    merged.begin(System.currentTimeMillis() + TimeUnit.NANOSECONDS.toMillis(leadNs));
    parts.forEach((agent, part) -> {
      if (!part.over) agent.say(new Message.Start(agent.there(startNs), setupJson));
    });
    long lateNs = 0;
    while (!isOver()) {
      take();
      if (to.state.stopped() == null) continue;
      if (lateNs == 0) {
        lateNs = System.nanoTime() + STOPS_WITHIN.toNanos();
        parts.forEach((agent, part) -> {
          if (!part.over) agent.say(new Message.Stop());
        });
      } else if (System.nanoTime() - lateNs > 0) {
        parts.forEach((agent, part) -> {
          if (!part.over) lost(agent, "it did not end");
        });
      }
    }
    merged.end();
  }

  /** Nobody begins later: agents have their users from the start. */
  @Override
  public void laterSetupData(@Nullable String setupJson) {}

  private boolean isOver() {
    return parts.values().stream().allMatch(part -> part.over);
  }

  private void take() throws InterruptedException {
    Said said = inbox.poll(STEP_MS, TimeUnit.MILLISECONDS);
    if (said == null) return;
    Part part = Objects.requireNonNull(parts.get(said.agent));
    if (said.message == null) lost(said.agent, said.lost);
    else take(said.agent, part, said.message);
  }

  private void take(RemoteAgent agent, Part part, Message message) throws InterruptedException {
    switch (message) {
      case Message.Prepared _ -> part.prepared = true;
      case Message.Log log -> {
        Map<String, String> fields = new LinkedHashMap<>(log.fields());
        fields.put("agent", agent.name());
        to.log.say(log.level(), log.text(), fields);
      }
      case Message.Measured measured -> {
        try {
          Interval interval = agent.interval(measured);
          part.figures.add(interval);
          merged.add(agent, interval);
        } catch (IOException e) {
          lost(agent, String.valueOf(e.getMessage()));
        }
      }
      case Message.EndRun end -> to.state.stop(end.code(), end.reason());
      case Message.FailRun fail -> to.state.fail(fail.reason());
      case Message.Ended ended -> {
        part.over = true;
        part.health = ended.health();
        to.state.interruptedElsewhere(ended.interrupted());
        merged.over(agent);
        agent.say(new Message.Done());
      }
      default -> lost(agent, "it spoke out of turn");
    }
  }

  private void lost(RemoteAgent agent, String why) {
    Part part = Objects.requireNonNull(parts.get(agent));
    if (part.over || closed) return;
    part.over = true;
    merged.over(agent);
    agent.close();
    to.state.stop(
        ExitCode.AGENT,
        "the agent %s is lost: %s; the run ends with what was measured"
            .formatted(agent.name(), why));
  }

  /** How the agents were; a limit of one limited the run. */
  public SelfCheck health() {
    List<Finding> findings = new ArrayList<>();
    int seconds = 0;
    double machine = 0;
    double own = 0;
    double gc = 0;
    double late = 0;
    for (Map.Entry<RemoteAgent, Part> entry : parts.entrySet()) {
      SelfCheck health = entry.getValue().health;
      if (health == null) continue;
      String name = entry.getKey().name();
      for (Finding one : health.findings())
        findings.add(new Finding(one.limit(), "on the agent " + name + ": " + one.evidence()));
      seconds = Math.max(seconds, health.seconds());
      machine = Math.max(machine, health.machineCpu());
      own = Math.max(own, health.ownCpu());
      gc = Math.max(gc, health.gcMost());
      late = Math.max(late, health.latenessP99Ms());
    }
    return new SelfCheck(findings, seconds, machine, own, gc, late);
  }

  /** What each did. */
  List<AgentPart> parts() {
    return parts.entrySet().stream()
        .map(one ->
            one.getValue()
                .figures
                .part(one.getKey(), split.part(one.getKey().at()), one.getValue().health))
        .toList();
  }

  @Override
  public void close() {
    closed = true;
    parts.forEach((agent, part) -> {
      if (!part.over) agent.say(new Message.Done());
    });
  }
}
