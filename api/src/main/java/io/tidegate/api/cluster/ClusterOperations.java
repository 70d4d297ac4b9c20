package io.tidegate.api.cluster;

import static io.tidegate.api.call.Access.ADMIN;
import static io.tidegate.api.call.Operation.get;

import io.tidegate.api.call.Operation;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import io.tidegate.store.home.Member;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who shares the log, who leads, and how far each has read. Any event loop. */
public final class ClusterOperations {

  private final ClusterPort cluster;

  /** Shows that cluster. */
  public ClusterOperations(ClusterPort cluster) {
    this.cluster = cluster;
  }

  /** All of them. */
  public List<Operation> operations() {
    return List.of(
        get("getCluster", Operation.BASE + "/admin/cluster", ADMIN).replying(this::report));
  }

  private Response report(Exchange exchange) {
    ClusterPort.Report report = cluster.report();
    JsonWriter json = new JsonWriter(1_024).beginObject();
    json.member("home", report.home()).member("instance", report.instance().toString());
    json.member("role", report.role()).member("leader", text(report.leader()));
    json.member("term", report.term()).member("sequence", report.end().sequence());
    json.member("chain", report.end().chain());
    json.member("obstacle", report.obstacle() == null ? "" : report.obstacle());
    json.name("members").beginArray();
    for (Member member : report.members()) member(json, member, report);
    return Response.json(200, json.endArray().endObject());
  }

  private static String text(@Nullable UUID instance) {
    return instance == null ? "" : instance.toString();
  }

  private static void member(JsonWriter json, Member member, ClusterPort.Report report) {
    json.beginObject().member("instance", member.instance().toString());
    json.member("name", member.name()).member("role", member.role());
    json.member("address", member.address()).member("http", member.http());
    json.member("version", member.version()).member("sequence", member.sequence());
    json.member("lag", Math.max(0, report.end().sequence() - member.sequence()));
    json.member("saidMsAgo", member.ageMs()).endObject();
  }
}
