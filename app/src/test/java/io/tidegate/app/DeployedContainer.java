package io.tidegate.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * One container of the files in {@code deploy} that runs our image, in the words that their formats
 * have in common.
 *
 * @param where file and name
 * @param command what the program is called with, references to variables filled in
 * @param env what the file sets; for a value from elsewhere, one that could be there
 * @param ports names of ports it is reached at, with their numbers; a name of its own where the
 *     format has none
 * @param mounts paths, with whether they can be written
 * @param stopSeconds from the signal to the end by force
 * @param source as it stands in the file
 */
record DeployedContainer(
    String where,
    List<String> command,
    Map<String, String> env,
    Map<String, Integer> ports,
    Map<String, Boolean> mounts,
    int stopSeconds,
    Map<?, ?> source) {
  static final Path DEPLOY = Path.of("../deploy");
  private static final String IMAGE = "tidegate:0.1.0";

  /** What stands in for what only the running system knows. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "TIDEGATE_CLUSTER_STORE", "postgres://tidegate@db:5432/tidegate?realm=default",
          "PGPASSWORD", "secret",
          "POD_IP", "10.1.2.3",
          "POD_NAME", "tidegate-instances-6f7d-x2x4z");

  static List<DeployedContainer> all() throws IOException {
    List<DeployedContainer> all = new ArrayList<>();
    map(at(one("compose.yaml"), "services"))
        .forEach((name, service) -> {
          if (at(service, "image").equals(IMAGE))
            all.add(ofCompose("compose.yaml " + name, service));
        });
    for (Map<?, ?> manifest : manifests())
      if (at(manifest, "kind").equals("Deployment")) all.add(ofKubernetes(manifest));
    for (String task : List.of("ecs/instance.json", "ecs/gate.json"))
      all.add(ofEcs(task, one(task)));
    return all;
  }

  /** All documents in {@code deploy/kubernetes}. */
  static List<Map<?, ?>> manifests() throws IOException {
    List<Map<?, ?>> all = new ArrayList<>();
    try (var files = Files.list(DEPLOY.resolve("kubernetes"))) {
      for (Path file : files.sorted().toList())
        for (Object document : load().loadAllFromString(Files.readString(file)))
          all.add(map(document));
    }
    return all;
  }

  static Map<?, ?> manifest(String kind, String name) throws IOException {
    for (Map<?, ?> one : manifests())
      if (at(one, "kind").equals(kind) && at(one, "metadata", "name").equals(name)) return one;
    throw new AssertionError("no " + kind + " " + name);
  }

  static Map<?, ?> one(String file) throws IOException {
    return map(load().loadFromString(Files.readString(DEPLOY.resolve(file))));
  }

  private static Load load() {
    return new Load(LoadSettings.builder().build());
  }

  /** What stands at that path; a number picks from a list. Fails if nothing does. */
  static Object at(Object tree, Object... path) {
    Object here = tree;
    for (Object step : path) {
      Object next = null;
      if (here instanceof Map<?, ?> map) next = map.get(step);
      else if (here instanceof List<?> list && step instanceof Integer i) next = list.get(i);
      if (next == null) throw new AssertionError("nothing at " + step + " in " + here);
      here = next;
    }
    return here;
  }

  static Map<?, ?> map(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) return map;
    throw new AssertionError("no mapping: " + value);
  }

  static List<?> list(@Nullable Object value) {
    if (value instanceof List<?> list) return list;
    if (value == null) return List.of();
    throw new AssertionError("no list: " + value);
  }

  private static DeployedContainer ofCompose(String where, Object service) {
    Map<?, ?> source = map(service);
    Map<String, String> env = new HashMap<>();
    if (source.get("environment") instanceof Map<?, ?> given)
      given.forEach((name, value) -> env.put(String.valueOf(name), String.valueOf(value)));
    Map<String, Integer> ports = new TreeMap<>();
    for (Object port : list(source.get("ports"))) {
      int number = Integer.parseInt(String.valueOf(port).replaceFirst(".*:", ""));
      ports.put(String.valueOf(number), number);
    }
    Map<String, Boolean> mounts = new LinkedHashMap<>();
    for (Object one : list(source.get("tmpfs")))
      mounts.put(String.valueOf(one).replaceFirst(":.*", ""), true);
    for (Object one : list(source.get("volumes"))) {
      String[] parts = String.valueOf(one).split(":", -1);
      mounts.put(parts[1], parts.length == 2);
    }
    if (source.get("secrets") != null) mounts.put("/run/secrets", false);
    int stop = seconds(String.valueOf(source.get("stop_grace_period")));
    return new DeployedContainer(
        where, texts(source.get("command")), env, ports, mounts, stop, source);
  }

  private static DeployedContainer ofKubernetes(Map<?, ?> deployment) {
    Object pod = at(deployment, "spec", "template", "spec");
    Map<?, ?> source = map(at(pod, "containers", 0));
    Map<String, String> env = new HashMap<>();
    for (Object one : list(source.get("env"))) {
      String name = String.valueOf(at(one, "name"));
      Object value = map(one).get("value");
      env.put(name, value == null ? String.valueOf(at(ELSEWHERE, name)) : value.toString());
    }
    Map<String, Integer> ports = ports(source.get("ports"));
    Map<String, Boolean> mounts = new LinkedHashMap<>();
    for (Object one : list(source.get("volumeMounts")))
      mounts.put(
          String.valueOf(at(one, "mountPath")), !Boolean.TRUE.equals(map(one).get("readOnly")));
    int before = (Integer) at(source, "lifecycle", "preStop", "sleep", "seconds");
    int grace = (Integer) at(pod, "terminationGracePeriodSeconds");
    return new DeployedContainer(
        "kubernetes " + at(deployment, "metadata", "name"),
        filled(texts(source.get("args")), env),
        env,
        ports,
        mounts,
        grace - before,
        source);
  }

  private static DeployedContainer ofEcs(String file, Map<?, ?> task) {
    Map<?, ?> source = map(at(task, "containerDefinitions", 0));
    Map<String, String> env = new HashMap<>();
    for (Object one : list(source.get("environment")))
      env.put(String.valueOf(at(one, "name")), String.valueOf(at(one, "value")));
    for (Object one : list(source.get("secrets"))) {
      String name = String.valueOf(at(one, "name"));
      env.put(name, String.valueOf(at(ELSEWHERE, name)));
    }
    Map<String, Boolean> mounts = new LinkedHashMap<>();
    for (Object one : list(source.get("mountPoints")))
      mounts.put(
          String.valueOf(at(one, "containerPath")), Boolean.FALSE.equals(at(one, "readOnly")));
    int stop = (Integer) at(source, "stopTimeout");
    return new DeployedContainer(
        file,
        texts(source.get("command")),
        env,
        ports(source.get("portMappings")),
        mounts,
        stop,
        source);
  }

  private static Map<String, Integer> ports(@Nullable Object given) {
    Map<String, Integer> ports = new TreeMap<>();
    for (Object one : list(given))
      ports.put(String.valueOf(at(one, "name")), (Integer) at(one, "containerPort"));
    return ports;
  }

  private static List<String> texts(@Nullable Object given) {
    List<String> texts = new ArrayList<>();
    for (Object one : list(given)) texts.add((String) one);
    return texts;
  }

  /** As Kubernetes does it: {@code $(NAME)} is that variable, if it is one of the container. */
  private static List<String> filled(List<String> args, Map<String, String> env) {
    Pattern reference = Pattern.compile("\\$\\(([A-Z_]+)\\)");
    return args.stream()
        .map(arg ->
            reference
                .matcher(arg)
                .replaceAll(
                    found -> Matcher.quoteReplacement(String.valueOf(at(env, found.group(1))))))
        .toList();
  }

  static int seconds(String text) {
    if (!text.endsWith("s")) throw new AssertionError("no seconds: " + text);
    return Integer.parseInt(text.substring(0, text.length() - 1));
  }

  /** Whether it is the gate; otherwise it is an instance. */
  boolean gate() {
    return command.getFirst().equals("gate");
  }

  /** The value of an option of the command. */
  String option(String name) {
    int at = command.indexOf(name);
    if (at < 0) throw new AssertionError(where + " has no " + name);
    return command.get(at + 1);
  }

  @Override
  public String toString() {
    return where;
  }
}
