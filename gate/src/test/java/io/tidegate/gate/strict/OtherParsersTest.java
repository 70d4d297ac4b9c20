package io.tidegate.gate.strict;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tidegate.gate.GateFixture;
import io.tidegate.gate.strict.WireCases.WireCase;
import io.tidegate.testkit.Needs;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.Wait;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the gate passes on is understood alike by servers of other parsers: each sees the method,
 * the target, the body and the number of requests that the gate meant, or refuses by itself.
 */
@Timeout(120)
class OtherParsersTest {

  @TempDir private Path folder;

  @Test
  void nginx() throws Exception {
    Path program = Needs.program("nginx");
    int port = freePort();
    String configuration =
        """
        daemon off;
        pid nginx.pid;
        error_log error.log;
        events {}
        http {
          access_log off;
          merge_slashes off;
          server {
            listen 127.0.0.1:%d;
            location / { return 200 "$request_method $request_uri\\n"; }
          }
        }
        """
            .formatted(port);
    Files.writeString(folder.resolve("nginx.conf"), configuration);
    run(port, false, program.toString(), "-p", folder.toString(), "-c", "nginx.conf");
  }

  @Test
  void node() throws Exception {
    int port = freePort();
    Path program = Needs.program("node");
    run(port, true, program.toString(), file("echo.mjs").toString(), "" + port);
  }

  @Test
  void python_http_server() throws Exception {
    int port = freePort();
    Path program = Needs.program("python3");
    run(port, true, program.toString(), file("echo_plain.py").toString(), "" + port);
  }

  @Test
  void uvicorn_with_h11() throws Exception {
    uvicorn("h11");
  }

  @Test
  void uvicorn_with_httptools() throws Exception {
    uvicorn("httptools");
  }

  private void uvicorn(String parser) throws Exception {
    int port = freePort();
    Path python = Needs.python("uvicorn");
    Needs.python(parser);
    file("echo_python.py");
    String[] options = {
      "-m", "uvicorn", "--app-dir", folder.toString(), "--port", "" + port, "--http", parser
    };
    run(port, true, command(python, options, "echo_python:asgi"));
  }

  @Test
  void gunicorn() throws Exception {
    int port = freePort();
    Path program = Needs.program("gunicorn");
    file("echo_python.py");
    String[] options = {
      "--chdir", folder.toString(), "-b", "127.0.0.1:" + port, "-k", "gthread", "--threads", "4"
    };
    run(port, true, command(program, options, "echo_python:wsgi"));
  }

  @Test
  void the_server_of_the_jdk() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          ByteArrayOutputStream answer = new ByteArrayOutputStream();
          String line = exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\n";
          answer.writeBytes(line.getBytes(StandardCharsets.ISO_8859_1));
          exchange.getRequestBody().transferTo(answer);
          exchange.sendResponseHeaders(200, answer.size());
          exchange.getResponseBody().write(answer.toByteArray());
          exchange.close();
        });
    server.start();
    try {
      compare(server.getAddress().getPort(), true);
    } finally {
      server.stop(0);
    }
  }

  private static String[] command(Path program, String[] options, String application) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(Arrays.asList(options));
    command.add(application);
    return command.toArray(String[]::new);
  }

  private Path file(String name) throws IOException {
    Path copy = folder.resolve(name);
    try (InputStream in =
        Objects.requireNonNull(OtherParsersTest.class.getResourceAsStream(name))) {
      Files.copy(in, copy);
    }
    return copy;
  }

  private void run(int port, boolean tellsBody, String... command) throws Exception {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .directory(folder.toFile())
            .start();
    try {
      Wait.until(() -> listens(port));
      compare(port, tellsBody);
    } finally {
      process.destroy();
      if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly();
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  /** Sends every case that the gate accepts, and looks at what came out at the other side. */
  private static void compare(int port, boolean tellsBody) throws Exception {
    List<WireCase> accepted =
        WireCases.read("requests.txt").stream().filter(OtherParsersTest::isPassedOn).toList();
    assertThat(accepted).hasSizeGreaterThan(80);
    try (GateFixture gate = GateFixture.before("127.0.0.1:" + port)) {
      for (WireCase wire : accepted) {
        try (RawClient client = gate.connect()) {
          client.send(wire.text('>'));
          for (String request : WireCases.requests(wire)) understood(client, request, tellsBody);
        }
        try (RawClient client = gate.connect()) { // nothing of it is left for the next one
          assertThat(client.get("/end").reply().text()).as(wire.name()).startsWith("GET /end\n");
        }
      }
    }
  }

  private static boolean isPassedOn(WireCase wire) {
    return !wire.text('=').isEmpty() && !wire.words('<').contains("4");
  }

  private static void understood(RawClient client, String request, boolean tellsBody)
      throws IOException {
    Reply reply = client.reply();
    while (reply.status() == 100) reply = client.reply();
    if (reply.status() >= 400 && reply.status() != 502) return; // it does not know the method, say
    String line = request.substring(0, request.indexOf(" HTTP/1.1\r\n"));
    String body = request.substring(request.indexOf("\r\n\r\n") + 4);
    String answer = new String(reply.bytes(), StandardCharsets.ISO_8859_1);
    assertThat(withoutEmptyQuery(answer.substring(0, answer.indexOf('\n'))))
        .isEqualTo(withoutEmptyQuery(line));
    if (tellsBody) assertThat(answer.substring(answer.indexOf('\n') + 1)).isEqualTo(body);
  }

  private static String withoutEmptyQuery(String line) {
    return line.endsWith("?") ? line.substring(0, line.length() - 1) : line;
  }
}
