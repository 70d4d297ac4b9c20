package io.tidegate.gate.discovery.kubernetes;

import io.tidegate.gate.discovery.kubernetes.EndpointSlice.Family;
import io.tidegate.gate.discovery.kubernetes.EndpointSlice.Member;
import io.tidegate.gate.discovery.kubernetes.EndpointSlice.Port;
import io.tidegate.gate.discovery.kubernetes.WatchEvent.Bookmark;
import io.tidegate.gate.discovery.kubernetes.WatchEvent.Failed;
import io.tidegate.gate.discovery.kubernetes.WatchEvent.Gone;
import io.tidegate.gate.discovery.kubernetes.WatchEvent.Present;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads what the API server writes (discovery.k8s.io/v1 and meta.k8s.io/v1), one object at a time.
 * What should be there and is not, or is of another type, makes all of it malformed. Pure.
 */
final class SliceJson {

  private SliceJson() {}

  /** Reads a list, of which nothing has been read. */
  static SlicePage page(JsonParser json) throws MalformedException {
    if (json.nextToken() != JsonToken.START_OBJECT)
      throw new MalformedException("no object where a list must be");
    JsonValue metadata = new JsonValue(null);
    List<EndpointSlice> slices = null;
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      JsonToken value = json.nextToken();
      switch (name) {
        case "metadata" -> metadata = JsonValue.read(json);
        case "items" -> slices = slices(json, value);
        default -> json.skipChildren();
      }
    }
    if (slices == null) throw new MalformedException("a list without items");
    return new SlicePage(slices, version(metadata), metadata.at("continue").text());
  }

  private static List<EndpointSlice> slices(JsonParser json, JsonToken value)
      throws MalformedException {
    List<EndpointSlice> slices = new ArrayList<>();
    if (value == JsonToken.VALUE_NULL) return slices;
    if (value != JsonToken.START_ARRAY) throw new MalformedException("items that are no array");
    while (json.nextToken() != JsonToken.END_ARRAY) slices.add(slice(JsonValue.read(json)));
    return slices;
  }

  /** Reads one event of a watch; null if there is none any more. */
  static @Nullable WatchEvent event(JsonParser json) throws MalformedException {
    if (json.nextToken() == null) return null;
    JsonValue event = JsonValue.read(json);
    JsonValue object = event.at("object");
    String type = event.at("type").text();
    return switch (type) {
      case "ADDED", "MODIFIED" -> new Present(slice(object), version(object.at("metadata")));
      case "DELETED" -> new Gone(name(object), version(object.at("metadata")));
      case "BOOKMARK" -> new Bookmark(version(object.at("metadata")));
      case "ERROR" -> status(object);
      default -> throw new MalformedException("an event of the type \"" + type + "\"");
    };
  }

  /** Reads a Status, the body of a reply that refuses. */
  static Failed status(JsonParser json) throws MalformedException {
    json.nextToken();
    return status(JsonValue.read(json));
  }

  private static Failed status(JsonValue status) throws MalformedException {
    return new Failed((int) status.at("code").number(), status.at("message").text());
  }

  private static EndpointSlice slice(JsonValue slice) throws MalformedException {
    List<Port> ports = new ArrayList<>();
    for (JsonValue port : slice.at("ports").items()) ports.add(port(port));
    List<Member> members = new ArrayList<>();
    for (JsonValue member : slice.at("endpoints").items()) members.add(member(member));
    return new EndpointSlice(name(slice), family(slice.at("addressType").text()), ports, members);
  }

  private static String name(JsonValue object) throws MalformedException {
    String name = object.at("metadata").at("name").text();
    if (name.isEmpty()) throw new MalformedException("a slice without a name");
    return name;
  }

  private static String version(JsonValue metadata) throws MalformedException {
    String version = metadata.at("resourceVersion").text();
    if (version.isEmpty()) throw new MalformedException("an object without a resourceVersion");
    return version;
  }

  private static Family family(String type) throws MalformedException {
    return switch (type) {
      case "IPv4" -> Family.IPV4;
      case "IPv6" -> Family.IPV6;
      case "FQDN" -> Family.FQDN;
      default -> throw new MalformedException("a slice of the addressType \"" + type + "\"");
    };
  }

  private static Port port(JsonValue port) throws MalformedException {
    long number = port.at("port").number();
    if (number < 0 || number > 65_535) throw new MalformedException("the port " + number);
    String protocol = port.at("protocol").text();
    return new Port(
        port.at("name").text(), (int) number, protocol.isEmpty() || protocol.equals("TCP"));
  }

  /**
   * Addresses after the first have no meaning; what is not said of {@code ready} means yes, of
   * {@code serving} the same as of ready: so says the API.
   */
  private static Member member(JsonValue member) throws MalformedException {
    List<JsonValue> addresses = member.at("addresses").items();
    String address = addresses.isEmpty() ? "" : addresses.getFirst().text();
    if (address.isEmpty()) throw new MalformedException("an endpoint without an address");
    JsonValue conditions = member.at("conditions");
    boolean ready = conditions.at("ready").flag(true);
    return new Member(
        address,
        member.at("targetRef").at("uid").text(),
        ready,
        conditions.at("serving").flag(ready));
  }
}
