package io.tidegate.bench.http;

import io.tidegate.bench.Setting;
import io.tidegate.bench.load.Wrk;
import io.tidegate.bench.machine.Usage;
import io.tidegate.bench.peer.Nginx;
import io.tidegate.bench.peer.Subject;
import io.tidegate.bench.peer.TidegateProcess;
import io.tidegate.bench.report.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Our service and the peers that were found here, running. */
final class TestBed implements AutoCloseable {
  private static final String LIMIT = "100000000";

  private final TidegateProcess service;
  private final @Nullable Subject nginx;
  private final @Nullable Subject silent;

  private TestBed(TidegateProcess service, @Nullable Subject nginx, @Nullable Subject silent) {
    this.service = service;
    this.nginx = nginx;
    this.silent = silent;
  }

  /**
   * Starts all.
   *
   * @param json what nginx answers: as much as ours
   */
  static TestBed start(Setting setting, Report report, String json)
      throws IOException, InterruptedException {
    return start(setting, report, json, launch(setting));
  }

  /** Starts all, our service in that way. */
  static TestBed start(Setting setting, Report report, String json, TidegateProcess.Launch launch)
      throws IOException, InterruptedException {
    setting.say("starting the service");
    TidegateProcess service = TidegateProcess.start(launch, setting.fresh("ours").resolve("data"));
    tellOfPeers(setting, report);
    if (!Nginx.found()) return new TestBed(service, null, null);
    Subject nginx = Nginx.answering(setting.fresh("nginx"), json, true);
    return new TestBed(service, nginx, Nginx.answering(setting.fresh("silent"), json, false));
  }

  /** More users claim in a run than the defaults keep in memory. */
  static TidegateProcess.Launch launch(Setting setting) {
    return TidegateProcess.Launch.from(setting.home())
        .with("TIDEGATE_LIMITS_CLAIMS", LIMIT)
        .with("TIDEGATE_LIMITS_KEYS", LIMIT)
        .with("TIDEGATE_LIMITS_USERS", LIMIT)
        .with("TIDEGATE_LIMITS_ROOM_SIZE", LIMIT);
  }

  private static void tellOfPeers(Setting setting, Report report)
      throws IOException, InterruptedException {
    report.say(
        "Ours: durability on, access log on, default configuration but for the bounds of claims, keys, users and the room. "
            + (Nginx.found()
                ? "Peer: nginx "
                    + Nginx.version(setting.folder())
                    + ", `worker_processes auto` (as many cores as ours may use), a fixed 200 with as much JSON as ours, access log on and buffered by 64 KB; and without log."
                : "No peer: nginx was not found (`apt-get install nginx-light`).")
            + " Load: "
            + (Wrk.found()
                ? Wrk.version(setting.folder()) + ", two threads"
                : "our own generator in a closed loop, since wrk was not found (`apt-get install wrk`)")
            + ", and our own generator, one thread, at fixed rates.");
  }

  TidegateProcess service() {
    return service;
  }

  /** Ours, giving that status, and the peer. */
  List<Subject> subjects(int expected) {
    List<Subject> all = new ArrayList<>();
    all.add(new Ours(service, expected));
    if (nginx != null) all.add(nginx);
    return all;
  }

  /** As {@link #subjects}, and the peer without its log. */
  List<Subject> allSubjects(int expected) {
    List<Subject> all = subjects(expected);
    if (silent != null) all.add(silent);
    return all;
  }

  @Override
  public void close() {
    service.close();
    if (nginx != null) nginx.close();
    if (silent != null) silent.close();
  }

  private record Ours(TidegateProcess service, int expected) implements Subject {
    @Override
    public String name() {
      return "ours";
    }

    @Override
    public boolean ours() {
      return true;
    }

    @Override
    public int port() {
      return service.port();
    }

    @Override
    public Usage usage() {
      return service.usage();
    }

    @Override
    public void close() {
      service.close();
    }
  }
}
