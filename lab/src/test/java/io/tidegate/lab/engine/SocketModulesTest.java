package io.tidegate.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.lab.client.websocket.EchoServer;
import io.tidegate.lab.metric.Metric;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code k6/ws} and {@code k6/websockets} against Netty's server, beyond what real k6 was asked.
 */
@Timeout(60)
class SocketModulesTest {

  private static final String WS = "import ws from 'k6/ws';\n";
  private static final String WEBSOCKETS = "import { WebSocket, Blob } from 'k6/websockets';\n";

  @TempDir private Path folder;
  private final EchoServer echo = new EchoServer(null);
  private TestRun run;

  @BeforeEach
  void start() throws IOException {
    run = new TestRun(folder);
  }

  @AfterEach
  void stop() {
    run.close();
    echo.close();
  }

  private ExitCode iterate(String imports, String body) throws Exception {
    return run(imports, "{ iterations: 1 }", body);
  }

  private ExitCode run(String imports, String options, String body) throws Exception {
    return run.run(
        imports
            + "const url = 'ws://127.0.0.1:"
            + echo.port()
            + "/';\n"
            + "export const options = "
            + options
            + ";\n"
            + "export default async function () {\n"
            + body
            + "\n}\n");
  }

  private double sum(Metric metric) {
    return run.totals(metric).sum();
  }

  @Test
  void a_handler_that_throws_ends_the_session_and_the_script_can_catch_it() throws Exception {
    assertThat(
            iterate(
                WS,
                """
                for (const where of ['script', 'open', 'message', 'timer', 'close']) {
                  const fail = () => { throw new Error(where); };
                  try {
                    ws.connect(url, null, socket => {
                      socket.on('close', code => console.log('closed', code));
                      if (where === 'script') fail();
                      if (where === 'timer') socket.setTimeout(fail, 5);
                      else if (where === 'close') { socket.on('open', () => socket.close()); socket.on('close', fail); }
                      else { socket.on(where, fail); socket.on('open', () => socket.send('x')); }
                    });
                  } catch (e) {
                    console.log('caught', e.message);
                  }
                }
                """))
        .isEqualTo(ExitCode.DONE);
    assertThat(run.said)
        .containsExactly(
            "info closed 1001", "info caught script",
            "info closed 1001", "info caught open",
            "info closed 1001", "info caught message",
            "info closed 1001", "info caught timer",
            "info closed 1001", "info caught close");
    assertThat(sum(run.metrics.builtin.wsSessions)).isEqualTo(5);
    assertThat(run.totals(run.metrics.builtin.wsSessionDuration).count()).isEqualTo(5);
  }

  @Test
  void a_web_socket_whose_handler_throws_is_told_the_error_and_the_end() throws Exception {
    iterate(
        WEBSOCKETS,
        """
        const socket = new WebSocket(url);
        socket.onopen = () => socket.send('x');
        socket.onmessage = () => { throw new Error('thrown'); };
        socket.onerror = e => console.log('error', e.error, socket.readyState);
        socket.onclose = e => console.log('close', e.code, e.reason === '');
        """);
    assertThat(run.said)
        .hasSize(3)
        .startsWith("info error Error: thrown 3", "info close undefined true")
        .last()
        .asString()
        .startsWith("error Error: thrown");
  }

  @Test
  void what_k6_refuses_is_refused_in_its_words() throws Exception {
    iterate(
        WS + WEBSOCKETS,
        """
        const tried = f => { try { f(); } catch (e) { console.log(e.name + ': ' + e.message); } };
        tried(() => ws.connect(url));
        tried(() => ws.connect(url, {}));
        tried(() => ws.connect(url, { compression: 'gzip' }, () => {}));
        ws.connect(url, null, socket => {
          tried(() => socket.sendBinary('x'));
          tried(() => socket.sendBinary());
          tried(() => socket.setTimeout(() => {}, 0));
          tried(() => socket.setInterval(() => {}, -5));
          socket.on('error', e => console.log(e.error()));
          socket.on('open', () => { socket.close(4001); socket.close(); socket.send('late'); });
        });
        tried(() => new WebSocket());
        tried(() => new WebSocket('http://x/'));
        tried(() => new WebSocket(url + '#x'));
        tried(() => new WebSocket(url, null, { foo: 1 }));
        await new Promise(resolve => {
          const socket = new WebSocket(url);
          tried(() => socket.send('early'));
          tried(() => { socket.binaryType = 'x'; });
          tried(() => socket.addEventListener('open'));
          tried(() => { socket.onopen = 5; });
          socket.addEventListener('nonsense', () => {});
          socket.onopen = () => {
            tried(() => socket.send(5));
            tried(() => socket.send());
            tried(() => socket.close(999));
            tried(() => socket.close(1000, 'a'.repeat(200)));
            socket.close();
            tried(() => socket.send('late'));
          };
          socket.onclose = resolve;
        });
        """);
    assertThat(run.said)
        .containsExactly(
            "info GoError: invalid number of arguments to ws.connect",
            "info GoError: last argument to ws.connect must be a function",
            "info GoError: unsupported compression algorithm 'gzip', supported algorithm is 'deflate'",
            "info GoError: expected ArrayBuffer as argument, received: String",
            "info GoError: missing argument, expected ArrayBuffer",
            "info GoError: setTimeout requires a >0 timeout parameter, received 0.00",
            "info GoError: setInterval requires a >0 timeout parameter, received -5.00",
            "info websocket: close sent",
            "info GoError: WebSocket requires a url",
            "info GoError: WebSocket requires url with scheme ws or wss, but got \"http\"",
            "info GoError: WebSocket requires no url fragment, but got \"x\"",
            "info GoError: unknown WebSocket's option foo",
            "info GoError: InvalidStateError",
            "info GoError: unknown binaryType x, the supported ones are \"blob\" and \"arraybuffer\"",
            "info GoError: handler for event type \"open\" isn't a callable function",
            "info GoError: a value for 'onopen' should be callable",
            "warning can't add event handler: unknown event type: nonsense",
            "info GoError: unsupported send type int64",
            "info GoError: unsupported send type <nil>",
            "info GoError: InvalidAccessError: Failed to execute 'close' on 'WebSocket': The close code must be"
                + " either 1000, or between 3000 and 4999. 999 is neither",
            "info GoError: SyntaxError: Failed to execute 'close' on 'WebSocket': The message must not be greater"
                + " than 123 bytes",
            "info GoError: InvalidStateError");
  }

  @Test
  void a_server_that_closes_with_a_code_of_its_own_is_an_error_too() throws Exception {
    iterate(
        WS + WEBSOCKETS,
        """
        ws.connect(url, { tags: { own: 'x' } }, socket => {
          socket.on('open', () => socket.send('close me'));
          socket.on('error', e => console.log(e.error(), JSON.stringify(e)));
          socket.on('close', code => console.log(code));
        });
        const socket = new WebSocket(url);
        socket.onopen = () => socket.send('close me');
        socket.onerror = e => console.log(e.type, e.error);
        socket.addEventListener('close', e => console.log(e.code, e.reason, socket.readyState));
        """);
    assertThat(run.said)
        .containsExactly(
            "info websocket: close 4000: why {\"code\":4000,\"text\":\"why\"}",
            "info 4000",
            "info error websocket: close 4000: why",
            "info 4000 why 3");
  }

  @Test
  void bytes_come_as_a_blob_or_as_a_buffer_and_compressed_where_asked_for() throws Exception {
    iterate(
        WEBSOCKETS,
        """
        for (const type of ['blob', 'arraybuffer'])
          await new Promise(resolve => {
            const socket = new WebSocket(url, 'chat', { compression: 'deflate' });
            socket.binaryType = type;
            socket.onopen = () => socket.send(new Uint8Array([97, 98, 99, 100]).subarray(1, 3));
            socket.onmessage = async ({ data }) => {
              const isBlob = data instanceof Blob;
              console.log(type, socket.protocol, isBlob ? await data.text() : data.byteLength);
              socket.close();
            };
            socket.onclose = resolve;
          });
        """);
    assertThat(run.said).containsExactly("info blob chat bc", "info arraybuffer chat 2");
    assertThat(sum(run.metrics.builtin.wsMsgsSent)).isEqualTo(4);
  }

  @Test
  void a_socket_that_is_closed_before_it_is_open_never_opens() throws Exception {
    iterate(
        WEBSOCKETS,
        """
        const socket = new WebSocket(url);
        socket.onopen = () => console.log('open');
        socket.onclose = e => console.log(e.code, e.reason);
        socket.close(3000, 'no');
        console.log(socket.readyState);
        """);
    assertThat(run.said).containsExactly("info 2", "info 3000 no");
  }

  @Test
  void an_iteration_that_is_stopped_closes_its_sockets() throws Exception {
    String options =
        "{ scenarios: { a: { executor: 'constant-vus', vus: 1, duration: '1s', gracefulStop: '0s' } } }";
    assertThat(
            run(
                WS + WEBSOCKETS,
                options,
                """
                const socket = new WebSocket(url);
                socket.onclose = () => console.log('never');
                ws.connect(url, null, socket => {
                  socket.on('close', () => console.log('never'));
                });
                """))
        .isEqualTo(ExitCode.DONE);
    Wait.until(() -> echo.closes.contains("1001 "));
    assertThat(run.said).isEmpty();
  }

  @Test
  void sockets_that_nobody_closes_are_closed_when_the_iteration_is_stopped() throws Exception {
    String options =
        "{ scenarios: { a: { executor: 'constant-vus', vus: 2, duration: '1s', gracefulStop: '0s' } } }";
    run(
        WEBSOCKETS,
        options,
        "const socket = new WebSocket(url);\nsocket.onclose = () => console.log('never');");
    Wait.until(() -> echo.closes.size() == 2);
    assertThat(echo.closes).containsOnly("1000 ");
    assertThat(run.said).isEmpty();
  }

  @Test
  void a_user_may_be_sent_more_than_it_takes_at_once() throws Exception {
    iterate(
        WEBSOCKETS,
        """
        const socket = new WebSocket(url);
        let got = 0;
        socket.onopen = () => { for (let i = 0; i < 2_000; i++) socket.send('x'.repeat(2_000)); };
        socket.onmessage = () => { if (++got === 2_000) socket.close(); };
        socket.onclose = () => console.log(got);
        """);
    assertThat(run.said).containsExactly("info 2000");
    assertThat(sum(run.metrics.builtin.wsMsgsReceived)).isEqualTo(2_000);
    assertThat(sum(run.metrics.builtin.dataReceived)).isGreaterThan(4_000_000);
  }

  @Test
  void there_are_no_sockets_in_the_init_context() throws Exception {
    run.run(
        WS
            + WEBSOCKETS
            + """
            for (const open of [() => ws.connect('ws://127.0.0.1:1/', () => {}), () => new WebSocket('ws://127.0.0.1:1/')])
              try {
                open();
              } catch (e) {
                console.log(e.message);
              }
            export default function () {}
            """);
    assertThat(run.said)
        .isNotEmpty()
        .containsOnly("info using websockets in the init context is not supported");
  }
}
