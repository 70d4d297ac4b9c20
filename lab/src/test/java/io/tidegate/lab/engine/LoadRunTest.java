package io.tidegate.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of small scripts. */
@Timeout(60)
class LoadRunTest {

  @TempDir private Path folder;
  private TestRun run;

  @BeforeEach
  void start() throws IOException {
    run = new TestRun(folder);
  }

  @AfterEach
  void stop() {
    run.close();
  }

  @Test
  void a_script_asks_checks_and_is_counted() throws Exception {
    ExitCode code =
        run.run(
            """
            import http from 'k6/http';
            import { check, group, sleep } from 'k6';
            export const options = { vus: 3, iterations: 12 };
            export default function () {
              group('one', () => {
                const reply = http.get(`${__ENV.BASE}/a?vu=${__VU}`);
                check(reply, {
                  'is 200': r => r.status === 200,
                  'says hello': r => r.body === 'hello',
                  'never': r => r.timings.duration < 0,
                });
              });
              sleep(0.001);
            }
            """);
    assertThat(run.said).isEmpty();
    assertThat(code).isEqualTo(ExitCode.DONE);
    assertThat(run.requests).hasSize(12).allMatch(one -> one.startsWith("GET /a?vu="));
    assertThat(run.totals(run.metrics.builtin.iterations).sum()).isEqualTo(12);
    assertThat(run.totals(run.metrics.builtin.httpReqs).sum()).isEqualTo(12);
    assertThat(run.totals(run.metrics.builtin.checks).count()).isEqualTo(36);
    assertThat(run.totals(run.metrics.builtin.checks).sum()).isEqualTo(24);
    assertThat(run.totals(run.metrics.builtin.httpReqDuration).max()).isPositive();
    assertThat(run.totals(run.metrics.builtin.dataReceived).sum()).isGreaterThan(12 * 5);
  }

  @Test
  void users_who_never_wait_take_turns() throws Exception {
    ExitCode code =
        run.run(
            """
            import { Counter } from 'k6/metrics';
            import exec from 'k6/execution';
            const turns = new Counter('turns');
            export const options = { vus: 40, duration: '2s' };
            export default function () {
              if (exec.vu.iterationInScenario === 0) turns.add(1);
              for (let i = 0; i < 1000; i++) ;
            }
            """);
    assertThat(code).isEqualTo(ExitCode.DONE);
    assertThat(run.totals(Objects.requireNonNull(run.metrics.find("turns"))).sum()).isEqualTo(40);
  }

  @Test
  void what_setup_gives_reaches_all_and_teardown() throws Exception {
    ExitCode code =
        run.run(
            """
            import http from 'k6/http';
            export const options = { vus: 2, iterations: 4 };
            export function setup() { return { token: 'abc', list: [1, 2] }; }
            export default function (data) { http.post(`${__ENV.BASE}/${data.token}`, { a: 'x y' }); }
            export function teardown(data) { http.del(`${__ENV.BASE}/gone/${data.list.length}`); }
            """);
    assertThat(run.said).isEmpty();
    assertThat(code).isEqualTo(ExitCode.DONE);
    assertThat(run.setupData).isEqualTo("{\"token\":\"abc\",\"list\":[1,2]}");
    assertThat(run.requests).hasSize(5).endsWith("DELETE /gone/2").contains("POST /abc");
  }

  @Test
  void users_of_an_open_model_begin_when_they_are_meant_to() throws Exception {
    ExitCode code =
        run.run(
            """
            import http from 'k6/http';
            export const options = { scenarios: { open: { executor: 'constant-arrival-rate',
              rate: 50, duration: '1s', preAllocatedVUs: 20 } } };
            export default async function () { http.get(__ENV.BASE); }
            """);
    assertThat(run.said).isEmpty();
    assertThat(code).isEqualTo(ExitCode.DONE);
    assertThat(run.totals(run.metrics.builtin.iterationResponse).count())
        .isEqualTo(50 - run.totals(run.metrics.builtin.droppedIterations).count());
    assertThat(run.totals(run.metrics.builtin.iterationLateness).min()).isNotNegative();
  }

  @Test
  void an_exception_ends_its_iteration_alone_and_an_endless_loop_is_cut_off() throws Exception {
    ExitCode code =
        run.run(
            """
            export const options = { scenarios: {
              bad: { executor: 'per-vu-iterations', vus: 1, iterations: 3, exec: 'bad' },
              endless: { executor: 'constant-vus', vus: 1, duration: '1s', gracefulStop: '100ms',
                exec: 'endless' } } };
            export function bad() { throw new Error('no luck'); }
            export function endless() { for (;;) {} }
            """);
    assertThat(code).isEqualTo(ExitCode.DONE);
    assertThat(run.said).filteredOn(one -> one.contains("Error: no luck")).hasSize(3);
    assertThat(run.said.getFirst()).contains("script.js:5:");
    assertThat(run.totals(run.metrics.builtin.iterations).sum()).isEqualTo(3);
  }

  @Test
  void a_script_ends_the_run_itself() throws Exception {
    ExitCode code =
        run.run(
            """
            import exec from 'k6/execution';
            export const options = { vus: 2, duration: '30s' };
            export default function () { if (__VU === 2) exec.test.abort('enough'); }
            """);
    assertThat(code).isEqualTo(ExitCode.ABORTED);
  }
}
