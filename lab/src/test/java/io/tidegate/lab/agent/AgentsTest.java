package io.tidegate.lab.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.lab.TargetServer;
import io.tidegate.lab.cli.LabCommand;
import io.tidegate.lab.recording.JsonValue;
import io.tidegate.testkit.Wait;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs whose load other processes make. */
@Timeout(180)
class AgentsTest {

  private static final String FOR_LONG =
      """
      import http from 'k6/http';
      import { sleep } from 'k6';
      export const options = { scenarios: { all: {
        executor: 'constant-vus', vus: 4, duration: '60s', gracefulStop: '1s' } } };
      export default function () { http.get(`${__ENV.BASE}/load`); sleep(0.02); }
      export function teardown() { http.get(`${__ENV.BASE}/teardown`); }
      """;

  private final Map<String, Runnable> signals = new ConcurrentHashMap<>();

  @TempDir private Path folder;

  private record Ended(int code, String said, String out) {}

  /** A run in this process. */
  private Ended run(TargetServer target, String script, String agents, String... more)
      throws IOException {
    Path file = Files.writeString(folder.resolve("script.js"), script);
    Path log = Files.createTempFile(folder, "log", ".txt");
    List<String> all = new ArrayList<>(List.of("run", "--quiet", "--log-output=file=" + log));
    all.addAll(List.of("--agents", agents, "-e", "BASE=" + target.url()));
    all.addAll(List.of(more));
    all.add(file.toString());
    StringWriter out = new StringWriter();
    int code =
        LabCommand.line(signals::put)
            .setOut(new PrintWriter(out))
            .execute(all.toArray(String[]::new));
    return new Ended(code, Files.readString(log), out.toString());
  }

  private FutureTask<Ended> begin(
      TargetServer target, String script, String agents, String... more) {
    FutureTask<Ended> run = new FutureTask<>(() -> run(target, script, agents, more));
    Thread.ofPlatform().daemon().start(run);
    return run;
  }

  private JsonValue metrics(Path summary) throws IOException {
    return JsonValue.read(Files.readAllBytes(summary)).get("metrics");
  }

  @Test
  void two_agents_make_the_load_of_a_script_with_imports_and_files() throws IOException {
    Path lib = Files.createDirectories(folder.resolve("lib"));
    Files.writeString(lib.resolve("paths.js"), "export const path = '/from-lib';");
    Files.writeString(lib.resolve("data.json"), "[\"one\", \"two\"]");
    Path real = Files.writeString(folder.resolve("real.js"), "module.exports = { common: 'js' };");
    Files.createSymbolicLink(folder.resolve("link.js"), real);
    String script =
        """
        import http from 'k6/http';
        import exec from 'k6/execution';
        import { check } from 'k6';
        import { SharedArray } from 'k6/data';
        import { Trend, Counter } from 'k6/metrics';
        import { path } from './lib/paths.js';
        import linked from './link.js';
        const words = new SharedArray('words', () => JSON.parse(open('./lib/data.json')));
        const numbers = new Trend('numbers');
        const users = new Counter('users');
        export const options = {
          scenarios: {
            shared: { executor: 'shared-iterations', vus: 6, iterations: 100 },
            each: { executor: 'per-vu-iterations', vus: 7, iterations: 3, exec: 'each' },
          },
          thresholds: { numbers: ['max==99'], 'users{kind:own}': ['count==21'] },
        };
        export function setup() {
          http.get(`${__ENV.BASE}/setup`);
          return { of: 'setup' };
        }
        export default function (data) {
          numbers.add(exec.scenario.iterationInTest);
          const reply = http.get(
            `${__ENV.BASE}${path}/${words[1]}/${data.of}/${linked.common}`, { headers: { who: __ENV.WHO } });
          check(reply, { ok: r => r.status === 200 });
        }
        export function each() {
          users.add(1, { kind: 'own' });
          http.get(`${__ENV.BASE}/user/${exec.vu.idInTest}/${exec.scenario.iterationInTest}`);
        }
        export function teardown(data) { http.get(`${__ENV.BASE}/teardown/${data.of}`); }
        """;
    Path summary = folder.resolve("summary.json");
    try (TargetServer target = new TargetServer();
        LabProcess one = LabProcess.agent(folder);
        LabProcess two = LabProcess.agent(folder)) {
      Ended ended =
          run(
              target,
              script,
              one.address() + "," + two.address(),
              "-e",
              "WHO=agent",
              "--summary-export",
              summary.toString(),
              "--out-dir",
              folder.resolve("kept").toString());
      assertThat(ended.code).as(ended.said + one.said() + two.said()).isZero();
      assertThat(ended.said).contains("its clock is known within");
      List<String> asked =
          target.asked().stream()
              .map(request -> request.target() + " " + request.header("who"))
              .toList();
      assertThat(asked).filteredOn(path -> path.startsWith("/setup")).hasSize(1);
      assertThat(asked).filteredOn(path -> path.equals("/teardown/setup ")).hasSize(1);
      assertThat(asked)
          .filteredOn(path -> path.equals("/from-lib/two/setup/js agent"))
          .hasSize(100);
      List<String> each = asked.stream().filter(path -> path.startsWith("/user/")).toList();
      assertThat(each).hasSize(21);
      assertThat(each.stream().map(path -> path.replaceAll("^/user/(\\d+)/.*", "$1")).distinct())
          .hasSize(7);
      JsonValue metrics = metrics(summary);
      assertThat(metrics.get("iterations").number("count")).isEqualTo(121);
      assertThat(metrics.get("http_reqs").number("count")).isEqualTo(123);
      assertThat(metrics.get("checks").number("passes")).isEqualTo(100);
      assertThat(metrics.get("numbers").number("med")).isEqualTo(49.5);
      assertThat(metrics.get("numbers").number("p(90)")).isEqualTo(89.1, within());
      assertThat(metrics.get("numbers").number("p(95)")).isEqualTo(94.05, within());
      assertThat(metrics.get("numbers").number("avg")).isEqualTo(49.5);
      JsonValue kept = JsonValue.read(Files.readAllBytes(folder.resolve("kept/run.json")));
      List<JsonValue> agents = kept.get("end").get("generator").list("agents");
      assertThat(agents).extracting(part -> part.text("end")).containsExactly("ENDED", "ENDED");
      assertThat(agents).extracting(part -> part.number("share")).containsExactly(0.5, 0.5);
      assertThat(agents.stream().mapToDouble(part -> part.number("iterations")).sum())
          .isEqualTo(121);
      assertThat(Files.readString(folder.resolve("kept/report.md"))).contains(one.address());
      assertThat(one.said()).contains("a run begins", "the run has ended");
    }
  }

  private static Offset<Double> within() {
    return Offset.offset(1e-9);
  }

  @Test
  void a_weight_says_how_much_of_the_load_an_agent_gets() throws IOException {
    String script =
        """
        import http from 'k6/http';
        import exec from 'k6/execution';
        export const options = { scenarios: { all: {
          executor: 'per-vu-iterations', vus: 8, iterations: 1 } } };
        export default function () {
          http.get(`${__ENV.BASE}/of/${exec.instance.vusInitialized}/${__VU <= 6}`);
        }
        """;
    try (TargetServer target = new TargetServer();
        LabProcess one = LabProcess.agent(folder);
        LabProcess two = LabProcess.agent(folder)) {
      Ended ended = run(target, script, one.address() + "=3," + two.address());
      assertThat(ended.code).as(ended.said).isZero();
      List<String> asked = target.asked().stream().map(TargetServer.Asked::target).toList();
      assertThat(asked).filteredOn(path -> path.equals("/of/6/true")).hasSize(6);
      assertThat(asked).filteredOn(path -> path.equals("/of/2/true")).hasSize(2);
    }
  }

  @Test
  void an_agent_that_dies_ends_the_run_in_order() throws Exception {
    Path summary = folder.resolve("summary.json");
    try (TargetServer target = new TargetServer();
        LabProcess one = LabProcess.agent(folder);
        LabProcess two = LabProcess.agent(folder)) {
      String agents = one.address() + "," + two.address();
      FutureTask<Ended> run =
          begin(target, FOR_LONG, agents, "--summary-export", summary.toString());
      awaitRequests(target, 800); // seconds, in which both have told how many users they have
      one.kill();
      Ended ended = run.get(60, TimeUnit.SECONDS);
      assertThat(ended.code).as(ended.said).isEqualTo(121);
      assertThat(ended.said)
          .contains("the agent " + one.address() + " is lost", "ends with what was measured");
      assertThat(metrics(summary).get("iterations").number("count")).isGreaterThan(100);
      assertThat(metrics(summary).get("vus_max").number("max")).as("of both").isEqualTo(4);
      assertThat(target.asked()).extracting(TargetServer.Asked::target).contains("/teardown");
      assertThat(two.said()).contains("the run has ended");
    }
  }

  private static void awaitRequests(TargetServer target, int count) {
    List<TargetServer.Asked> all = new ArrayList<>();
    Wait.until(() -> {
      all.addAll(target.asked());
      return all.size() >= count;
    });
  }

  @Test
  void agents_end_their_run_when_the_coordinator_is_lost_and_take_another() throws Exception {
    Path file = Files.writeString(folder.resolve("lost.js"), FOR_LONG);
    String once = "export const options = { iterations: 3 }; export default function () {}";
    try (TargetServer target = new TargetServer();
        LabProcess agent = LabProcess.agent(folder)) {
      try (LabProcess coordinator =
          LabProcess.start(
              folder,
              Map.of(),
              "run",
              "--agents",
              agent.address(),
              "-e",
              "BASE=" + target.url(),
              file.toString())) {
        awaitRequests(target, 50);
        Ended busy = run(target, once, agent.address());
        assertThat(busy.code).isEqualTo(121);
        assertThat(busy.said).contains("busy: it takes one run at a time");
        coordinator.kill();
      }
      Wait.until(() -> agent.said().contains("the coordinator is lost"));
      target.asked();
      Ended ended = run(target, once, agent.address());
      assertThat(ended.code).as(ended.said + agent.said()).isZero();
      assertThat(target.asked()).isEmpty();
    }
  }

  @Test
  void ctrl_c_ends_all_agents_in_order() throws Exception {
    try (TargetServer target = new TargetServer();
        LabProcess one = LabProcess.agent(folder);
        LabProcess two = LabProcess.agent(folder)) {
      FutureTask<Ended> run = begin(target, FOR_LONG, one.address() + "," + two.address());
      awaitRequests(target, 50);
      Objects.requireNonNull(signals.get("INT")).run();
      Ended ended = run.get(60, TimeUnit.SECONDS);
      assertThat(ended.code).as(ended.said).isEqualTo(105);
      assertThat(ended.out).contains("iterations");
      assertThat(target.asked()).extracting(TargetServer.Asked::target).contains("/teardown");
      for (LabProcess agent : List.of(one, two))
        Wait.until(() -> agent.said().endsWith("the run has ended\n"));
    }
  }

  @Test
  void thresholds_hold_of_all_agents_together_and_may_end_them() throws IOException {
    String script =
        """
        import { sleep } from 'k6';
        import { Counter } from 'k6/metrics';
        const counted = new Counter('counted');
        export const options = {
          scenarios: { all: { executor: 'constant-vus', vus: 2, duration: '60s', gracefulStop: '1s' } },
          thresholds: { counted: [{ threshold: 'count<2', abortOnFail: true }] },
        };
        export default function () { if (__ITER === 0) counted.add(1); sleep(0.1); }
        """;
    try (TargetServer target = new TargetServer();
        LabProcess one = LabProcess.agent(folder);
        LabProcess two = LabProcess.agent(folder)) {
      Ended ended = run(target, script, one.address() + "," + two.address());
      assertThat(ended.code).as(ended.said).isEqualTo(99);
      assertThat(ended.said).contains("stopping test prematurely");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "exec.test.abort('enough'), 108, test aborted: enough",
    "exec.test.fail('not so'), 110, test marked as failed: not so",
    "console.log('said by the script'), 0, said by the script",
    "open('./never.txt'), 0, only available in the init stage",
  })
  void what_a_script_says_and_does_at_an_agent_counts_for_the_run(
      String does, int code, String said) throws IOException {
    String script =
        """
        import exec from 'k6/execution';
        export const options = { vus: 2, iterations: 2 };
        export default function () { if (exec.vu.idInTest === 2) %s; }
        """
            .formatted(does);
    try (TargetServer target = new TargetServer();
        Running one = Running.agent("");
        Running two = Running.agent("")) {
      Ended ended = run(target, script, one.address() + "," + two.address());
      assertThat(ended.code).as(ended.said).isEqualTo(code);
      assertThat(ended.said).contains(said);
      if (code == 0) assertThat(ended.said).contains("agent=\"" + two.address() + "\"");
    }
  }

  @Test
  void an_agent_reads_no_file_of_its_own_machine() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.txt"), "of the agent");
    String script =
        """
        import exec from 'k6/execution';
        const name = __VU === 0 ? __ENV.NOTHING : '%s';
        const text = name ? open(name) : '';
        export const options = { vus: 1, iterations: 1 };
        export default function () { console.log('read ' + text); }
        """
            .formatted(secret);
    try (TargetServer target = new TargetServer();
        Running agent = Running.agent("")) {
      Ended ended = run(target, script, agent.address());
      assertThat(ended.code).isEqualTo(107);
      assertThat(ended.said).contains("no such file").doesNotContain("of the agent");
    }
  }

  @Test
  void a_limit_of_one_agent_is_a_limit_of_the_run() throws IOException {
    String busy =
        """
        export const options = { scenarios: { all: {
          executor: 'constant-vus', vus: 32, duration: '5s', gracefulStop: '1s' } } };
        export default function () { for (const end = Date.now() + 50; Date.now() < end;); }
        """;
    Path kept = folder.resolve("kept");
    try (TargetServer target = new TargetServer();
        LabProcess agent = LabProcess.agent(folder)) {
      Ended ended =
          run(target, busy, agent.address(), "--fail-invalid", "--out-dir", kept.toString());
      assertThat(ended.code).as(ended.said).isEqualTo(120);
      assertThat(ended.said)
          .contains("not a measurement of the target", "on the agent " + agent.address());
      assertThat(Files.readString(kept.resolve("run.json"))).contains("\"end\":\"LIMITED\"");
    }
  }

  @Test
  void an_agent_that_is_ended_ends_the_run_in_order() throws Exception {
    try (TargetServer target = new TargetServer();
        Running one = Running.agent("");
        Running two = Running.agent("")) {
      FutureTask<Ended> run = begin(target, FOR_LONG, one.address() + "," + two.address());
      awaitRequests(target, 50);
      one.end();
      Ended ended = run.get(60, TimeUnit.SECONDS);
      assertThat(ended.code).as(ended.said).isEqualTo(121);
      assertThat(ended.said).contains("an agent was ended by a signal");
      assertThat(target.asked()).extracting(TargetServer.Asked::target).contains("/teardown");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--out json=all.json | takes every sample",
        "--execution-segment 0:1/2 | there is no other one",
      })
  void what_agents_cannot_do_is_refused_with_words(String flags, String why) throws IOException {
    try (TargetServer target = new TargetServer();
        Running agent = Running.agent("")) {
      Ended ended =
          run(target, "export default function () {}", agent.address(), flags.split(" ", -1));
      assertThat(ended.code).as(ended.said).isEqualTo(104);
      assertThat(ended.said).contains(why);
      assertThat(target.asked()).isEmpty();
    }
  }

  @Test
  void requests_a_second_and_users_are_those_of_all_agents() throws IOException {
    String script =
        """
        import http from 'k6/http';
        export const options = { rps: 20, scenarios: { all: {
          executor: 'constant-vus', vus: 4, duration: '3s', gracefulStop: '0s' } } };
        export default function () { http.get(`${__ENV.BASE}/paced`); }
        """;
    try (TargetServer target = new TargetServer();
        Running one = Running.agent("");
        Running two = Running.agent("")) {
      Path summary = folder.resolve("summary.json");
      String both = one.address() + "," + two.address();
      Ended ended = run(target, script, both, "--summary-export", summary.toString());
      assertThat(ended.code).as(ended.said).isZero();
      assertThat(target.asked()).hasSizeBetween(20, 66);
      assertThat(metrics(summary).get("vus_max").number("value")).isEqualTo(4);
    }
  }

  // ---- who may ----

  @Test
  void an_agent_takes_runs_of_those_alone_who_know_its_secret() throws IOException {
    String script = "export default function () {}";
    Path right = Files.writeString(folder.resolve("right"), "a long secret\n");
    Path wrong = Files.writeString(folder.resolve("wrong"), "another one\n");
    try (TargetServer target = new TargetServer();
        Running agent = Running.agent("a long secret");
        Running open = Running.agent("")) {
      Ended none = run(target, script, agent.address());
      assertThat(none.code).isEqualTo(121);
      assertThat(none.said).contains("the secret is another one than the agent's");
      Ended other = run(target, script, agent.address(), "--secret-file", wrong.toString());
      assertThat(other.code).isEqualTo(121);
      Ended unasked = run(target, script, open.address(), "--secret-file", wrong.toString());
      assertThat(unasked.code).isEqualTo(121);
      Ended known = run(target, script, agent.address(), "--secret-file", right.toString());
      assertThat(known.code).as(known.said).isZero();
    }
  }

  @Test
  void a_secret_may_come_from_the_environment() throws Exception {
    String script = "export default function () {}";
    Path right = Files.writeString(folder.resolve("right"), "a long secret\n");
    Map<String, String> environment = Map.of("TIDEGATE_LAB_SECRET", "a long secret");
    try (TargetServer target = new TargetServer();
        LabProcess agent = LabProcess.agent(folder, environment)) {
      assertThat(run(target, script, agent.address()).code).isEqualTo(121);
      Ended known = run(target, script, agent.address(), "--secret-file", right.toString());
      assertThat(known.code).as(known.said).isZero();
    }
  }

  @Test
  void agents_have_the_coordinators_environment_only_where_that_is_asked() throws Exception {
    String script = "export default function () { console.log(`path ${__ENV.PATH}`); }";
    try (TargetServer target = new TargetServer();
        Running agent = Running.agent("")) {
      assertThat(run(target, script, agent.address()).said).contains("path undefined");
      Ended asked = run(target, script, agent.address(), "--include-system-env-vars");
      assertThat(asked.said).contains("path " + System.getenv("PATH"));
    }
  }

  @Test
  void an_agent_that_others_can_reach_needs_a_secret() {
    InetSocketAddress all = new InetSocketAddress("0.0.0.0", 0);
    assertThatThrownBy(() -> Agent.listen(all, Secret.NONE, _ -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("needs a secret");
  }

  @Test
  void another_version_is_refused_by_either_side() throws IOException {
    try (TargetServer target = new TargetServer();
        Running agent = Running.agent("");
        ServerSocket older = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            try (Socket socket = older.accept()) {
              hello(new DataOutputStream(socket.getOutputStream()), "0.0.1");
              socket.getInputStream().readAllBytes();
            } catch (IOException _) {
              // The coordinator went away, as it should.
            }
          });
      String at = "127.0.0.1:" + older.getLocalPort();
      Ended ended = run(target, "export default function () {}", at);
      assertThat(ended.code).isEqualTo(121);
      assertThat(ended.said).contains("the agent has version 0.0.1");
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), agent.port())) {
        hello(new DataOutputStream(socket.getOutputStream()), "0.0.2");
        DataInputStream from = new DataInputStream(socket.getInputStream());
        from.readNBytes(from.readInt());
        from.readInt();
        assertThat(from.readUTF()).contains("the coordinator version 0.0.2");
      }
    }
  }

  private static void hello(DataOutputStream to, String version) throws IOException {
    byte[] random = new byte[32];
    int length = 2 + 18 + 4 + 2 + version.length() + random.length;
    to.writeInt(length);
    to.writeUTF("tidegate lab agent");
    to.writeInt(Handshake.PROTOCOL);
    to.writeUTF(version);
    to.write(random);
    to.flush();
  }

  @Test
  void who_speaks_something_else_is_turned_away_and_the_agent_goes_on() throws IOException {
    try (TargetServer target = new TargetServer();
        Running agent = Running.agent("")) {
      for (String words : List.of("GET / HTTP/1.1\r\n\r\n", "\0\0\0\u0004abcd", "")) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), agent.port())) {
          socket.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
          socket.shutdownOutput();
          socket.getInputStream().readAllBytes();
        }
      }
      Ended ended = run(target, "export default function () {}", agent.address());
      assertThat(ended.code).as(ended.said).isZero();
    }
  }

  /** Of a coordinator that is gone once it has said who it is. */
  private static final class Leaving extends Socket {
    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(super.getOutputStream()) {
        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          out.write(bytes, from, length);
          setSoLinger(true, 0);
          Leaving.this.close();
        }
      };
    }
  }

  @Test
  void a_coordinator_that_leaves_before_its_run_begins_keeps_no_agent_busy() throws IOException {
    try (TargetServer target = new TargetServer();
        Running agent = Running.agent("")) {
      for (int i = 0; i < 20; i++) {
        Socket socket = new Leaving();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), agent.port()));
        try (Link link = new Link(socket, Link.SILENCE_MOST)) {
          assertThatThrownBy(() -> Handshake.introduce(link, Secret.NONE))
              .isInstanceOf(IOException.class);
        }
      }
      Wait.until(() -> run(target, "export default function () {}", agent.address()).code == 0);
    }
  }

  @Test
  void an_agent_that_stands_still_while_files_are_sent_ends_the_run() throws IOException {
    Files.write(folder.resolve("large.bin"), new byte[32 << 20]);
    try (TargetServer target = new TargetServer();
        ServerSocket still = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CountDownLatch over = new CountDownLatch(1);
      Thread.ofVirtual().start(() -> standStill(still, over));
      String script = "open('./large.bin', 'b'); export default function () {}";
      Ended ended = run(target, script, "127.0.0.1:" + still.getLocalPort());
      over.countDown();
      assertThat(ended.code).as(ended.said).isEqualTo(121);
      assertThat(ended.said).contains("nothing came for 10 s");
    }
  }

  /** As an agent does that is stopped when the clocks have been measured. */
  private static void standStill(ServerSocket at, CountDownLatch over) {
    try (Socket socket = at.accept();
        Link link = new Link(socket, Link.SILENCE_MOST)) {
      Handshake.accept(link, Secret.NONE, () -> true);
      int asked = 0;
      while (asked < 12) {
        if (!(link.receive() instanceof Message.AskTime)) continue;
        asked++;
        link.send(new Message.Time(System.nanoTime(), System.currentTimeMillis()));
      }
      over.await();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void agents_that_are_not_there_are_named() throws IOException {
    try (TargetServer target = new TargetServer()) {
      Ended ended = run(target, "export default function () {}", "127.0.0.1:1");
      assertThat(ended.code).isEqualTo(121);
      assertThat(ended.said).contains("the agent 127.0.0.1:1 cannot be had");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {"a", "a:0", "a:70000", "a:1=0", "a:1=x", "a:1,a:1", "''", "a:1,"})
  void what_is_no_agent_is_told(String agents) {
    assertThatThrownBy(() -> AgentAddress.parseAll(agents))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void weights_become_execution_segments() {
    LoadSplit split = new LoadSplit(AgentAddress.parseAll("a:1=2,b:1,[::1]:6570"));
    Stream<Map<String, Object>> options =
        split.agents().stream().map(agent -> split.segment(agent).values());
    assertThat(options.map(all -> all.get("executionSegment")))
        .containsExactly("0/4:2/4", "2/4:3/4", "3/4:4/4");
  }

  /** An agent in this process. */
  private record Running(Agent agent, Thread thread) implements AutoCloseable {

    static Running agent(String secret) throws IOException {
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      Agent agent = Agent.listen(any, new Secret(secret), _ -> {});
      return new Running(agent, Thread.ofPlatform().daemon().start(agent::serve));
    }

    int port() {
      return agent.address().getPort();
    }

    String address() {
      return "127.0.0.1:" + port();
    }

    /** As Ctrl-C does. */
    void end() throws IOException {
      agent.close();
    }

    @Override
    public void close() throws IOException {
      end();
    }
  }
}
