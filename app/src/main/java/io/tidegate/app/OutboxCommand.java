package io.tidegate.app;

import io.tidegate.http.json.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonParser;

/** {@code outbox}: shows how far each sink of a running service is, and sends again. */
@Command(
    name = "outbox",
    description = "Shows the sinks of a running service and their letters, and sends again.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class OutboxCommand implements java.util.concurrent.Callable<Integer> {

  private static final int OK = 200;

  @Mixin private AdminCall where = new AdminCall();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    return show(ask(where, "GET", "", ""));
  }

  @Command(
      name = "replay",
      description = "Sends dead letters again, or what --from, --to or --id name.",
      mixinStandardHelpOptions = true)
  int replay(
      @Mixin AdminCall service,
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
  int drop(@Mixin AdminCall service, @Parameters(paramLabel = "SINK") String sink)
      throws IOException, InterruptedException {
    return act(service, sink, "drop", "{}");
  }

  @Command(
      name = "skip",
      description = "Makes a dead letter of the event that holds up an ordered sink.",
      mixinStandardHelpOptions = true)
  int skip(@Mixin AdminCall service, @Parameters(paramLabel = "SINK") String sink)
      throws IOException, InterruptedException {
    return act(service, sink, "skip", "{}");
  }

  @Command(
      name = "pause",
      description = "Sends nothing to a sink until it is resumed.",
      mixinStandardHelpOptions = true)
  int pause(@Mixin AdminCall service, @Parameters(paramLabel = "SINK") String sink)
      throws IOException, InterruptedException {
    return act(service, sink, "pause", "{}");
  }

  @Command(
      name = "resume",
      description = "Sends to a sink again, from where it was.",
      mixinStandardHelpOptions = true)
  int resume(@Mixin AdminCall service, @Parameters(paramLabel = "SINK") String sink)
      throws IOException, InterruptedException {
    return act(service, sink, "resume", "{}");
  }

  @Command(
      name = "remove",
      description = "Forgets a sink that is not configured any more.",
      mixinStandardHelpOptions = true)
  int remove(@Mixin AdminCall service, @Parameters(paramLabel = "SINK") String sink)
      throws IOException, InterruptedException {
    return act(service, sink, "remove", "{}");
  }

  private int act(AdminCall service, String sink, String action, String body)
      throws IOException, InterruptedException {
    String path = "/" + URLEncoder.encode(sink, StandardCharsets.UTF_8) + "/" + action;
    return show(ask(service, "POST", path, body));
  }

  private static HttpResponse<byte[]> ask(
      AdminCall service, String method, String path, String body)
      throws IOException, InterruptedException {
    return service.ask(method, "/outbox" + path, body);
  }

  private int show(HttpResponse<byte[]> reply) {
    PrintWriter out = spec.commandLine().getOut();
    if (reply.statusCode() != OK) {
      spec.commandLine().getErr().println(AdminCall.refusal(reply));
      return 1;
    }
    try (JsonParser json = AdminCall.parser(reply.body())) {
      new OutboxText(out).write(json);
    }
    out.flush();
    return 0;
  }
}
