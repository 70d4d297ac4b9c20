package io.tidegate.app;

import io.tidegate.app.keys.AdminKeyFile;
import io.tidegate.http.json.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** {@code outbox}: shows how far each sink of a running service is, and sends again. */
@Command(
    name = "outbox",
    description = "Shows the sinks of a running service and their letters, and sends again.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class OutboxCommand implements java.util.concurrent.Callable<Integer> {

  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
  private static final int OK = 200;

  @Mixin private Where where = new Where();
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Which service, and its key. */
  static final class Where {
    @Mixin private ConfigOptions options = new ConfigOptions();

    @Option(
        names = "--url",
        paramLabel = "URL",
        description = "The service; without it the one on this machine, by its configuration.")
    private @Nullable URI url;

    @Option(
        names = "--admin-key-file",
        paramLabel = "FILE",
        description = "Holds the admin key; without it the one of the data folder.")
    private @Nullable Path keyFile;

    private URI base() {
      if (url != null) return url;
      var service = options.load(false).service();
      String host = service.host().contains(":") ? "[" + service.host() + "]" : service.host();
      return URI.create("http://" + host + ":" + service.port());
    }

    private String key() throws IOException {
      if (keyFile != null) return Files.readString(keyFile).strip();
      return AdminKeyFile.in(options.load(false).service().data()).key();
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return show(ask(where, "GET", "", ""));
  }

  @Command(
      name = "replay",
      description = "Sends dead letters again, or what --from, --to or --id name.",
      mixinStandardHelpOptions = true)
  int replay(
      @Mixin Where service,
      @Parameters(paramLabel = "SINK", description = "The sink.") String sink,
      @Option(names = "--from", paramLabel = "SEQUENCE", description = "First record.")
          @Nullable Long from,
      @Option(
              names = "--to",
              paramLabel = "SEQUENCE",
              description = "Last record; these are sent apart from the rest.")
          @Nullable Long to,
      @Option(names = "--id", paramLabel = "ID", description = "One event.") @Nullable String id)
      throws IOException, InterruptedException {
    if (id != null && from != null)
      throw new ParameterException(spec.commandLine(), "either --id or --from");
    if (to != null && from == null)
      throw new ParameterException(spec.commandLine(), "--to needs --from");
    if (id != null && !id.matches("[0-9a-f:]{1,80}"))
      throw new ParameterException(spec.commandLine(), "--id must be REALM:SEQUENCE:INDEX");
    JsonWriter body = new JsonWriter(64).beginObject();
    if (id != null) body.member("id", id);
    if (from != null) body.member("from", from);
    if (to != null) body.member("to", to);
    return act(service, sink, "replay", body.endObject().toString());
  }

  @Command(
      name = "drop",
      description = "Forgets all dead letters of a sink.",
      mixinStandardHelpOptions = true)
  int drop(@Mixin Where service, @Parameters(paramLabel = "SINK") String sink)
      throws IOException, InterruptedException {
    return act(service, sink, "drop", "{}");
  }

  @Command(
      name = "skip",
      description = "Makes a dead letter of the event that holds up an ordered sink.",
      mixinStandardHelpOptions = true)
  int skip(@Mixin Where service, @Parameters(paramLabel = "SINK") String sink)
      throws IOException, InterruptedException {
    return act(service, sink, "skip", "{}");
  }

  @Command(
      name = "pause",
      description = "Sends nothing to a sink until it is resumed.",
      mixinStandardHelpOptions = true)
  int pause(@Mixin Where service, @Parameters(paramLabel = "SINK") String sink)
      throws IOException, InterruptedException {
    return act(service, sink, "pause", "{}");
  }

  @Command(
      name = "resume",
      description = "Sends to a sink again, from where it was.",
      mixinStandardHelpOptions = true)
  int resume(@Mixin Where service, @Parameters(paramLabel = "SINK") String sink)
      throws IOException, InterruptedException {
    return act(service, sink, "resume", "{}");
  }

  @Command(
      name = "remove",
      description = "Forgets a sink that is not configured any more.",
      mixinStandardHelpOptions = true)
  int remove(@Mixin Where service, @Parameters(paramLabel = "SINK") String sink)
      throws IOException, InterruptedException {
    return act(service, sink, "remove", "{}");
  }

  private int act(Where service, String sink, String action, String body)
      throws IOException, InterruptedException {
    String path = "/" + URLEncoder.encode(sink, StandardCharsets.UTF_8) + "/" + action;
    return show(ask(service, "POST", path, body));
  }

  private static HttpResponse<byte[]> ask(Where service, String method, String path, String body)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(ANSWER_MAX).build()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(service.base() + "/api/v1/admin/outbox" + path))
              .timeout(ANSWER_MAX)
              .header("Authorization", "Bearer " + service.key());
      if (method.equals("POST"))
        request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
      return client.send(
          request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), 16 << 20));
    }
  }

  private int show(HttpResponse<byte[]> reply) {
    PrintWriter out = spec.commandLine().getOut();
    if (reply.statusCode() != OK) {
      String said = member(reply.body(), "detail");
      spec.commandLine()
          .getErr()
          .println(
              "tidegate: the service answers "
                  + reply.statusCode()
                  + (said.isEmpty() ? "" : ": " + said));
      return 1;
    }
    try (JsonParser json = parser(reply.body())) {
      new OutboxText(out).write(json);
    }
    out.flush();
    return 0;
  }

  private static JsonParser parser(byte[] body) {
    return new JsonFactory().createParser(ObjectReadContext.empty(), body);
  }

  /** A text of the outermost object; empty where there is none. */
  private static String member(byte[] body, String name) {
    try (JsonParser json = parser(body)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.PROPERTY_NAME && json.currentName().equals(name)) {
          json.nextToken();
          return json.getString();
        }
      }
      return "";
    } catch (tools.jackson.core.JacksonException e) {
      return "";
    }
  }
}
