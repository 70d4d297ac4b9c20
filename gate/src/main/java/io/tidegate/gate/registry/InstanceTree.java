package io.tidegate.gate.registry;

import io.tidegate.gate.registry.Instance.DataCenter;
import io.tidegate.gate.registry.Instance.Port;
import io.tidegate.gate.registry.Registry.Action;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An instance as Eureka's clients write and read it. Pure. */
final class InstanceTree {

  static final String ROOT = "instance";

  private static final int NAME_CHARS_MOST = 256;
  private static final int RENEW_SECONDS = 30;
  private static final int LEASE_SECONDS = 90;
  private static final int PORT_MOST = 65_535;

  private static final String ENABLED = "@enabled";
  private static final String NUMBER = "$";
  private static final String NAME = "name";
  private static final String COUNTRY = "countryId";
  private static final String AMAZON = "Amazon";
  private static final List<String> DATA_CENTERS = List.of("MyOwn", "Netflix", AMAZON);

  /** Marks a map without members for readers that make an object of a class of it. */
  private static final Map<String, Object> NOTHING =
      Map.of(WireForm.CLASS, "java.util.Collections$EmptyMap");

  /** Of no concern to the registry, and handed on. */
  private static final List<String> MORE =
      List.of(
          "appGroupName",
          "sid",
          "homePageUrl",
          "statusPageUrl",
          "healthCheckUrl",
          "secureHealthCheckUrl",
          "vipAddress",
          "secureVipAddress",
          "isCoordinatingDiscoveryServer",
          "asgName");

  private final Map<?, ?> tree;

  private InstanceTree(Map<?, ?> tree) {
    this.tree = tree;
  }

  // ---- reading ----

  /**
   * What an instance says of itself.
   *
   * @param app the application that it is to be one of, in upper case
   * @param nowMs stands for the time of its last news, if it tells none
   * @throws IllegalArgumentException that says what is wrong
   */
  static Instance read(Map<String, Object> document, String app, long nowMs) {
    if (!(document.get(ROOT) instanceof Map<?, ?> tree))
      throw new IllegalArgumentException("The body must be an instance.");
    return new InstanceTree(tree).read(app, nowMs);
  }

  private Instance read(String app, long nowMs) {
    String named = needed("app", NAME_CHARS_MOST).toUpperCase(Locale.ROOT);
    if (!named.equals(app))
      throw new IllegalArgumentException("app must be " + app + ", as in the path.");
    String host = host("hostName");
    DataCenter dataCenter = dataCenter();
    String ownId = dataCenter.metadata().getOrDefault("instance-id", host);
    String id = text("instanceId", ownId);
    if (!id.matches("\\P{Cntrl}{1," + NAME_CHARS_MOST + "}"))
      throw new IllegalArgumentException(
          "instanceId must have 1 to " + NAME_CHARS_MOST + " characters, none of them a control.");
    InstanceTree lease = new InstanceTree(map("leaseInfo"));
    Map<String, String> metadata = texts(map(WireForm.METADATA));
    Registry.checkMetadata(metadata);
    return new Instance(
        app,
        id,
        host,
        host("ipAddr"),
        port("port", true),
        port("securePort", false),
        InstanceStatus.of(text("status", InstanceStatus.UP.name())),
        seconds(lease, "renewalIntervalInSecs", RENEW_SECONDS),
        seconds(lease, "durationInSecs", LEASE_SECONDS),
        number("lastDirtyTimestamp", nowMs),
        dataCenter,
        metadata,
        more());
  }

  /**
   * Takes over what {@link #kept} gave.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static void restore(Object kept, Registry registry) {
    if (!(kept instanceof Map<?, ?> map)) throw new IllegalArgumentException("It is no instance.");
    InstanceTree tree = new InstanceTree(map);
    InstanceStatus override = InstanceStatus.of(tree.text(WireForm.JSON.overriddenStatus(), ""));
    registry.restore(
        tree.read(tree.needed("app", NAME_CHARS_MOST), 0),
        override == InstanceStatus.UNKNOWN ? null : override);
  }

  private Map<String, String> more() {
    Map<String, String> more = new LinkedHashMap<>();
    for (String name : MORE) {
      String text = text(name, "");
      if (!text.isEmpty()) more.put(name, text);
    }
    more.put(COUNTRY, Long.toString(number(COUNTRY, 1)));
    return more;
  }

  private DataCenter dataCenter() {
    InstanceTree center = new InstanceTree(map("dataCenterInfo"));
    String name = center.text(NAME, DATA_CENTERS.getFirst());
    if (!DATA_CENTERS.contains(name))
      throw new IllegalArgumentException(
          "dataCenterInfo.name must be one of " + DATA_CENTERS + ".");
    return new DataCenter(name, texts(center.map(WireForm.METADATA)));
  }

  private Port port(String name, boolean enabled) {
    boolean whole = tree.get(name) instanceof Map<?, ?>;
    InstanceTree port = new InstanceTree(whole ? map(name) : Map.of());
    long number = whole ? port.number(NUMBER, 0) : number(name, 0);
    if (number < 0 || number > PORT_MOST)
      throw new IllegalArgumentException(name + " must be in [0, 65535].");
    boolean may = Boolean.parseBoolean(port.text(ENABLED, Boolean.toString(enabled)));
    return new Port((int) number, number > 0 && may);
  }

  private static int seconds(InstanceTree lease, String name, int otherwise) {
    long seconds = lease.number(name, otherwise);
    return seconds <= 0 ? otherwise : (int) Math.min(seconds, Instance.LEASE_SECONDS_MOST);
  }

  private String needed(String name, int most) {
    String text = text(name, "");
    if (text.isBlank() || text.length() > most)
      throw new IllegalArgumentException(name + " must have 1 to " + most + " characters.");
    return text;
  }

  /** A name or an address of either family: what requests there say in {@code Host}. */
  private String host(String name) {
    String host = needed(name, NAME_CHARS_MOST);
    if (host.matches("[A-Za-z0-9._:-]+")) return host;
    throw new IllegalArgumentException(name + " must be the name of a host or an address.");
  }

  private String text(String name, String otherwise) {
    Object value = tree.get(name);
    if (value == null) return otherwise;
    if (value instanceof String text) return checked(name, text);
    throw new IllegalArgumentException(name + " must be a text.");
  }

  private long number(String name, long otherwise) {
    String text = text(name, "");
    try {
      return text.isEmpty() ? otherwise : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " must be a whole number.", e);
    }
  }

  private Map<?, ?> map(String name) {
    Object value = tree.get(name);
    if (value == null || value.equals("")) return Map.of();
    if (value instanceof Map<?, ?> map) return map;
    throw new IllegalArgumentException(name + " must have members.");
  }

  private static Map<String, String> texts(Map<?, ?> map) {
    Map<String, String> texts = new LinkedHashMap<>();
    InstanceTree tree = new InstanceTree(map);
    for (Object key : map.keySet()) {
      String name = String.valueOf(key);
      if (!name.equals(WireForm.CLASS)) texts.put(checkedName(name), tree.text(name, ""));
    }
    return texts;
  }

  /** A name of metadata that can be written. */
  static String checkedName(String name) {
    if (name.isEmpty() || name.equals(WireForm.CLASS))
      throw new IllegalArgumentException("metadata cannot have a member named \"" + name + "\".");
    return checked("a name", name);
  }

  /** What XML cannot have in any spelling would spoil the registry for all who read that. */
  static String checked(String name, String text) {
    if (text.codePoints().allMatch(InstanceTree::isXml)) return text;
    throw new IllegalArgumentException(name + " has a character that XML does not allow.");
  }

  private static boolean isXml(int c) {
    if (c < 0x20) return c == '\t' || c == '\n' || c == '\r';
    return (c < 0xd800 || c > 0xdfff) && c != 0xfffe && c != 0xffff;
  }

  // ---- writing ----

  /**
   * One as others read it.
   *
   * @param action what was done to it last; null to say nothing of that
   */
  static Map<String, Object> of(LeasedInstance leased, @Nullable Action action, WireForm form) {
    Instance instance = leased.instance();
    InstanceStatus override = leased.override();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("instanceId", instance.id());
    tree.put("hostName", instance.hostName());
    tree.put("app", instance.app());
    tree.put("ipAddr", instance.ipAddr());
    tree.put("status", leased.status().name());
    tree.put(
        form.overriddenStatus(), (override == null ? InstanceStatus.UNKNOWN : override).name());
    tree.put("port", port(instance.port()));
    tree.put("securePort", port(instance.securePort()));
    tree.put("dataCenterInfo", dataCenter(instance.dataCenter()));
    tree.put("leaseInfo", lease(leased));
    tree.put(WireForm.METADATA, metadata(instance.metadata()));
    tree.putAll(instance.more());
    tree.computeIfPresent(COUNTRY, (_, text) -> Long.valueOf(text.toString()));
    tree.put("lastUpdatedTimestamp", Long.toString(leased.updatedMs()));
    tree.put("lastDirtyTimestamp", Long.toString(instance.dirtyMs()));
    if (action != null) tree.put("actionType", action.name());
    return tree;
  }

  /** One to be taken over by another process, with what it says itself of its status. */
  static Map<String, Object> kept(LeasedInstance leased) {
    Map<String, Object> tree = of(leased, null, WireForm.JSON);
    tree.put("status", leased.instance().status().name());
    return tree;
  }

  private static Map<String, Object> port(Port port) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(ENABLED, Boolean.toString(port.enabled()));
    tree.put(NUMBER, (long) port.number());
    return tree;
  }

  private static Map<String, Object> dataCenter(DataCenter center) {
    Map<String, Object> tree = new LinkedHashMap<>();
    boolean amazon = center.name().equals(AMAZON);
    tree.put(
        WireForm.CLASS,
        amazon
            ? "com.netflix.appinfo.AmazonInfo"
            : "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo");
    tree.put(NAME, center.name());
    if (amazon) tree.put(WireForm.METADATA, metadata(center.metadata()));
    return tree;
  }

  private static Map<String, Object> lease(LeasedInstance leased) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("renewalIntervalInSecs", (long) leased.instance().renewSeconds());
    tree.put("durationInSecs", (long) leased.instance().leaseSeconds());
    tree.put("registrationTimestamp", leased.registeredMs());
    tree.put("lastRenewalTimestamp", leased.renewedMs());
    tree.put("evictionTimestamp", 0L);
    tree.put("serviceUpTimestamp", leased.upMs());
    return tree;
  }

  private static Map<String, Object> metadata(Map<String, String> metadata) {
    return metadata.isEmpty() ? NOTHING : new LinkedHashMap<>(metadata);
  }
}
