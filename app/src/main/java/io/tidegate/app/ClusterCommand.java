package io.tidegate.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** {@code cluster}: shows the instances that share a log, as one of them sees them. */
@Command(
    name = "cluster",
    description = "Shows the instances of a running service: roles, lag, and where the log ends.",
    mixinStandardHelpOptions = true)
final class ClusterCommand implements Callable<Integer> {
  private static final int OK = 200;

  @Mixin private AdminCall service = new AdminCall();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    HttpResponse<byte[]> reply = service.ask("GET", "/cluster", "");
    if (reply.statusCode() != OK) {
      spec.commandLine().getErr().println(AdminCall.refusal(reply));
      return 1;
    }
    show(reply.body(), spec.commandLine().getOut());
    return 0;
  }

  private static void show(byte[] body, PrintWriter out) {
    Map<String, String> cluster = new HashMap<>();
    List<Map<String, String>> members = new ArrayList<>();
    try (JsonParser json = AdminCall.parser(body)) {
      json.nextToken();
      fill(json, cluster, members);
    }
    String leader = text(cluster, "leader");
    out.printf("log      %s%n", text(cluster, "home"));
    out.printf(
        "end      record %s, chain %s, term %s%n",
        text(cluster, "sequence"), text(cluster, "chain"), text(cluster, "term"));
    if (!text(cluster, "obstacle").isEmpty())
      out.printf("stopped  %s%n", text(cluster, "obstacle"));
    for (Map<String, String> member : members) {
      boolean leads = text(member, "instance").equals(leader);
      out.printf(
          "%-16s %-10s http %-21s links %-21s record %s, %s behind, said %s ms ago, %s%n",
          text(member, "name"),
          leads ? "leads" : text(member, "role"),
          text(member, "http"),
          text(member, "address"),
          text(member, "sequence"),
          text(member, "lag"),
          text(member, "saidMsAgo"),
          text(member, "version"));
    }
    out.flush();
  }

  /** The members of the object that begins here; objects of a list below it go to the list. */
  private static void fill(
      JsonParser json, Map<String, String> object, List<Map<String, String>> below) {
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      if (json.nextToken() != JsonToken.START_ARRAY) {
        object.put(name, json.getValueAsString(""));
        continue;
      }
      while (json.nextToken() == JsonToken.START_OBJECT) {
        Map<String, String> one = new HashMap<>();
        fill(json, one, below);
        below.add(one);
      }
    }
  }

  private static String text(Map<String, String> object, String name) {
    return object.getOrDefault(name, "");
  }
}
